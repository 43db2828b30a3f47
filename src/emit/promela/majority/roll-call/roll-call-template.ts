import { rollCallLeader } from "./leader.ts";
import { rollCallSurroundings } from "./surroundings.ts";

/** Changes of servers as a Promela model: each step of the leader is one of the state machine in the runtime. */
export const rollCallTemplate = [rollCallLeader, rollCallSurroundings].join("\n");

/** What can be put into the model to see it fail, and what that is. */
export const seededRollCallFaults = [
  { name: "NO_ROLL_CALL", text: "the leader lets a server go without knowing who of the others is there" },
  { name: "OLD_ANSWER", text: "it counts answers from before it had to know" },
  { name: "TWO_AT_ONCE", text: "it changes servers again before the last change is agreed on" },
  { name: "REMOVED_FROM_ODD", text: "it lets one of an odd number go before that one has gone" },
  { name: "NO_REMINDER", text: "what nobody has answered is not said again" },
] as const;
