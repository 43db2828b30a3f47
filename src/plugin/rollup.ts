import type { SkerryOptions } from "./options.ts";
import { plugins } from "./plugin.ts";
import type { NamedPlugin } from "./shapes.ts";

export type { SkerryOptions } from "./options.ts";

/** A plugin for Rollup: `import { BlockClient } from "./block.skerry"` gives what the interfaces and systems there give. */
export function skerry(options?: SkerryOptions): NamedPlugin {
  return plugins.rollup(options);
}
