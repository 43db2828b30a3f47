import type { SourceFile } from "../source/source-file.ts";
import type { System } from "./deployment.ts";
import type { Interface } from "./interface.ts";
import type { Machine } from "./machine.ts";

/** Everything that was said, resolved. Arrays are sorted by file path, then by place in the file. */
export interface Description {
  readonly files: readonly SourceFile[];
  readonly machines: readonly Machine[];
  readonly interfaces: readonly Interface[];
  readonly systems: readonly System[];
}
