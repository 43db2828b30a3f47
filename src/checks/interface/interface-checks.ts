import type { Check } from "../check.ts";

/** The rules about interfaces, each after the rules it requires. */
export const interfaceChecks: readonly Check[] = Object.freeze([]);
