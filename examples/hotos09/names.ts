/** The registry: names with a value, claimed by whoever comes first. */
import type { Names } from "~skerry/fileserver";
import { Problem, ProblemFailure } from "~skerry/registry";

export const program: Names = ({ events, log }) => {
  const entries = new Map<string, string>();

  return {
    register(entry, { caller }) {
      if (entry.name === "" || entries.has(entry.name)) throw new ProblemFailure(Problem.taken);
      entries.set(entry.name, entry.value);
      log(`${entry.name} → ${entry.value}, says ${caller.program}`);
      events.tryRegistered(entry);
    },

    lookup(name) {
      const value = entries.get(name);
      if (value === undefined) throw new ProblemFailure(Problem.unknown);
      return { value };
    },

    *list() {
      const names = [...entries.keys()].sort();
      for (const name of names) yield { entry: { name, value: entries.get(name) ?? "" } };
    },
  };
};
