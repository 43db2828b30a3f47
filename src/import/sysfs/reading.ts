/** Reading single values out of a tree; what is missing or garbled becomes a diagnostic that points into the file. */
import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import { type Diagnostic, type DiagnosticKind, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../source/source-file.ts";
import { abridge } from "../abridge.ts";
import { parseCpuList } from "../description/cpu-list.ts";
import type { SysfsTree } from "./tree.ts";

/** What a value is for, in words that complete the sentences of the diagnostics. */
export interface Wanted {
  /** `the size of the L2 cache of CPU 3` */
  readonly what: string;
  /** What happens without it: `the cache is left out` */
  readonly consequence: string;
}

interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

/** A tree, and the list of what was wrong with it so far. */
export class Reading {
  readonly diagnostics: Diagnostic[] = [];
  readonly tree: SysfsTree;

  constructor(tree: SysfsTree) {
    this.tree = tree;
  }

  /** The trimmed text of a file; null when there is none, and nobody is told. */
  text(path: string): string | null {
    return this.tree.read(path)?.trim() ?? null;
  }

  /** The numbers behind a prefix among the names of a folder, ascending: `cpu` gives 0 and 1 for `cpu0`, `cpu1`, `cpufreq`. */
  numbered(path: string, prefix: string): readonly number[] {
    const numbers = this.tree.list(path).map((name) => {
      const digits = name.startsWith(prefix) ? name.slice(prefix.length) : "";
      return /^\d{1,6}$/.test(digits) ? Number(digits) : -1;
    });
    return numbers.filter((number) => number >= 0).sort((a, b) => a - b);
  }

  report<Facts>(kind: DiagnosticKind<Facts>, path: string, facts: Facts): void {
    this.diagnostics.push(diagnose(kind, this.spanOf(path), facts));
  }

  /**
   * A whole number within inclusive bounds, by default from -1, by which Linux says "not known". With `wanted`, its absence
   * is reported too, without it only garbage is.
   */
  integer(path: string, wanted: Wanted | null = null, { least = -1, most = 2 ** 31 }: Bounds = {}): number | null {
    const parse = (text: string): number | null => {
      const number = parseInteger(text);
      return number !== null && number >= least && number <= most ? number : null;
    };
    const expected = least === -1 ? "a whole number" : `a whole number from ${least} to ${most}`;
    return this.value(path, expected, parse, wanted);
  }

  cpuList(path: string, wanted: Wanted | null = null): readonly number[] | null {
    return this.value(path, "a list of numbers", parseCpuList, wanted);
  }

  /** Bytes, from `48K`. */
  size(path: string, wanted: Wanted | null = null): number | null {
    return this.value(path, "a size such as 32K", parseSize, wanted);
  }

  /** Reads a value by a rule that answers null to garbage. */
  value<Value>(
    path: string,
    expected: string,
    parse: (text: string) => Value | null,
    wanted: Wanted | null,
  ): Value | null {
    const text = this.text(path);
    if (text === null) {
      if (wanted !== null) this.report(importDiagnostics.valueMissing, path, { path, ...wanted });
      return null;
    }
    const value = parse(text);
    if (value === null) {
      const consequence = wanted?.consequence ?? "it is not used";
      this.report(importDiagnostics.valueGarbled, path, { path, text: abridge(text), expected, consequence });
    }
    return value;
  }

  private spanOf(path: string): Span {
    const text = this.tree.read(path) ?? "";
    const end = text.indexOf("\n");
    return { source: { path, text }, start: 0, end: end === -1 ? text.length : end };
  }
}

function parseInteger(text: string): number | null {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}

const factorOf: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

function parseSize(text: string): number | null {
  const match = /^(\d{1,9})([KMG]?)$/.exec(text);
  const factor = factorOf[match?.[2] ?? ""];
  const bytes = match === null || factor === undefined ? 0 : Number(match[1]) * factor;
  return bytes > 0 && bytes < 2 ** 45 ? bytes : null;
}
