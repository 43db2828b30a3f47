/** The registry: names with a value, claimed by whoever comes first. One in every package, and all say the same. */
import type { Registry } from "~skerry/fileserver";
import { type Entry, Problem, ProblemFailure } from "~skerry/registry";

export const program: Registry = ({ events, log, state: { names } }) => {
  /** Whoever is asked, and in whatever package, everybody hears of every name. */
  async function announce(): Promise<void> {
    for await (const change of names.watch()) {
      if (change.kind === "set") events.tryRegistered({ name: change.key, value: change.value.value });
    }
  }
  announce().catch((error) => log(`nobody hears of names any more: ${error}`));

  return {
    async register(entry: Entry, { caller }) {
      const known = names.get(entry.name);
      const isAnothers = known !== undefined && known.owner !== caller.program;
      if (entry.name === "" || isAnothers) throw new ProblemFailure(Problem.taken);
      // Of two who claim a name at once, in whatever packages, one is told that it is no longer what was expected.
      const agreed = await names.replace(entry.name, known, { value: entry.value, owner: caller.program });
      if (agreed.kind === "agreed") log(`${entry.name} → ${entry.value}, says ${caller.program}`);
      else if (agreed.reason === "superseded") throw new ProblemFailure(Problem.taken);
      else throw new Error(`${entry.name} was not agreed on: ${agreed.text}`);
    },

    async lookup(name: string) {
      // This package's replica answers at once. What it has not heard of may be agreed on already: then all are asked.
      const known = names.get(name);
      if (known !== undefined) return { value: known.value };
      const latest = await names.read(name);
      if (latest.kind === "failed") throw new Error(`${name} cannot be looked up: ${latest.text}`);
      if (latest.value === undefined) throw new ProblemFailure(Problem.unknown);
      return { value: latest.value.value };
    },

    *list() {
      const entries = [...names.entries()].sort(([one], [other]) => (one < other ? -1 : 1));
      for (const [name, { value }] of entries) yield { entry: { name, value } };
    },
  };
};
