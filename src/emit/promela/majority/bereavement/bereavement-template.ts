import { bereavementQuestions } from "./questions.ts";
import { bereavementSurroundings } from "./surroundings.ts";

/** The end of a majority as a Promela model: each step of a server is one of the state machine in the runtime. */
export const bereavementTemplate = [bereavementQuestions, bereavementSurroundings].join("\n");

/** What can be left out of the model to see it fail, and what that is. */
export const seededBereavementFaults = [
  { name: "NO_QUESTION", text: "who knows of no majority says so without having asked the others" },
  { name: "ANSWER_ALWAYS", text: "who knows of a majority answers as if it knew of none" },
  { name: "ALL_SAY", text: "all who know of servers tell it, and not the first of them alone" },
  { name: "ANOTHER_CLAIM", text: "who comes to know of servers says so from then on to those who ask" },
  { name: "ASK_ONCE", text: "who has not answered is not asked again" },
] as const;
