import type { Machine } from "../../../src/runtime/agreement/machine.ts";
import { type Result, rejection } from "../../../src/runtime/agreement/result.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What is refused whenever it is voted on, and rejected where it is applied. */
export const unwanted = "unwanted";

const against = rejection("unwanted");

export function commandOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Remembers every command it has applied. */
export class Tally implements Machine {
  readonly applied: string[] = [];

  apply(_index: number, command: Uint8Array): Result {
    const text = decoder.decode(command);
    if (text.startsWith(unwanted)) return against;
    this.applied.push(text);
    return { kind: "done", value: commandOf(text) };
  }

  refusal(command: Uint8Array): Result | null {
    return decoder.decode(command).startsWith(unwanted) ? against : null;
  }

  snapshot(): Uint8Array {
    return encoder.encode(JSON.stringify(this.applied));
  }

  restore(bytes: Uint8Array): boolean {
    this.applied.splice(0, Number.POSITIVE_INFINITY, ...JSON.parse(decoder.decode(bytes)));
    return true;
  }

  merge(bytes: Uint8Array): boolean {
    for (const text of JSON.parse(decoder.decode(bytes))) if (!this.applied.includes(text)) this.applied.push(text);
    return true;
  }
}
