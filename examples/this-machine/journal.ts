/** The journal: one program owns the lines, all others see them by its messages. */
import type { Entry } from "~skerry/journal";
import type { Journal } from "~skerry/wordcount";

export const program: Journal = ({ events }) => {
  const entries: Entry[] = [];

  return {
    // A message may take its time: while this promise is pending, its sender's window is not given back.
    async note(author, line) {
      const entry: Entry = { number: entries.length, author, line };
      entries.push(entry);
      await events.noted(entry);
    },

    *read(from) {
      for (const entry of entries.slice(from)) yield { entry };
    },
  };
};
