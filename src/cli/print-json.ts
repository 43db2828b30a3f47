import type { Terminal } from "./terminal.ts";

/** The one JSON value of a command. Every one has `ok`; when it is false either `diagnostics` or `error` says why. */
export function printJson(
  terminal: Terminal,
  value: { readonly ok: boolean } & Readonly<Record<string, unknown>>,
): void {
  terminal.print(`${JSON.stringify(value, null, 2)}\n`);
}
