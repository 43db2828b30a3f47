import type { Terminal } from "./terminal.ts";

/** The JSON value of a command, on one line as those of a boot are. Every one has `ok`; when it is false either `diagnostics` or `error` says why. */
export function printJson(
  terminal: Terminal,
  value: { readonly ok: boolean } & Readonly<Record<string, unknown>>,
): void {
  terminal.print(`${JSON.stringify(value)}\n`);
}
