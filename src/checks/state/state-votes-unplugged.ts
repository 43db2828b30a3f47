import { stateDiagnostics } from "../../diagnostics/catalogue/state.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Core, Machine, Part } from "../../model/machine.ts";
import { listSeats, protocolOf, type State } from "../../model/state.ts";
import type { Check } from "../check.ts";
import { stateReplicasPlaced } from "./state-replicas-placed.ts";

/** What waits for all replicas does not wait for one that can be taken out. */
export const stateVotesUnplugged: Check = {
  name: "state-votes-unplugged",
  requires: [stateReplicasPlaced],
  run({ systems }, report) {
    for (const { states, machine } of systems) {
      const pluggable = pluggableParts(machine);
      for (const state of pluggable.size === 0 ? [] : states) {
        const protocol = protocolOf(state, machine);
        const part =
          protocol === "twoPhase" || protocol === "broadcast" ? partWithReplica(state, machine, pluggable) : null;
        if (part === null) continue;
        const facts = { name: state.name, protocol, part: part.path };
        const related = [{ span: part.span, message: `\`${part.path}\` is pluggable` }];
        report([state], diagnose(stateDiagnostics.votesUnplugged, state.replicas.span, facts, { related }));
      }
    }
  },
};

function pluggableParts({ pluggable }: Machine): ReadonlySet<Part | Core> {
  return new Set(
    pluggable.flatMap((element): readonly (Part | Core)[] => {
      if (element.kind === "part") return [element.part];
      return element.kind === "core" ? [element.core] : [];
    }),
  );
}

/** A part that can be taken out, in which a replica surely lies. */
function partWithReplica(
  { replicas }: State,
  machine: Machine,
  pluggable: ReadonlySet<Part | Core>,
): Part | Core | null {
  if (replicas.kind === "on") return firstOf(replicas.cores.map((core) => around(core, pluggable)));
  const seats = listSeats(replicas.level, machine);
  if (replicas.kind === "spread" && replicas.count < seats.length) return null;
  return firstOf(
    seats.map((cores) => {
      const parts = new Set(cores.map((core) => around(core, pluggable)));
      const [only] = parts;
      return parts.size === 1 ? (only ?? null) : null;
    }),
  );
}

function around(core: Core, pluggable: ReadonlySet<Part | Core>): Part | Core | null {
  if (pluggable.has(core)) return core;
  for (let part: Part | null = core.part; part !== null; part = part.parent) if (pluggable.has(part)) return part;
  return null;
}

function firstOf<Item>(items: readonly (Item | null)[]): Item | null {
  return items.find((item) => item !== null) ?? null;
}
