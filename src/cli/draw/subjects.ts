/** Which picture is asked for, and what it needs to know beside the plan. */
import type { Lost } from "../../analyses/routing/find-detour.ts";
import type { PlanWho } from "../../emit/pictures/address-map.ts";
import type { PictureOptions } from "../../emit/pictures/page.ts";
import type { PicturedRoute } from "../../emit/pictures/route-picture.ts";
import type { Plan, PlanMachine } from "../../plan/plan.ts";
import type { Compiled } from "../compile-files.ts";
import { refuseUnknown } from "../explain/find-element.ts";
import { findLost } from "../explain/route.ts";
import { findSteps } from "../explain/route-steps.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import type { DrawOptions } from "./draw-options.ts";
import { growTreeFrom } from "./tree.ts";

export async function drawSubject(compiled: Compiled, options: DrawOptions): Promise<string | Refusal> {
  const { plan } = compiled;
  const { machine } = plan;
  if (machine === null) return refuseCall("the description has no machine to draw");
  if (options.route !== undefined) return await drawRouteOf(compiled, machine, options, options.route);
  if (options.tree !== undefined) return await drawTreeOf(compiled, machine, options, options.tree);
  if (options.heat === true) return await drawHeatOf(plan, machine, options);
  if (options.placement === true) return await drawPlacementOf(plan, machine, options);
  if (options.addressMap !== undefined) return await drawAddressesOf(machine, options, options.addressMap);
  const { emitPicture } = await import("../../emit/pictures/machine-picture.ts");
  return String((await emitPicture(plan, options)).content);
}

async function drawHeatOf(plan: Plan, machine: PlanMachine, options: PictureOptions): Promise<string | Refusal> {
  if (plan.traffic === null) {
    return refuseCall(
      plan.system === null
        ? "the description has no system, so nothing is asked of its links"
        : `no program of ${plan.system.name} declares traffic`,
      "Say behind a program how often it does what: traffic disk.read 20 kHz.",
    );
  }
  const { drawHeat } = await import("../../emit/pictures/heat-picture.ts");
  return drawHeat(plan, machine, plan.traffic, options);
}

async function drawPlacementOf(plan: Plan, machine: PlanMachine, options: PictureOptions): Promise<string | Refusal> {
  if (plan.system === null) return refuseCall("the description has no system, so nothing is placed");
  const { drawPlacement } = await import("../../emit/pictures/placement-picture.ts");
  return drawPlacement(plan, machine, plan.system, options);
}

async function drawAddressesOf(machine: PlanMachine, options: PictureOptions, path: string): Promise<string | Refusal> {
  const { addresses } = machine;
  const who = findWho(machine, path);
  if ("exitCode" in who) return who;
  const { viewOf } = await import("../../emit/pictures/address-map.ts");
  const view = viewOf(addresses, who);
  if (addresses === null || view === null) {
    return refuseCall(
      `the description does not say what ${path} addresses`,
      "Say it with spaces: `skerry explain reach` tells who sees one.",
    );
  }
  const { drawAddressMap } = await import("../../emit/pictures/address-picture.ts");
  return drawAddressMap(machine, addresses, view, who, options);
}

function findWho({ cores, devices }: PlanMachine, path: string): PlanWho | Refusal {
  const [core, device] = [cores, devices].map((list) => list.findIndex((one) => one.path === path));
  if (core !== undefined && core !== -1) return { core };
  if (device !== undefined && device !== -1) return { device };
  return refuseUnknown(
    path,
    [...cores, ...devices].map((one) => one.path),
    "core or device",
  );
}

async function drawTreeOf(
  compiled: Compiled,
  machine: PlanMachine,
  options: PictureOptions,
  root: string,
): Promise<string | Refusal> {
  const tree = growTreeFrom(compiled, root);
  if ("exitCode" in tree) return tree;
  const { drawTree } = await import("../../emit/pictures/tree-picture.ts");
  return drawTree(machine, tree, options);
}

// ───────────────────────────── routes ─────────────────────────────

async function drawRouteOf(
  compiled: Compiled,
  machine: PlanMachine,
  options: DrawOptions,
  [fromPath = "", toPath = ""]: readonly string[],
): Promise<string | Refusal> {
  const paths = machine.cores.map((core) => core.path);
  const [from, to] = [paths.indexOf(fromPath), paths.indexOf(toPath)];
  if (from === -1) return refuseUnknown(fromPath, paths, "core");
  if (to === -1) return refuseUnknown(toPath, paths, "core");
  const hops = hopsOf(compiled, from, to, null);
  if (hops === null) {
    return refuseCall(`no route leads from ${fromPath} to ${toPath}`, "One of them is offline, or nothing joins them.");
  }
  const lost = options.without === undefined ? firstOnTheWay(compiled, hops) : findLost(compiled.plan, options.without);
  if (lost !== null && "kind" in lost) return lost;
  if (lost !== null && "core" in lost && (lost.core === from || lost.core === to)) {
    return refuseCall(`${options.without} is an end of the route`, "Name a link or core that it may go over.");
  }
  const failover = lost === null ? null : { lost, hops: hopsOf(compiled, from, to, lost) };
  const { drawRoute } = await import("../../emit/pictures/route-picture.ts");
  return drawRoute(compiled.plan, machine, { from, to, hops, failover }, options);
}

function hopsOf(compiled: Compiled, from: number, to: number, lost: Lost | null): PicturedRoute["hops"] | null {
  return findSteps(compiled, from, to, lost)?.map(({ hop }) => hop) ?? null;
}

/** A link or core whose loss leaves another way; else the first of them; null where nothing lies between the ends. */
function firstOnTheWay(compiled: Compiled, hops: PicturedRoute["hops"]): Lost | null {
  const [from, to] = [hops[0]?.from, hops.at(-1)?.to];
  if (from === undefined || to === undefined) return null;
  const links = hops.flatMap(({ via }): Lost[] => ("link" in via ? [{ link: via.link }] : []));
  const cores = hops.slice(1).map((hop): Lost => ({ core: hop.from }));
  const all = [...links, ...cores];
  return all.find((lost) => hopsOf(compiled, from, to, lost) !== null) ?? all[0] ?? null;
}
