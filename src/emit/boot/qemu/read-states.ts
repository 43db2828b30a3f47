/** The sections of replicated objects, of hops and of domains, read back. */
import { noParent, type SectionName, stateKind, stateProtocol } from "./blob-format.ts";
import type { QemuHop, QemuState } from "./view-states.ts";

/** Numbers of a blob, by their offsets. */
interface Numbers {
  byte(at: number): number;
  half(at: number): number;
  word(at: number): number;
  name(at: number): string;
  entries<Entry>(section: SectionName, read: (at: number) => Entry): readonly Entry[];
}

export function readStates(from: Numbers): {
  readonly hops: readonly QemuHop[];
  readonly domains: readonly (readonly number[])[];
  readonly states: readonly QemuState[];
} {
  const seats = from.entries("seats", (at) => {
    const [core, parent] = [from.half(at), from.half(at + 2)];
    return { core, parent: parent === noParent ? -1 : parent };
  });
  const users = from.entries("users", (at) => ({ program: from.word(at), replica: from.word(at + 4) }));
  const candidates = from.entries("candidates", (at) => ({ core: from.half(at), replica: from.half(at + 2) }));
  return {
    hops: from.entries("hops", (at) => ({ link: from.word(at), one: from.half(at + 4), other: from.half(at + 6) })),
    domains: readDomains(from),
    states: from.entries("states", (at): QemuState => {
      const word = (index: number): number => from.word(at + 4 * index);
      return {
        ...{ name: from.name(word(0)), kind: nameOf(stateKind, from.byte(at + 30)) },
        ...{ protocol: nameOf(stateProtocol, from.byte(at + 31)), leader: from.half(at + 28) },
        ...{ keyBytes: word(1), valueBytes: word(2), capacity: word(3), commandBytes: word(4) },
        ...{ snapshotBytes: word(5), leaseMilliseconds: word(6) },
        seats: seats.slice(word(8), word(8) + word(9)),
        users: users.slice(word(10), word(10) + word(11)),
        candidates: candidates.slice(word(12), word(12) + word(13)),
      };
    }),
  };
}

function nameOf<Name extends string>(numbers: Readonly<Record<Name, number>>, number: number): Name {
  for (const name in numbers) if (numbers[name] === number) return name;
  throw new RangeError(`a number that stands for nothing: ${number}`);
}

function readDomains(from: Numbers): readonly (readonly number[])[] {
  const domains = new Map<number, number[]>();
  for (const [domain, core] of from.entries("domains", (at) => [from.half(at), from.half(at + 2)] as const)) {
    domains.set(domain, [...(domains.get(domain) ?? []), core]);
  }
  return [...domains.values()];
}
