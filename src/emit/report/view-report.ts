/** The report of a plan: what a reader wants to know of a system on one page. */
import { listPaths } from "../../algorithms/list-paths.ts";
import { printBandwidth, printSize, printTime } from "../../algorithms/print-quantity.ts";
import type { Plan, PlanMachine } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { summaryOf } from "../pictures/machine-scene.ts";
import { printCount } from "../readme/quantity-text.ts";
import { type ReadmeView, viewReadme } from "../readme/readme-view.ts";
import { describeAgreement, describeChannels, describeHops, describePlacement } from "./decisions.ts";
import { most, type Report, type ReportBlock, type Section, table, textBlock } from "./document.ts";

const mostRows = 24;

/** What the compiler had to say; `place` as `file:line:column`. */
export interface ReportWarning {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly place: string;
}

/** Pictures that a report shows; null where there is nothing to show. */
export interface ReportPictures {
  readonly machine: string | null;
  readonly placement: string | null;
  readonly heat: string | null;
}

export function viewReport(
  plan: Plan,
  files: readonly OutputFile[],
  pictures: ReportPictures,
  warnings: readonly ReportWarning[],
): Report {
  const view = viewReadme(plan, files);
  const { machine } = plan;
  const sections: readonly Section[] = [
    { title: "Warnings", blocks: describeWarnings(warnings) },
    ...(machine === null ? [] : sectionsOf(plan, machine, view, pictures)),
    { title: "Interfaces", blocks: describeInterfaces(view) },
  ];
  return {
    title: plan.name,
    summary: machine === null ? "Interfaces without a machine." : `${summaryOf(machine)}.`,
    sources: view.sources,
    sections: sections.filter(({ blocks }) => blocks.length > 0),
  };
}

function sectionsOf(plan: Plan, machine: PlanMachine, view: ReadmeView, pictures: ReportPictures): readonly Section[] {
  return [
    { title: "Machine", blocks: describeMachine(machine, view, pictures) },
    {
      title: "Placement",
      blocks: [...picture(pictures.placement, "What runs where"), ...describePlacement(plan, machine)],
    },
    { title: "Agreement", blocks: describeAgreement(plan, machine) },
    { title: "Routes", blocks: describeRoutes(plan, machine, view) },
    { title: "Traffic", blocks: describeTraffic(view, pictures) },
    { title: "Channels and boot", blocks: describeBoot(plan, machine) },
    { title: "Addresses", blocks: describeAddresses(view) },
  ];
}

function picture(svg: string | null, caption: string, path: string | null = null): readonly ReportBlock[] {
  return svg === null ? [] : [{ kind: "picture", svg, caption, path }];
}

function describeWarnings(warnings: readonly ReportWarning[]): readonly ReportBlock[] {
  if (warnings.length === 0) return [textBlock("None.")];
  const rows = warnings.map(({ severity, code, message, place }) => [severity, code, message, place]);
  return [...table("", ["", "code", "what", "where"], rows), textBlock("skerry explain CODE tells more.")];
}

// ───────────────────────────── machine ─────────────────────────────

function describeMachine(
  machine: PlanMachine,
  { machine: view }: ReadmeView,
  pictures: ReportPictures,
): readonly ReportBlock[] {
  const cores = (view?.cores ?? []).map(({ count, isa, clock, where }) => [`${count}`, isa, clock, where]);
  const devices = machine.devices.map(({ path, type, dma, interrupts }) => [
    path,
    type,
    listPaths(dma.map((memory) => machine.memories[memory]?.path ?? "")),
    listPaths(interrupts.map((core) => machine.cores[core]?.path ?? "")),
  ]);
  const controllers = (view?.interrupts.controllers ?? []).map((one) => [
    one.path,
    `${one.lines}`,
    one.raisedBy,
    one.goTo,
  ]);
  return [
    ...(machine.documentation === null ? [] : [textBlock(machine.documentation)]),
    ...picture(pictures.machine, "The machine, with its programs", "machine.svg"),
    ...most("Cores", ["cores#", "instruction set", "clock#", "where"], cores, mostRows),
    ...most("Memories", ["memories#", "which", "size#", "latency#", "bandwidth#"], memoryRows(machine), mostRows),
    ...most(
      "Links",
      ["links#", "interconnect", "latency#", "bandwidth#", "transfer#", "such as"],
      linkRows(machine),
      mostRows,
    ),
    ...most("Devices", ["device", "type", "DMA reaches", "interrupts may go to"], devices, mostRows),
    ...most("Interrupt controllers", ["controller", "lines#", "raised by", "lead to"], controllers, mostRows),
    ...failing(machine),
  ];
}

function failing({ domains, pluggable }: PlanMachine): readonly ReportBlock[] {
  const rows = domains.map(({ path, kind, members }) => [
    path,
    kind === "failure" ? "fails together" : "is switched off together",
    printCount(members.length, "element"),
  ]);
  const plug =
    pluggable.length === 0
      ? []
      : [textBlock(`${printCount(pluggable.length, "element")} can be plugged while the machine runs.`)];
  return [...most("Domains", ["domain", "what happens", "holds#"], rows, mostRows), ...plug];
}

