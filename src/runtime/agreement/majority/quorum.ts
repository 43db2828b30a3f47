import type { Server } from "../messages.ts";

export function isSameServer(one: Server, other: Server): boolean {
  return one.core === other.core && one.incarnation === other.incarnation;
}

export function hasServer(servers: readonly Server[], server: Server): boolean {
  return servers.some((other) => isSameServer(other, server));
}

/** How many it takes: more than half. */
export function quorumOf(servers: readonly Server[]): number {
  return (servers.length >> 1) + 1;
}

/** Whether one less would bear the loss of as many. */
export function isEven(servers: readonly Server[]): boolean {
  return servers.length % 2 === 0;
}

/** The highest value that a quorum of the servers has reached. */
export function reachedByQuorum(servers: readonly Server[], valueFor: (server: Server) => number): number {
  const values = servers.map(valueFor).sort((one, other) => other - one);
  return values[quorumOf(servers) - 1] ?? -1;
}
