/** Whether what one side holds can be reached by the other, and on which way. */
import { larger } from "../../algorithms/big-integers.ts";
import { areApart, homeOf } from "../../checks/machine/boxes.ts";
import type { RegisterOwner } from "../../model/address-space.ts";
import type { Core, Device, Part } from "../../model/machine.ts";
import { type Answer, answersOf } from "./answers.ts";
import type { DecodingNet, Initiator } from "./net.ts";
import { type Accepting, resolveAddress, type Step } from "./resolve-address.ts";
import { unfold } from "./unfold.ts";

/** A program with its cores and devices, or some of the machine, and what belongs to it alone. */
export interface Side {
  readonly name: string;
  readonly cores: readonly Core[];
  readonly devices: readonly Device[];
  readonly holdings: readonly Holding[];
}

/** Bytes of a memory, or registers. */
export interface Holding {
  readonly target: Accepting;
  readonly offset: bigint;
  /** bytes, at least 1 */
  readonly size: bigint;
  /** In words: ``the buffer `rx` of `net` ``. */
  readonly what: string;
}

export interface Leak {
  readonly initiator: Initiator;
  readonly holding: Holding;
  /** The way of an access; empty where the machine does not say what the initiator can address. */
  readonly steps: readonly Step[];
  /** Of the first byte that is reached, in the memory or the registers. */
  readonly offset: bigint;
}

/** The first way by which something of `from` reaches something that `to` holds. */
export function findLeak(from: Side, to: Side, net: DecodingNet): Leak | null {
  for (const initiator of [...from.cores, ...from.devices]) {
    const leak = initiator.sees === null ? leakUnseen(initiator, to) : leakThroughMaps(initiator, to, net);
    if (leak !== null) return leak;
  }
  return null;
}

/** A core of which nothing is said may reach all that is in its box; a device what its `dma reaches` says. */
function leakUnseen(initiator: Initiator, { holdings }: Side): Leak | null {
  const holding = holdings.find(({ target }) => {
    if (!("dma" in initiator)) return !areApart(initiator.part, partOf(target));
    return target.kind === "memory" && initiator.dma.includes(target.memory);
  });
  return holding === undefined ? null : { initiator, holding, steps: [], offset: holding.offset };
}

function partOf(target: Accepting): Part {
  return target.kind === "memory" ? target.memory.part : homeOfOwner(target.registers.owner);
}

function homeOfOwner(owner: RegisterOwner): Part {
  return owner.kind === "device" ? homeOf(owner.device) : owner.controller.part;
}

function leakThroughMaps(initiator: Initiator, { holdings }: Side, net: DecodingNet): Leak | null {
  if (initiator.sees === null) return null;
  const { space } = initiator.sees;
  const answers = unfold(net, initiator, space).ranges.flatMap(answersOf);
  for (const holding of holdings) {
    const answer = answers.find((one) => touches(one, holding));
    if (answer === undefined) continue;
    const offset = larger(answer.from, holding.offset);
    const { steps } = resolveAddress(net, initiator, space, answer.addressOf(offset));
    return { initiator, holding, steps, offset };
  }
  return null;
}

function touches({ target, from, to }: Answer, { target: held, offset, size }: Holding): boolean {
  return acceptorOf(target) === acceptorOf(held) && from < offset + size && to >= offset;
}

function acceptorOf(target: Accepting): object {
  return target.kind === "memory" ? target.memory : target.registers;
}
