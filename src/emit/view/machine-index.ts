/** What lies in which part, gathered once: a machine may have tens of thousands of elements. */
import type { PlanMachine } from "../../plan/plan.ts";
import { boxesTo, hostOf } from "../pictures/drawing.ts";
import type { Joint } from "../pictures/joint.ts";

export interface MachineIndex {
  readonly parts: Lists;
  readonly cores: Lists;
  readonly devices: Lists;
  readonly memories: Lists;
  readonly coherences: Lists;
  /** Shared by several cores. */
  readonly sharedCaches: Lists;
  /** By core. */
  readonly ownCaches: Lists;
  /** Links whose ends lie in two different boxes of a part. */
  readonly joints: ReadonlyMap<number, readonly Joint[]>;
}

/** Indices by part, or by whatever else holds them. */
export type Lists = (holder: number) => readonly number[];

export function indexMachine(machine: PlanMachine): MachineIndex {
  const { parts, cores, devices, memories, coherences, caches } = machine;
  return {
    parts: gather(parts, ({ parent }) => parent),
    cores: gather(cores, ({ part }) => part),
    devices: gather(devices, (_, device) => hostOf(machine, device)),
    memories: gather(memories, ({ part }) => part),
    coherences: gather(coherences, ({ part }) => part),
    sharedCaches: gather(caches, ({ part, sharedBy }) => (sharedBy.length > 1 ? part : null)),
    ownCaches: gather(caches, ({ sharedBy: [core, ...others] }) => (others.length === 0 ? (core ?? null) : null)),
    joints: gatherJoints(machine),
  };
}

function gather<Item>(items: readonly Item[], holderOf: (item: Item, index: number) => number | null): Lists {
  const lists = new Map<number, number[]>();
  for (const [index, item] of items.entries()) {
    const holder = holderOf(item, index);
    if (holder === null) continue;
    const known = lists.get(holder);
    if (known === undefined) lists.set(holder, [index]);
    else known.push(index);
  }
  return (holder) => lists.get(holder) ?? [];
}

function gatherJoints(machine: PlanMachine): ReadonlyMap<number, readonly Joint[]> {
  const joints = new Map<number, Joint[]>();
  for (const [link, { from, to }] of machine.links.entries()) {
    const [there, back] = [boxesTo(machine, from), boxesTo(machine, to)];
    const depth = there.findIndex((key, level) => key !== back[level]);
    const parting = depth === -1 ? there.length : depth;
    const around = there[parting - 1];
    if (around === undefined || !around.startsWith("part ")) continue;
    const part = Number(around.slice("part ".length));
    const known = joints.get(part) ?? [];
    joints.set(part, known);
    known.push({ link, from: there[parting] ?? around, to: back[parting] ?? around });
  }
  return joints;
}
