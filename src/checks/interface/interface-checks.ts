import type { Check } from "../check.ts";
import { enumEmpty } from "./enum-empty.ts";
import { generatedNameTaken } from "./generated-name-taken.ts";
import { interfaceEmpty } from "./interface-empty.ts";
import { nameReserved } from "./name-reserved.ts";
import { operationCount } from "./operation-count.ts";
import { resourceInEvent } from "./resource-in-event.ts";

/** The rules about interfaces, each after the rules it requires. */
export const interfaceChecks: readonly Check[] = Object.freeze([
  interfaceEmpty,
  enumEmpty,
  operationCount,
  resourceInEvent,
  nameReserved,
  generatedNameTaken,
]);
