/** SK9xxx: what changed between two versions of a description. */
import { define } from "../diagnostic.ts";
import { fieldChanges } from "./breaking/fields.ts";
import { interfaceChanges } from "./breaking/interfaces.ts";
import { memberChanges } from "./breaking/members.ts";
import { operationChanges } from "./breaking/operations.ts";
import { systemChanges } from "./breaking/systems.ts";
import { reservedChanges, typeChanges } from "./breaking/types.ts";

export const comparisonDiagnostics = {
  notAPlan: define<{ file: string; fault: string; others: number }>({
    code: "SK9001",
    severity: "error",
    title: "a file that is no plan",
    explanation:
      "`skerry breaking` compares descriptions, or plans as `skerry build` and `skerry dump plan` write them. This file is no plan, or one of another release of Skerry, which had other things to say. Build it again from its description, or name the description itself.",
    message: ({ file, fault, others }) =>
      `${file} is no plan of this release of Skerry: ${fault}${others === 0 ? "" : ` (and ${others} more)`}`,
  }),
} as const;

export const changes = {
  ...interfaceChanges,
  ...operationChanges,
  ...fieldChanges,
  ...memberChanges,
  ...typeChanges,
  ...reservedChanges,
  ...systemChanges,
} as const;
