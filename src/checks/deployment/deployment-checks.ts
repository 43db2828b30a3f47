import type { Check } from "../check.ts";

/** The rules about systems, each after the rules it requires. */
export const deploymentChecks: readonly Check[] = Object.freeze([]);
