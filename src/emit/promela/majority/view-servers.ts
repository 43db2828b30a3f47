import type { GroupView } from "../replica-group.ts";

/** Servers of a group that change, as models have them; conditions are expressions of Promela. */
export interface ServersView extends GroupView {
  readonly crashes: number;
  /** Numbers of all but the leader. */
  readonly others: readonly number[];
  /** Somebody lacks what the leader has, or is to become a server. */
  readonly behind: string;
  /** Those decide who should, and have everything. */
  readonly right: string;
  /** How many servers a set has: it has two bits for each core, that of its first incarnation and that of its second. */
  readonly sizes: string;
  /** Somebody knows of servers. */
  readonly knowing: string;
  /** Nobody knows of a majority in the newest view. */
  readonly bereft: string;
  /** All who live know whether it is so. */
  readonly concluded: string;
  /** All who live have acted on the newest view. */
  readonly arrived: string;
}

/** Null for two servers: of them who is left knows all that there is to know, and decides nothing without the other. */
export function viewServers(group: GroupView): ServersView | null {
  if (group.count < 3) return null;
  const all = Array.from({ length: group.count }, (_, server) => server);
  const others = all.slice(1);
  const bits = Array.from({ length: 2 * group.count }, (_, bit) => bit);
  return {
    ...group,
    crashes: group.count - 1,
    others,
    behind: others.map((server) => `isBehind(${server})`).join(" || "),
    right: others.map((server) => `isRight(${server})`).join(" && "),
    sizes: bits.map((bit) => `(((set) >> ${bit}) & 1)`).join(" + "),
    knowing: all.map((server) => `knows[${server}]`).join(" || "),
    bereft: all.map((server) => `(knows[${server}] == 0 || isBereft(${server}, newest))`).join(" && "),
    concluded: all.map((server) => `(isDead[${server}] || isConcluded[${server}] == isUnknown)`).join(" && "),
    arrived: all.map((server) => `(isDead[${server}] || epoch[${server}] == newest)`).join(" && "),
  };
}
