import type { CompileOptions } from "../compile-files.ts";

export interface ViewOptions extends CompileOptions {
  readonly out?: string;
  readonly serve?: boolean;
  /** Which booted system is meant, where it is said. */
  readonly live?: boolean | string;
  readonly socket?: string;
  readonly port?: number;
}

export function wantsLive({ live, socket }: ViewOptions): boolean {
  return socket !== undefined || (live !== undefined && live !== false);
}
