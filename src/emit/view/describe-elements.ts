/** The boxes of the page: what they are called, where they lie, what is known of them. */

import { listPaths } from "../../algorithms/list-paths.ts";
import { printBandwidth, printFrequency, printSize, printTime } from "../../algorithms/print-quantity.ts";
import type { PlanCore, PlanElement, PlanMachine } from "../../plan/plan.ts";
import { hostOf } from "../pictures/drawing.ts";
import type { Rectangle } from "../pictures/geometry.ts";
import type { FactTable } from "./fact-table.ts";
import type { Placement } from "./lay-out-machine.ts";
import type { Lists, MachineIndex } from "./machine-index.ts";
import type { BarName } from "./piece.ts";
import type { BoxName, ViewBar, ViewBox, ViewCore, ViewDevice, ViewPart } from "./view-data.ts";

export interface Elements {
  readonly machine: PlanMachine;
  readonly index: MachineIndex;
  readonly placement: Placement;
  readonly facts: FactTable;
}

export function describeParts({ machine, index, placement, facts }: Elements): readonly ViewPart[] {
  const domainsOf = gatherDomains(machine);
  return machine.parts.map(({ path, level, type, parent }, part) => ({
    ...{ path: path === "" ? machine.name : path, level, type, parent, box: boxOf(`part ${part}`, placement) },
    facts: facts.add([
      ["Kind", part === 0 ? "machine" : `${level} ${type}`],
      ["Cores", countOrNull(index.cores(part).length)],
      ["Parts", countOrNull(index.parts(part).length)],
      ["Memory", listPaths(index.memories(part).map((memory) => machine.memories[memory]?.path ?? ""))],
      ["Fails together", domainsOf("failure", { part })],
      ["Powered together", domainsOf("power", { part })],
    ]),
  }));
}

export function describeCores({ machine, index, placement, facts }: Elements): readonly ViewCore[] {
  const views = viewsBy("cores", machine);
  const shared = sharedBy(machine);
  const domainsOf = gatherDomains(machine);
  return machine.cores.map((core, number) => ({
    ...{ path: core.path, part: core.part, box: boxOf(`core ${number}`, placement), online: core.online },
    label: labelOf(core),
    caches: index
      .ownCaches(number)
      .map((cache) => sizeOfCache(cache, machine))
      .join(" · "),
    view: views.get(number) ?? null,
    facts: facts.add([
      ["Instruction set", `${core.isa.name}, ${core.isa.wordBits} bits, ${core.isa.endianness}-endian`],
      ["Clock", core.clock === 0 ? null : printFrequency(core.clock)],
      ["Kind", core.kind],
      ["Threads", core.threads > 1 ? `${core.threads}` : null],
      ["State", core.online ? null : "offline"],
      ["Own caches", cachesOf(number, index.ownCaches, machine).join(", ")],
      ["Shared caches", (shared.get(number) ?? []).map((cache) => nameCache(cache, machine)).join(", ")],
      ["Cache line", printSize(core.isa.lineBytes)],
      ["Page", printSize(core.isa.pageBytes)],
      ["Fails together", domainsOf("failure", { core: number })],
      ["Powered together", domainsOf("power", { core: number })],
      ["About", core.documentation],
    ]),
  }));
}

export function describeBars({ machine, placement, facts }: Elements): readonly ViewBar[] {
  const memories = machine.memories.map(
    ({ path, part, size, latency, bandwidth, node }, memory): ViewBar => ({
      ...{ kind: "memory", path, part, label: printSize(size), box: boxOf(`memory ${memory}`, placement) },
      facts: facts.add([
        ["Size", printSize(size)],
        ["Latency", timeOrNull(latency)],
        ["Bandwidth", bandwidthOrNull(bandwidth)],
        ["NUMA node", node === null ? null : `${node}`],
      ]),
    }),
  );
  const caches = machine.caches.flatMap(({ path, part, size, latency, sharedBy }, cache): ViewBar[] => {
    if (sharedBy.length < 2) return [];
    const users = listPaths(sharedBy.map((core) => machine.cores[core]?.path ?? ""));
    const list = facts.add([
      ["Size", printSize(size)],
      ["Latency", timeOrNull(latency)],
      ["Shared by", users],
    ]);
    return [
      { kind: "cache", path, part, label: printSize(size), box: boxOf(`cache ${cache}`, placement), facts: list },
    ];
  });
  const coherences = machine.coherences.map(({ part, members, latency, bandwidth }, coherence): ViewBar => {
    const cores = listPaths(members.map((core) => machine.cores[core]?.path ?? ""));
    const path = `coherence of ${cores}`;
    const list = facts.add([
      ["Cores", cores],
      ["Latency", timeOrNull(latency)],
      ["Bandwidth", bandwidthOrNull(bandwidth)],
    ]);
    const label = timeOrNull(latency) ?? "";
    return { kind: "coherence", path, part, label, box: boxOf(`coherence ${coherence}`, placement), facts: list };
  });
  return [...memories, ...caches, ...coherences];
}

