import { mostLost } from "../../analyses/replicas/predict-agreement.ts";
import { indexContents } from "../../model/domain-contents.ts";
import type { Machine } from "../../model/machine.ts";
import type { PlanState } from "../../plan/plan.ts";

/** Which losses an object survives. */
export interface Losses {
  /** Replicas that may be lost at once. */
  readonly most: number;
  /** Whether it goes on without waiting until the kernels have agreed on who is lost. */
  readonly atOnce: boolean;
  /** Failure domains with replicas in them. */
  readonly domains: readonly DomainLoss[];
}

export interface DomainLoss {
  readonly domain: string;
  /** Paths of the cores of replicas in it. */
  readonly replicas: readonly string[];
  /** Whether the object goes on without them. */
  readonly goesOn: boolean;
}

export function judgeLosses({ protocol, replicas }: PlanState, machine: Machine): Losses {
  const most = mostLost(protocol, replicas.length);
  const contentsOf = indexContents(machine);
  const domains = machine.domains.flatMap((domain): DomainLoss[] => {
    if (domain.kind !== "failure") return [];
    const contents = contentsOf(domain);
    const lost = replicas.flatMap((index) => machine.cores[index] ?? []).filter((core) => contents.has(core));
    if (lost.length === 0) return [];
    return [{ domain: domain.path, replicas: lost.map(({ path }) => path), goesOn: lost.length <= most }];
  });
  return { most, atOnce: protocol === "majority", domains };
}
