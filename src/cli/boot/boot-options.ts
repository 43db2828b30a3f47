import type { CompileOptions } from "../compile-files.ts";

export interface BootOptions extends CompileOptions {
  readonly host: "threads" | "simulation" | "qemu";
  /** Milliseconds. */
  readonly for?: number;
  readonly seed?: number;
  /** Milliseconds that a kernel may say nothing before it is taken for lost; default: only the end of its thread counts. */
  readonly watch?: number;
  /** Whether it gets a control socket. */
  readonly control?: boolean;
  /** How a core of the host shares its rings with a board in QEMU; default: in memory, where this machine has files there. */
  readonly hostLink?: "memory" | "serial";
}
