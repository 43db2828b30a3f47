import { listPaths } from "../../algorithms/list-paths.ts";
import { printRanges } from "../../algorithms/number-ranges.ts";
import { computeDeliveries, type Delivery } from "../../analyses/interrupts/deliveries.ts";
import type { Controller } from "../../model/interrupt.ts";
import { printLines } from "../../model/lines.ts";
import type { Core, Device, Machine } from "../../model/machine.ts";
import type { Compiled } from "../compile-files.ts";
import { printJson } from "../print-json.ts";
import { refuseCall } from "../refusal.ts";
import type { Explanation } from "./explanation.ts";
import { faultsOf } from "./faults.ts";
import { refuseElement } from "./find-element.ts";
import { plannedMachine, showSpan } from "./initiators.ts";
import { renderTable } from "./text-table.ts";

/** The way of a device's interrupts to the cores that may take them; of a controller or a core, of all that come there. */
export const explainInterrupt: Explanation = (call, compiled, [path], json) => {
  const machine = plannedMachine(compiled);
  if ("exitCode" in machine) return machine;
  const asked = path === undefined ? null : findAsked(machine, path);
  if (asked === undefined) return refuseElement(path ?? "", pathsOf(machine), "device, controller or core", machine);
  const found = computeDeliveries(machine).filter((delivery) => asked === null || passes(delivery, asked));
  if (found.length === 0)
    return refuseCall(asked === null ? "no device interrupts anything" : `${path} has no interrupt`);
  const ways = found.map((delivery) => describe(delivery, compiled));
  if (json) printJson(call.terminal, { ok: true, ...faultsOf(compiled), machine: machine.name, interrupts: ways });
  else call.terminal.print(print(ways));
  return null;
};

type Asked = Device | Controller | Core;

function findAsked({ devices, controllers, cores }: Machine, path: string): Asked | undefined {
  return [...devices, ...controllers, ...cores].find((element) => element.path === path);
}

function pathsOf({ devices, controllers, cores }: Machine): readonly string[] {
  return [...devices, ...controllers, ...cores].map((element) => element.path);
}

function passes({ device, steps, end }: Delivery, asked: Asked): boolean {
  if (device === asked || steps.some(({ controller }) => controller === asked)) return true;
  return end.kind === "cores" && end.cores.some((core) => core === asked);
}

interface Way {
  readonly device: string;
  /** The device's own numbers; null for messages. */
  readonly sources: string | null;
  readonly at: string;
  readonly steps: readonly {
    readonly controller: string;
    readonly lines: string;
    readonly shared: boolean;
    /** Where the route that takes it on is written. */
    readonly at: string;
  }[];
  /** Any one of them may take it. */
  readonly cores: readonly string[];
  /** Those of them that are off. */
  readonly offline: readonly string[];
}

function describe({ device, source, steps, end }: Delivery, compiled: Compiled): Way {
  const cores = end.kind === "cores" ? end.cores : [];
  return {
    device: device.path,
    sources: source.sources === null ? null : printRanges([source.sources]),
    at: showSpan(source.span, compiled),
    steps: steps.map(({ controller, lines, route }) => ({
      controller: controller.path,
      lines: printLines(controller, lines),
      shared: route?.isShared ?? false,
      at: route === null ? "" : showSpan(route.span, compiled),
    })),
    cores: cores.map((core) => core.path),
    offline: cores.filter((core) => !core.online).map((core) => core.path),
  };
}

// ───────────────────────────── text ─────────────────────────────

function print(ways: readonly Way[]): string {
  const devices = [...new Set(ways.map(({ device }) => device))];
  return devices.map((device) => printDevice(ways.filter((way) => way.device === device))).join("\n");
}

function printDevice(ways: readonly Way[]): string {
  const columns = ["source", "goes to", "line", "said by"].map((head) => ({ head: [head], align: "left" as const }));
  return `${ways[0]?.device ?? ""}\n\n${renderTable(columns, ways.flatMap(rowsOf))}`;
}

/** What says that it goes to a place stands beside that place: the device first, then the route before. */
function rowsOf({ sources, at, steps, cores, offline }: Way): readonly (readonly string[])[] {
  const head = sources ?? "messages";
  const said = [at, ...steps.map((step) => step.at)];
  const rows = steps.map(({ controller, lines, shared }, index) => [
    index === 0 ? head : "",
    controller,
    shared ? `${lines} (shared)` : lines,
    said[index] ?? "",
  ]);
  return [...rows, [steps.length === 0 ? head : "", takers(cores, offline), "", said.at(-1) ?? ""]];
}

function takers(cores: readonly string[], offline: readonly string[]): string {
  if (cores.length === 0) return "nobody";
  const off = offline.length === 0 ? "" : ` (offline: ${listPaths(offline)})`;
  return `${cores.length === 1 ? "" : "one of "}${listPaths(cores)}${off}`;
}
