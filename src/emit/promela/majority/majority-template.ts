import { majorityFollowing } from "./following.ts";
import { majorityLeading } from "./leading.ts";
import { majorityServers } from "./servers.ts";
import { majoritySurroundings } from "./surroundings.ts";

/** Raft as a Promela model: each step of a server is one of the state machine's in the runtime. */
export const majorityTemplate = [majorityServers, majorityLeading, majorityFollowing, majoritySurroundings].join("\n");

/** What can be put into the model to see it fail, and what that is. */
export const seededMajorityFaults = [
  {
    name: "VOTE_TWICE",
    text: "a server votes for whoever asks, though it has voted in this term (with -DRIVALS)",
    needs: ["RIVALS"],
  },
  { name: "VOTE_BLIND", text: "a server votes for one that lacks what it has", needs: [] },
  { name: "COMMIT_ALONE", text: "the leader commits what it has, before a quorum has it", needs: [] },
  { name: "NO_REMINDER", text: "what nobody has answered is not said again", needs: [] },
] as const;
