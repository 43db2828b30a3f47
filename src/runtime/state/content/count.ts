import { rejection } from "../../agreement/result.ts";
import { operations } from "../operations.ts";
import type { Command, EntryBytes, Query } from "../replicated-object.ts";
import { noBytes } from "../value-codec.ts";
import { type Content, done, type Step, undone } from "./content.ts";
import { bytesOfNumber, numberOf } from "./numbers.ts";

/** A counter: a safe integer that is added to. */
export class Count implements Content {
  readonly size = 1;
  #count = 0;

  query({ operation }: Query): Uint8Array | null {
    return operation === operations.get ? bytesOfNumber(this.#count) : null;
  }

  *entries(): Generator<EntryBytes> {
    yield [noBytes, bytesOfNumber(this.#count)];
  }

  decide({ operation, value }: Command): Step {
    const by = operation === operations.add ? numberOf(value) : null;
    if (by === null) return undone(rejection("it is no change that can be made to a counter"));
    const count = this.#count + by;
    if (!Number.isSafeInteger(count)) return undone(rejection("the counter would not be a safe integer any more"));
    const act = (): void => {
      this.#count = count;
    };
    return done(by === 0 ? null : act, bytesOfNumber(count));
  }

  head(): Uint8Array {
    return noBytes;
  }

  restore(_head: Uint8Array, [entry]: readonly EntryBytes[]): boolean {
    const count = entry === undefined ? null : numberOf(entry[1]);
    if (count === null) return false;
    this.#count = count;
    return true;
  }

  merge(): boolean {
    return false;
  }

  stamp(command: Command): Command {
    return command;
  }
}
