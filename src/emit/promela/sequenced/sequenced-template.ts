import { sequencedDeclarations } from "./declarations.ts";
import { sequencedEpochs } from "./epochs.ts";
import { sequencedOrdering } from "./ordering.ts";
import { sequencedSurroundings } from "./surroundings.ts";

/** Broadcast and two-phase commit as Promela models: each step of a replica is one of the state machines' in the runtime. */
export const sequencedTemplate = [
  sequencedDeclarations,
  sequencedOrdering,
  sequencedEpochs,
  sequencedSurroundings,
].join("\n");

const faults = [
  { name: "ORDER_AGAIN", text: "what is on its way already is ordered again when it is proposed again" },
  { name: "DELIVER_EARLY", text: "the sequencer delivers what it has, before all have it" },
  { name: "NO_REMINDER", text: "what nobody has answered is not said again" },
] as const;

/** What can be put into the model to see it fail, and what that is. */
export const seededBroadcastFaults = faults;
export const seededTwoPhaseFaults = [
  ...faults,
  { name: "VOTE_ALONE", text: "the coordinator decides by its own vote" },
] as const;
