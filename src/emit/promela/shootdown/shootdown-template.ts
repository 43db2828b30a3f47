import { shootdownPassing } from "./passing.ts";
import { shootdownSurroundings } from "./surroundings.ts";

/** Shootdown as a Promela model: each step of a replica is one of the state machine in the runtime. */
export const shootdownTemplate = [shootdownPassing, shootdownSurroundings].join("\n");

/** What can be put into the model to see it fail, and what that is. */
export const seededShootdownFaults = [
  { name: "EARLY_ACK", text: "a replica answers before those below it have" },
  { name: "NO_REMINDER", text: "what nobody has answered is not said again" },
  { name: "JOIN_BLANK", text: "who has started anew takes nothing from the others (with -DREJOIN)" },
] as const;
