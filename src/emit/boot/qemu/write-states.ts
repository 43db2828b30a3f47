/** The sections of replicated objects, of hops and of domains, as bytes. */
import { noParent, stateKind, stateProtocol } from "./blob-format.ts";
import type { QemuHop, QemuState } from "./view-states.ts";

const stateBytes = 64;

export interface StateSections {
  readonly states: Uint8Array;
  readonly seats: Uint8Array;
  readonly users: Uint8Array;
  readonly candidates: Uint8Array;
}

/** `nameAt`: where a text stands in the names. */
export function writeStates(states: readonly QemuState[], nameAt: (text: string) => number): StateSections {
  const bytes = new Uint8Array(states.length * stateBytes);
  const view = new DataView(bytes.buffer);
  let [seat, user, candidate] = [0, 0, 0];
  states.forEach((state, index) => {
    const at = index * stateBytes;
    const bounds = [state.keyBytes, state.valueBytes, state.capacity, state.commandBytes, state.snapshotBytes];
    const words = [nameAt(state.name), ...bounds, state.leaseMilliseconds];
    for (const [word, value] of words.entries()) view.setUint32(at + 4 * word, value, true);
    view.setUint16(at + 28, state.leader, true);
    view.setUint8(at + 30, stateKind[state.kind]);
    view.setUint8(at + 31, stateProtocol[state.protocol]);
    const lists = [seat, state.seats.length, user, state.users.length, candidate, state.candidates.length];
    for (const [word, value] of lists.entries()) view.setUint32(at + 32 + 4 * word, value, true);
    seat += state.seats.length;
    user += state.users.length;
    candidate += state.candidates.length;
  });
  const seats = states.flatMap((state) => state.seats.flatMap(({ core, parent }) => [core, parent & noParent]));
  const users = states.flatMap((state) => state.users.flatMap(({ program, replica }) => [program, replica & 0xffff]));
  const candidates = states.flatMap((state) => state.candidates.flatMap(({ core, replica }) => [core, replica]));
  return {
    ...{ states: bytes, seats: writeHalves(seats), users: writeWords(users) },
    candidates: writeHalves(candidates),
  };
}

export function writeHops(hops: readonly QemuHop[]): Uint8Array {
  return writeWords(hops.flatMap(({ link, one, other }) => [link, one + other * 0x10000]));
}

export function writeDomains(domains: readonly (readonly number[])[]): Uint8Array {
  return writeHalves(domains.flatMap((cores, domain) => cores.flatMap((core) => [domain, core])));
}

function writeHalves(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint16(2 * index, value, true);
  return bytes;
}

function writeWords(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(4 * index, value, true);
  return bytes;
}
