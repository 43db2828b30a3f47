import type { TypeNames } from "./pair-types.ts";
import type { Reach } from "./reach.ts";

/** What compares need to know of everything else. */
export interface Surroundings {
  readonly names: TypeNames;
  readonly reach: Reach;
}
