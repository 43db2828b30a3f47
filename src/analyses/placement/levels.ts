import type { Level } from "../../model/level.ts";
import type { Core, Part } from "../../model/machine.ts";

/**
 * The innermost part of a level around a core; of level `core` the core itself. Null where there is none.
 */
export function partAt(core: Core, level: Level): Part | Core | null {
  if (level === "core") return core;
  for (let around: Part | null = core.part; around !== null; around = around.parent) {
    if (around.level === level) return around;
  }
  return null;
}
