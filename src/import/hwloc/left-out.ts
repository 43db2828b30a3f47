/** What a description does not say of a machine, or not of what hwloc says; for the reader of both. */
import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import type { XmlElement } from "../xml/element.ts";
import type { Reading } from "./reading.ts";

export class LeftOut {
  private readonly untold: string[] = [];
  private readonly unsayable: { readonly what: string; readonly at: XmlElement }[] = [];

  /** Words behind "hwloc does not tell". */
  notTold(what: string): void {
    if (!this.untold.includes(what)) this.untold.push(what);
  }

  /** Words behind "hwloc tells", and the first place it does. */
  notSayable(what: string, at: XmlElement): void {
    this.unsayable.push({ what, at });
  }

  /** The same for several elements alike; nothing when there are none. */
  notSayableAll(elements: readonly XmlElement[], print: (count: number) => string): void {
    const [first] = elements;
    if (first !== undefined) this.notSayable(print(elements.length), first);
  }

  report(machine: XmlElement, reading: Reading): void {
    if (this.untold.length > 0) reading.report(importDiagnostics.notTold, machine, { what: this.untold.join(", ") });
    for (const { what, at } of this.unsayable) reading.report(importDiagnostics.notSayable, at, { what });
  }

  /** Lines for the description itself. */
  remarks(): readonly string[] {
    const sayable = this.unsayable.map(({ what }) => what).join("; ");
    return [
      ...(this.untold.length === 0 ? [] : wrap(`hwloc does not tell ${this.untold.join(", ")}.`)),
      ...(sayable === "" ? [] : wrap(`hwloc tells, but Skerry cannot say yet: ${sayable}.`)),
    ];
  }
}

const width = 112;

function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** `1 cache`, `2 caches` */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
