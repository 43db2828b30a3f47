import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { JsonDiagnostic } from "../../diagnostics/render-json.ts";
import { renderJson } from "../../diagnostics/render-json.ts";
import type { MapTarget } from "../../model/address-space.ts";
import type { Span } from "../../source/source-file.ts";
import type { Compiled } from "../compile-files.ts";

/** What is wrong with the description although the question could be answered, for the JSON of the answer; else nothing. */
export function faultsOf({ diagnostics, files }: Compiled): { readonly diagnostics?: readonly JsonDiagnostic[] } {
  return diagnostics.length === 0 ? {} : { diagnostics: renderJson(diagnostics, files.showPath) };
}

/**
 * Errors that stand where an answer was read from: once they are mended it may be another. All errors, where something of
 * the machine was left out because of them.
 */
export function faultsAt(spans: readonly Span[], { diagnostics, machine }: Compiled): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (machine?.incomplete === true) return errors;
  return errors.filter((error) =>
    [error.span, ...error.related.map(({ span }) => span)].some((at) => spans.some((span) => overlap(at, span))),
  );
}

function overlap(one: Span, other: Span): boolean {
  return one.source.path === other.source.path && one.start < other.end && other.start < one.end;
}

/** A line about {@link faultsAt}; nothing where there are none. */
export function printDoubt(faults: readonly Diagnostic[]): string {
  const codes = [...new Set(faults.map(({ code }) => code))].join(", ");
  return faults.length === 0
    ? ""
    : `\nThis was read from what is at fault (${codes}): once that is mended, the answer may be another.\n`;
}

/** The same for JSON. */
export function doubtsOf(faults: readonly Diagnostic[]): { readonly doubtedFor?: readonly string[] } {
  return faults.length === 0 ? {} : { doubtedFor: [...new Set(faults.map(({ code }) => code))] };
}

/** Where what accepts addresses is declared. */
export function spansOfTarget(target: Exclude<MapTarget, { kind: "space" }>): readonly Span[] {
  switch (target.kind) {
    case "memory":
      return [target.memory.span];
    case "registers":
      return [target.registers.span];
    case "interleave":
      return target.interleave.memories.map(({ span }) => span);
  }
}
