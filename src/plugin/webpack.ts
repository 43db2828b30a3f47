import type { SkerryOptions } from "./options.ts";
import { plugins } from "./plugin.ts";
import type { AppliedPlugin } from "./shapes.ts";

export type { SkerryOptions } from "./options.ts";

/** A plugin for webpack: `import { BlockClient } from "./block.skerry"` gives what the interfaces and systems there give. */
export function skerry(options?: SkerryOptions): AppliedPlugin {
  return plugins.webpack(options);
}
