import type { Check } from "../check.ts";
import { cacheNotSlower } from "./cache-not-slower.ts";
import { coherenceLinesDiffer } from "./coherence-lines-differ.ts";
import { coherenceOfOne } from "./coherence-of-one.ts";
import { coherencesOverlap } from "./coherences-overlap.ts";
import { coreNumberTwice } from "./core-number-twice.ts";
import { coreUnreachable } from "./core-unreachable.ts";
import { interruptToOffline } from "./interrupt-to-offline.ts";
import { linkToItself } from "./link-to-itself.ts";
import { linkToNowhere } from "./link-to-nowhere.ts";
import { linkTwice } from "./link-twice.ts";
import { linkWithinPart } from "./link-within-part.ts";
import { machineWithoutCores } from "./machine-without-cores.ts";
import { measuredFarOff } from "./measured-far-off.ts";
import { measuredToItself } from "./measured-to-itself.ts";
import { measuredTwice } from "./measured-twice.ts";
import { portUsedTwice } from "./port-used-twice.ts";
import { sizeNotPowerOfTwo } from "./size-not-power-of-two.ts";
import { sizeZero } from "./size-zero.ts";

/** The rules about machines, each after the rules it requires. */
export const machineChecks: readonly Check[] = Object.freeze([
  machineWithoutCores,
  linkToItself,
  portUsedTwice,
  linkWithinPart,
  linkTwice,
  linkToNowhere,
  coreUnreachable,
  coreNumberTwice,
  coherencesOverlap,
  coherenceOfOne,
  coherenceLinesDiffer,
  sizeZero,
  sizeNotPowerOfTwo,
  cacheNotSlower,
  measuredToItself,
  measuredTwice,
  measuredFarOff,
  interruptToOffline,
]);
