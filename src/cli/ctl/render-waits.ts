import type { LoadView } from "../control/view-status.ts";

/**
 * What does not go on at the moment: kernels that too few others are within reach of, and replicas that have something to agree on
 * and wait to hear of others; each as one line. That something waits is nothing unusual; that the same waits again and again is.
 */
export function listWaits({ kernels, loads }: LoadView): readonly string[] {
  const nameOf = (core: number): string => kernels.find((each) => each.number === core)?.core ?? `core ${core}`;
  return loads.flatMap(({ core, standing }) => {
    const { hasQuorum, members, replicas } = standing;
    const alone = hasQuorum
      ? []
      : [`${core} can agree on nothing: too few of view ${standing.epoch} (${members.length}) are within reach`];
    const waiting = replicas.filter(({ awaits, proposals, reads }) => awaits.length > 0 && proposals + reads > 0);
    return [
      ...alone,
      ...waiting.map(({ name, role, awaits, proposals, reads }) => {
        return `${name} on ${core} (${wordOf[role]}) waits for ${awaits.map(nameOf).join(", ")}: ${proposals} proposals, ${reads} reads`;
      }),
    ];
  });
}

const wordOf = {
  leads: "leads",
  follows: "follows",
  stands: "stands for election",
  takesOver: "takes over",
  joins: "joins",
  none: "takes no part",
  lost: "has lost its state",
} as const;
