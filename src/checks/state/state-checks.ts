import type { Check } from "../check.ts";
import { stateContentsFit } from "./state-contents-fit.ts";
import { stateNameTaken } from "./state-name-taken.ts";
import { stateProtocolFits } from "./state-protocol-fits.ts";
import { stateReplicasFew } from "./state-replicas-few.ts";
import { stateReplicasPlaced } from "./state-replicas-placed.ts";
import { stateUnused } from "./state-unused.ts";
import { stateVotesUnplugged } from "./state-votes-unplugged.ts";
import { statesTooMany } from "./states-too-many.ts";

/** The rules about replicated state, each after the rules it requires. */
export const stateChecks: readonly Check[] = Object.freeze([
  stateNameTaken,
  statesTooMany,
  stateContentsFit,
  stateProtocolFits,
  stateReplicasPlaced,
  stateReplicasFew,
  stateVotesUnplugged,
  stateUnused,
]);
