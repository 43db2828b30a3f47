/** Rules about address spaces that take the decoding net to judge; they stand with the analysis for that. */
import type { Check } from "../../checks/check.ts";
import { contextsTooFew } from "./contexts-too-few.ts";
import { dmaNotSeen } from "./dma-not-seen.ts";
import { mapsInCircle } from "./maps-in-circle.ts";
import { nothingPasses } from "./nothing-passes.ts";
import { spaceTooLarge } from "./space-too-large.ts";

/** Each after the rules it requires. */
export const addressRules: readonly Check[] = Object.freeze([
  mapsInCircle,
  spaceTooLarge,
  nothingPasses,
  dmaNotSeen,
  contextsTooFew,
]);
