/** Which bytes of memories a core or a device can address, as far as the machine alone says it. */
import { Memory as Remembered } from "../../algorithms/memory.ts";
import { mergeRanges, type NumberRange } from "../../algorithms/number-ranges.ts";
import { boxOf, homeOf } from "../../checks/machine/boxes.ts";
import type { Access, Space } from "../../model/address-space.ts";
import type { Device, Machine, Memory, Part } from "../../model/machine.ts";
import { answersOf } from "./answers.ts";
import { iommusOf } from "./contexts.ts";
import { DecodingNet, type Initiator } from "./net.ts";
import { type FlatRange, unfold } from "./unfold.ts";

/** What somebody wants to do with bytes: any of it, to read them, to write them, or both. */
export type Need = "any" | "read" | "write" | "both";

const enough: Readonly<Record<Need, readonly Access[]>> = {
  any: ["readWrite", "readOnly", "writeOnly"],
  read: ["readWrite", "readOnly"],
  write: ["readWrite", "writeOnly"],
  both: ["readWrite"],
};

/** What initiators address: those that have the same sight address the same. */
export interface Sight {
  /** Number of the sight in its machine. */
  readonly index: number;
  /** Bytes of the memory, from its start. */
  readonly bytesOf: (memory: Memory, need: Need) => readonly NumberRange[];
  /** Whether it leads to any registers of the device, if that has some. */
  readonly leadsTo: (device: Device) => boolean;
}

/**
 * Who sees no space addresses all that is in its box. Behind an IOMMU a device addresses what that could be programmed to
 * lead it to. What `dma reaches` says is not asked.
 */
export function sightOf(machine: Machine, initiator: Initiator): Sight {
  return sights.recall(machine, () => new Sights()).of(initiator);
}

const sights = new Remembered<Machine, Sights>();

class Sights {
  readonly #bySource = new Map<object | null, Sight>();
  readonly #net = new DecodingNet();

  of(initiator: Initiator): Sight {
    const iommus = "dma" in initiator ? iommusOf(initiator) : [];
    const source = iommus.length > 0 ? initiator : (initiator.sees?.space ?? boxAround(initiator));
    const known = this.#bySource.get(source);
    if (known !== undefined) return known;
    const made = this.#make(initiator, iommus, this.#bySource.size);
    this.#bySource.set(source, made);
    return made;
  }

  #make(initiator: Initiator, iommus: readonly Space[], index: number): Sight {
    if (initiator.sees === null) return unlimited(index, boxAround(initiator));
    const spaces = [initiator.sees.space, ...iommus.flatMap(({ iommu }) => iommu?.to ?? [])];
    return limited(
      index,
      spaces.flatMap((space) => unfold(this.#net, initiator, space).ranges),
    );
  }
}

function boxAround(initiator: Initiator): Part | null {
  return boxOf("dma" in initiator ? homeOf(initiator) : initiator.part);
}

function unlimited(index: number, box: Part | null): Sight {
  const isHere = (part: Part) => boxOf(part) === box;
  return {
    index,
    bytesOf: (memory) => (isHere(memory.part) ? [{ from: 0, to: memory.size - 1 }] : []),
    leadsTo: (device) => isHere(homeOf(device)),
  };
}

function limited(index: number, ranges: readonly FlatRange[]): Sight {
  const known = new Map<Need, ReadonlyMap<Memory, readonly NumberRange[]>>();
  const owners = ranges.flatMap(({ target }) => (target.kind === "registers" ? [target.registers.owner] : []));
  const devices = new Set(owners.flatMap((owner) => (owner.kind === "device" ? [owner.device] : [])));
  const collect = (need: Need) => {
    const byMemory = known.get(need) ?? bytesByMemory(ranges.filter(({ access }) => enough[need].includes(access)));
    known.set(need, byMemory);
    return byMemory;
  };
  return {
    index,
    bytesOf: (memory, need) => collect(need).get(memory) ?? [],
    leadsTo: (device) => device.registers.length === 0 || devices.has(device),
  };
}

function bytesByMemory(ranges: readonly FlatRange[]): ReadonlyMap<Memory, readonly NumberRange[]> {
  const found = new Map<Memory, NumberRange[]>();
  for (const { target, from, to } of ranges.flatMap(answersOf)) {
    if (target.kind !== "memory") continue;
    const bytes = { from: Number(from), to: Number(to) };
    const others = found.get(target.memory);
    if (others === undefined) found.set(target.memory, [bytes]);
    else others.push(bytes);
  }
  return new Map([...found].map(([memory, bytes]) => [memory, mergeRanges(bytes)]));
}
