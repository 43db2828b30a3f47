import type { MachineElement } from "../../model/domain.ts";
import { computeLoss, type Loss } from "../../model/loss.ts";
import type { Core, Device, Machine } from "../../model/machine.ts";
import { computeDeliveries } from "../interrupts/deliveries.ts";
import { computeFabric, type FabricHop } from "../routing/fabric.ts";
import { type Detours, findDetours, findIntact, type RoutesBefore } from "./detours.ts";
import { computeReachAfter, findStranded, type ReachAfter, type Stranded } from "./reach-after.ts";
import { withoutLost } from "./remainder.ts";
import { createWays, findIslands, followKernels, type KernelWays } from "./ways.ts";

/** What the loss of some elements does to what remains. */
export interface Failure {
  readonly loss: Loss;
  /** The cores that are lost and were online. */
  readonly lostCores: readonly Core[];
  /** The cores that remain but have no kernel any more, since its memory is gone. */
  readonly stranded: readonly Stranded[];
  readonly reaches: ReachAfter;
  /** The online cores that remain, with their kernels. */
  readonly survivors: readonly Core[];
  /** The survivors by who can still send to whom and back: one island where nobody is cut off. Largest first. */
  readonly islands: readonly (readonly Core[])[];
  readonly detours: Detours;
  /** Devices that remain, but none of whose interrupts gets to a core any more. */
  readonly unheard: readonly Device[];
  /** Picoseconds from core to core on the ways that remain, by number; -1 where none does. */
  readonly latencyAfter: (from: number, to: number) => number;
}

/** How kernels send messages once some of them are gone, and some neighbours cannot talk to each other directly. */
export type KernelsAfter = (lost: ReadonlySet<number>, cuts: readonly (readonly [number, number])[]) => KernelWays;

/**
 * The effect of losing `elements` and all that goes with them ({@link computeLoss}): who is left, whose messages go round
 * the gap, and who is cut off. Messages go as kernels send them over the hops that are left; where nobody says how that is,
 * by the quickest ways of the remaining fabric.
 */
export function computeFailure(
  machine: Machine,
  elements: readonly MachineElement[],
  before: RoutesBefore,
  kernels: KernelsAfter | null = null,
): Failure {
  const loss = computeLoss(machine, elements);
  const reaches = computeReachAfter(machine, loss);
  const stranded = findStranded(machine, loss, reaches);
  const gone: Loss = { ...loss, cores: new Set([...loss.cores, ...stranded.map(({ core }) => core)]) };
  const online = machine.cores.filter((core) => core.online);
  const survivors = online.filter((core) => !gone.cores.has(core));
  const fabric = computeFabric(machine);
  const hops =
    kernels === null ? computeFabric(withoutLost(machine, gone)) : fabric.filter((hop) => !isLost(hop, gone));
  const quickest = createWays(machine.cores.length, hops);
  const wayOf =
    kernels?.(new Set(indicesOf(online.filter((core) => gone.cores.has(core)))), findCuts(fabric, gone)) ?? null;
  const from = wayOf === null ? quickest.from : followKernels(wayOf, machine.cores.length, hops);
  const ways = { ...quickest, from };
  return {
    ...{ loss, stranded, survivors, reaches },
    lostCores: online.filter((core) => loss.cores.has(core)),
    islands: findIslands(survivors, ways.graph),
    detours: findDetours(survivors, findIntact(fabric, hops), { ...ways, wayOf }, before),
    unheard: findUnheard(machine, gone),
    latencyAfter: (from, to) => ways.from(from)(to),
  };
}

function indicesOf(cores: readonly Core[]): readonly number[] {
  return cores.map(({ index }) => index);
}

function isLost({ from, to, via }: FabricHop, { cores, links }: Loss): boolean {
  return cores.has(from) || cores.has(to) || ("links" in via && via.links.some((link) => links.has(link)));
}

/** Neighbours that both remain, and whose hop does not: each pair once, the lower first. */
function findCuts(fabric: readonly FabricHop[], gone: Loss): readonly (readonly [number, number])[] {
  const cuts = new Map<string, readonly [number, number]>();
  for (const hop of fabric) {
    if (gone.cores.has(hop.from) || gone.cores.has(hop.to) || !isLost(hop, gone)) continue;
    const [low, high] = [hop.from.index, hop.to.index].sort((a, b) => a - b);
    if (low !== undefined && high !== undefined) cuts.set(`${low} ${high}`, [low, high]);
  }
  return [...cuts.values()].sort(([a, b], [c, d]) => a - c || b - d);
}

function findUnheard({ devices }: Machine, loss: Loss): readonly Device[] {
  return devices.filter((device) => {
    if (loss.devices.has(device)) return false;
    const heard = computeDeliveries({ devices: [device] }).filter(({ end }) => end.kind === "cores");
    const remains = heard.some(
      ({ steps, end }) =>
        steps.every(({ controller }) => !loss.controllers.has(controller)) &&
        end.kind === "cores" &&
        end.cores.some((core) => core.online && !loss.cores.has(core)),
    );
    return heard.length > 0 && !remains;
  });
}
