import type { SkerryOptions } from "./options.ts";
import { plugins } from "./plugin.ts";
import type { SetUpPlugin } from "./shapes.ts";

export type { SkerryOptions } from "./options.ts";

/** A plugin for esbuild: `import { BlockClient } from "./block.skerry"` gives what the interfaces and systems there give. */
export function skerry(options?: SkerryOptions): SetUpPlugin {
  return plugins.esbuild(options);
}
