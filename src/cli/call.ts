import type { ExitCode } from "./exit-code.ts";
import type { Refusal } from "./refusal.ts";
import type { Terminal } from "./terminal.ts";

/** One call of the program: where it came from and where its answers go. */
export interface Call {
  readonly terminal: Terminal;
  /** Absolute. */
  readonly workingFolder: string;
}

/** How a command ended. */
export type Ending = ExitCode | Refusal;

/** Runs a command's work and keeps how it ended; commands hand it to commander as their action. */
export type Run = (work: (call: Call) => Promise<Ending>, options: { readonly json?: boolean }) => Promise<void>;
