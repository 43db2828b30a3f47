/** Which programs and replicas sit where, and why in a word. */
import { listPaths } from "../../algorithms/list-paths.ts";
import type { Plan, PlanMachine, PlanProgram, PlanSystem } from "../../plan/plan.ts";
import { stack } from "./block.ts";
import { drawTable, type TableRow } from "./draw-table.ts";
import { placedPrograms, programClass } from "./drawing.ts";
import { counted } from "./labels.ts";
import { extrasOf, layOutMachine } from "./machine-scene.ts";
import { centred, drawPage, type PictureOptions } from "./page.ts";
import { element } from "./svg.ts";

/** `system` is that of the plan. */
export async function drawPlacement(
  plan: Plan,
  machine: PlanMachine,
  system: PlanSystem,
  options: PictureOptions,
): Promise<string> {
  const { drawing, block } = await layOutMachine(plan, machine, { detail: "lean", programs: "placed", links: "bare" });
  const table = drawTable(columns, rowsOf(plan, machine, system));
  const width = Math.max(block.width, table.width);
  const page = {
    kind: "placement",
    name: `${machine.name}: what runs where`,
    summary: summaryOf(system),
    blocks: [centred(block, width), stack([table], 0)],
    extras: { ...extrasOf(drawing), accents: true },
  };
  return drawPage(page, options).svg;
}

const columns = [
  { head: "program", align: "left" as const },
  { head: "kind", align: "left" as const },
  { head: "copies", align: "right" as const },
  { head: "on", align: "left" as const, widest: 360 },
  { head: "why", align: "left" as const, widest: 300 },
];

function summaryOf({ services, clients, states, placement }: PlanSystem): string {
  const standing = {
    forced: "nothing was left to choose",
    best: "no placement costs less",
    heuristic: "another placement may cost less",
  }[placement.standing];
  const counts = [
    counted(services.length, "service"),
    counted(clients.length, "client"),
    ...(states.length === 0 ? [] : [counted(states.length, "replicated object")]),
  ];
  return `${counts.join(", ")}; ${standing}`;
}

function rowsOf(plan: Plan, machine: PlanMachine, system: PlanSystem): readonly TableRow[] {
  const programs = [...system.services, ...system.clients];
  return placedPrograms(plan).map(({ placed, cores }, row) => {
    const state = placed.kind === "state" ? system.states[placed.index] : undefined;
    const program = programs[row];
    const served =
      program === undefined || program.interface === null ? null : plan.interfaces[program.interface]?.name;
    const kind =
      state === undefined ? `${placed.kind}${served ? ` of ${served}` : ""}` : `${state.kind} by ${state.protocol}`;
    const leader = state === undefined ? "" : `led by ${machine.cores[state.leader]?.path ?? ""}`;
    const why = program === undefined ? leader : wordsFor(program);
    const on = listPaths(
      cores.map((core) => machine.cores[core]?.path ?? ""),
      4,
    );
    return {
      cells: [placed.name, kind, `${cores.length}`, on, why],
      mark: (x, y) => [
        element("g", { class: `${placed.kind} ${programClass(placed)}` }, [
          element("rect", { x: x - 8, y: y - 4, width: 16, height: 8, rx: 4 }),
        ]),
      ],
    };
  });
}

/** The first reason of each copy, as short as it goes: `near nic`, `said by hand`. */
function wordsFor({ instances }: PlanProgram): string {
  const words = instances.flatMap(({ reasons: [first] }) => (first === undefined ? [] : [first.replace(/[:,].*/, "")]));
  return [...new Set(words)].slice(0, 3).join(", ");
}
