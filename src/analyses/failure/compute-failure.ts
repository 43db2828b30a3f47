import type { MachineElement } from "../../model/domain.ts";
import { computeLoss, type Loss } from "../../model/loss.ts";
import type { Core, Device, Machine } from "../../model/machine.ts";
import { computeDeliveries } from "../interrupts/deliveries.ts";
import { computeFabric } from "../routing/fabric.ts";
import { type Detours, findDetours, findIntact, type RoutesBefore } from "./detours.ts";
import { withoutLost } from "./remainder.ts";
import { createWays, findIslands, followTables, type NextHop } from "./ways.ts";

/** What the loss of some elements does to what remains. */
export interface Failure {
  readonly loss: Loss;
  /** The cores that are lost and were online. */
  readonly lostCores: readonly Core[];
  /** The online cores that remain. */
  readonly survivors: readonly Core[];
  /** The survivors by who can still send to whom and back: one island where nobody is cut off. Largest first. */
  readonly islands: readonly (readonly Core[])[];
  readonly detours: Detours;
  /** Devices that remain, but none of whose interrupts gets to a core any more. */
  readonly unheard: readonly Device[];
  /** Picoseconds from core to core on the ways that remain, by number; -1 where none does. */
  readonly latencyAfter: (from: number, to: number) => number;
}

/**
 * The effect of losing `elements` and all that goes with them ({@link computeLoss}): who is left, whose messages go round
 * the gap, and who is cut off. They go as the tables say that were made for this loss; without tables by the quickest ways
 * of the remaining fabric.
 */
export function computeFailure(
  machine: Machine,
  elements: readonly MachineElement[],
  before: RoutesBefore,
  tables: NextHop | null = null,
): Failure {
  const loss = computeLoss(machine, elements);
  const online = machine.cores.filter((core) => core.online);
  const survivors = online.filter((core) => !loss.cores.has(core));
  const hops = computeFabric(withoutLost(machine, loss));
  const quickest = createWays(machine.cores.length, hops);
  const from = tables === null ? quickest.from : followTables(tables, quickest, machine.cores.length, hops);
  const ways = { ...quickest, from };
  return {
    loss,
    lostCores: online.filter((core) => loss.cores.has(core)),
    survivors,
    islands: findIslands(survivors, ways.graph),
    detours: findDetours(survivors, findIntact(computeFabric(machine), hops), ways, before),
    unheard: findUnheard(machine, loss),
    latencyAfter: (from, to) => ways.from(from)(to),
  };
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
