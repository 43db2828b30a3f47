import type { Check } from "../check.ts";
import { allowFitsUses } from "./allow-fits-uses.ts";
import { bufferMakesSense } from "./buffer-makes-sense.ts";
import { coreOffline } from "./core-offline.ts";
import { deviceDrivenOnce } from "./device-driven-once.ts";
import { everyOfNothing } from "./every-of-nothing.ts";
import { generatedFileTaken } from "./generated-file-taken.ts";
import { interfaceUnserved } from "./interface-unserved.ts";
import { modulePath } from "./module-path.ts";
import { nearWithoutEffect } from "./near-without-effect.ts";
import { programTwice } from "./program-twice.ts";
import { programTypeTwice } from "./program-type-twice.ts";
import { trafficRate } from "./traffic-rate.ts";
import { trafficUsed } from "./traffic-used.ts";
import { usesItself } from "./uses-itself.ts";
import { wishesContradict } from "./wishes-contradict.ts";

/** The rules about systems, each after the rules it requires. */
export const deploymentChecks: readonly Check[] = Object.freeze([
  programTwice,
  programTypeTwice,
  generatedFileTaken,
  modulePath,
  interfaceUnserved,
  usesItself,
  allowFitsUses,
  trafficUsed,
  trafficRate,
  wishesContradict,
  nearWithoutEffect,
  everyOfNothing,
  coreOffline,
  deviceDrivenOnce,
  bufferMakesSense,
]);