/** Those that are alike are one row. */
function memoryRows({ memories }: PlanMachine): readonly (readonly string[])[] {
  return joinAlike(memories, ({ size, latency, bandwidth }) => [
    printSize(size),
    timeOr(latency),
    bandwidthOr(bandwidth),
  ]).map(([alike, cells]) => [`${alike.length}`, listPaths(alike.map(({ path }) => path)), ...cells]);
}

function linkRows({ links }: PlanMachine): readonly (readonly string[])[] {
  return joinAlike(links, ({ interconnect, latency, bandwidth, transferBytes }) => {
    return [interconnect, timeOr(latency), bandwidthOr(bandwidth), printSize(transferBytes)];
  }).map(([alike, cells]) => [`${alike.length}`, ...cells, alike[0]?.path ?? ""]);
}

function joinAlike<Item>(items: readonly Item[], cellsOf: (item: Item) => readonly string[]) {
  const groups = new Map<string, { readonly alike: Item[]; readonly cells: readonly string[] }>();
  for (const item of items) {
    const cells = cellsOf(item);
    const group = groups.get(cells.join("|")) ?? { alike: [], cells };
    group.alike.push(item);
    groups.set(cells.join("|"), group);
  }
  return [...groups.values()].map(({ alike, cells }) => [alike, cells] as const);
}

function timeOr(picoseconds: number | null): string {
  return picoseconds === null ? "–" : printTime(picoseconds);
}

function bandwidthOr(bytes: number | null): string {
  return bytes === null ? "–" : printBandwidth(bytes);
}

// ───────────────────────────── the rest ─────────────────────────────

function describeRoutes(plan: Plan, machine: PlanMachine, { routes }: ReadmeView): readonly ReportBlock[] {
  if (routes === null) return [];
  const losses =
    routes.losses === ""
      ? "Nothing that could be lost changes a route."
      : `What to do without any one of ${routes.losses} is worked out beforehand.`;
  return [
    textBlock(
      `Every route takes the least time of all; ${routes.virtualChannels} ${routes.virtualChannels.startsWith("1 ") ? "keeps" : "keep"} messages from waiting for each other in a circle. ${losses}`,
    ),
    {
      kind: "facts",
      facts: [
        ["Tables", routes.tables],
        ["Size", `${printSize(routes.bytes)} as routes.bin`],
        ["Longest way", `${routes.longest} for a line, from ${routes.farFrom} to ${routes.farTo}`],
      ],
    },
    ...describeHops(plan, machine),
  ];
}

function describeTraffic({ traffic }: ReadmeView, { heat }: ReportPictures): readonly ReportBlock[] {
  if (traffic === null) return [];
  const rows = traffic.loads.map(({ over, used, demand, waiting, filledBy }) => [
    over,
    used,
    demand,
    waiting,
    filledBy,
  ]);
  return [
    ...picture(heat, "How much of each link the declared traffic uses"),
    ...table("The busiest", ["over", "used#", "demand#", "waiting#", "filled by"], rows),
    ...(traffic.more === null ? [] : [textBlock(`${traffic.more} carry less.`)]),
  ];
}

function describeBoot(plan: Plan, machine: PlanMachine): readonly ReportBlock[] {
  const { boot } = plan;
  if (boot === null) return [];
  const images = boot.images.map(({ name, cores, programs }) => [
    name,
    `${cores.length}`,
    listPaths(cores.map((core) => machine.cores[core]?.path ?? "")),
    programs.join(", "),
  ]);
  const first = machine.cores[boot.bootCore]?.path ?? "";
  return [
    textBlock(
      `${first} boots first and runs the name service; ${printCount(boot.order.length - 1, "kernel")} more start behind it, its neighbours first.`,
    ),
    ...most("Images", ["image", "cores#", "which", "programs"], images, mostRows),
    ...describeChannels(plan, machine),
  ];
}

function describeAddresses({ addresses }: ReadmeView): readonly ReportBlock[] {
  if (addresses === null) return [];
  const rows = addresses.ranges.map(({ space, seenBy, from, size, reaches, access }) => [
    space,
    seenBy,
    from,
    size,
    reaches,
    access,
  ]);
  return [
    ...table(
      "What each core and device with a view of its own can address",
      ["in", "seen by", "from", "size#", "reaches", "to"],
      rows,
    ),
    ...(addresses.more === null ? [] : [textBlock(`${addresses.more} are in plan.json.`)]),
  ];
}

function describeInterfaces({ interfaces }: ReadmeView): readonly ReportBlock[] {
  return interfaces.flatMap(({ name, version, documentation, operations }): readonly ReportBlock[] => [
    textBlock(
      `${name}, version ${version}.${documentation === null ? "" : ` ${documentation.replaceAll(/\s+/g, " ")}`}`,
    ),
    { kind: "list", items: operations },
  ]);
}
