import type { CompileOptions } from "./compile-files.ts";

export interface DrawOptions extends CompileOptions {
  readonly out?: string;
}
