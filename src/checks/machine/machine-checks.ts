import type { Check } from "../check.ts";

/** The rules about machines, each after the rules it requires. */
export const machineChecks: readonly Check[] = Object.freeze([]);