export function describeDevices({ machine, placement, facts }: Elements): readonly ViewDevice[] {
  const views = viewsBy("devices", machine);
  return machine.devices.map((device, number) => ({
    ...{ path: device.path, type: device.type, part: hostOf(machine, number), view: views.get(number) ?? null },
    box: boxOf(`device ${number}`, placement),
    facts: facts.add([
      ["Type", device.type],
      ["Address", device.address],
      ["Latency", timeOrNull(device.latency)],
      ["Bandwidth", bandwidthOrNull(device.bandwidth)],
      ["DMA reaches", listPaths(device.dma.map((memory) => machine.memories[memory]?.path ?? ""))],
      ["DMA", device.isCoherent === undefined ? null : device.isCoherent ? "coherent" : "not coherent"],
      ["Interrupts go to", listPaths(device.interrupts.map((core) => machine.cores[core]?.path ?? ""))],
    ]),
  }));
}

function boxOf(name: BoxName | BarName, { boxes }: Placement): ViewBox {
  const { x, y, width, height }: Rectangle = boxes.get(name) ?? { x: 0, y: 0, width: 0, height: 0 };
  return [Math.round(x), Math.round(y), Math.round(width), Math.round(height)];
}

function labelOf({ isa, clock, online }: PlanCore): string {
  const kind = clock === 0 ? isa.name : `${isa.name} ${printFrequency(clock)}`;
  return online ? kind : `${kind}, offline`;
}

function cachesOf(core: number, own: Lists, machine: PlanMachine): readonly string[] {
  return own(core).map((cache) => nameCache(cache, machine));
}

function nameCache(cache: number, machine: PlanMachine): string {
  const { latency = null } = machine.caches[cache] ?? {};
  return sizeOfCache(cache, machine) + (latency === null ? "" : ` in ${printTime(latency)}`);
}

/** `l1 64 KiB` */
function sizeOfCache(cache: number, { caches }: PlanMachine): string {
  const { name = "", size = 0 } = caches[cache] ?? {};
  return `${name} ${printSize(size)}`;
}

/** By core: indices of the caches it shares with others. */
function sharedBy({ caches }: PlanMachine): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (const [cache, { sharedBy: cores }] of caches.entries()) {
    if (cores.length < 2) continue;
    for (const core of cores) found.set(core, [...(found.get(core) ?? []), cache]);
  }
  return found;
}

function viewsBy(who: "cores" | "devices", { addresses }: PlanMachine): ReadonlyMap<number, number> {
  return new Map((addresses?.views ?? []).flatMap((view, index) => view[who].map((each) => [each, index] as const)));
}

/** By kind and element: the domains it is in. */
function gatherDomains({ domains }: PlanMachine): (kind: "failure" | "power", element: PlanElement) => string {
  const found = new Map<string, string[]>();
  for (const { kind, members, path } of domains) {
    for (const member of members) {
      const key = `${kind} ${JSON.stringify(member)}`;
      found.set(key, [...(found.get(key) ?? []), path]);
    }
  }
  return (kind, element) => (found.get(`${kind} ${JSON.stringify(element)}`) ?? []).join(", ");
}

function countOrNull(count: number): string | null {
  return count === 0 ? null : `${count}`;
}

export function timeOrNull(picoseconds: number | null): string | null {
  return picoseconds === null ? null : printTime(picoseconds);
}

export function bandwidthOrNull(bytes: number | null): string | null {
  return bytes === null ? null : printBandwidth(bytes);
}
