/** Keeps the entries of a film in the order of time, in whatever order they come. */
import type { Film } from "~skerry/camcorder";
import type { Entry } from "~skerry/film";

export const program: Film = () => {
  const entries: Entry[] = [];

  /** How many entries are no later than a time. */
  function countUntil(time: number): number {
    const later = entries.findLastIndex(({ at }) => at <= time);
    return later + 1;
  }

  return {
    append(entry) {
      entries.splice(countUntil(entry.at), 0, { ...entry, data: entry.data.slice() });
      return { entries: entries.length };
    },

    *play(from) {
      for (const entry of entries.slice(countUntil(from - 1))) yield { entry };
    },
  };
};
