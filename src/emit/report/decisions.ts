/** What was decided, and why: placement, agreement, routes, channels. */
import { listPaths } from "../../algorithms/list-paths.ts";
import { printSize, printTime } from "../../algorithms/print-quantity.ts";
import type { Channel, Plan, PlanMachine, PlanProgram, PlanState, PlanTree } from "../../plan/plan.ts";
import { printCount, printShare } from "../readme/quantity-text.ts";
import { most, type ReportBlock, table, textBlock } from "./document.ts";

/** Rows of a table on one page. */
const mostRows = 24;

const pathOf = ({ cores }: PlanMachine, core: number): string => cores[core]?.path ?? "";

// ───────────────────────────── placement ─────────────────────────────

export function describePlacement({ system }: Plan, machine: PlanMachine): readonly ReportBlock[] {
  if (system === null) return [];
  const { standing, reason, gap } = system.placement;
  const sentence = {
    forced: "Nothing was left to choose: every program lies where the description says.",
    best: "No placement that grants all wishes costs less.",
    heuristic: `Another placement may cost less${gap === null ? "" : `, by at most ${printShare(gap)}`}: ${reason ?? ""}.`,
  }[standing];
  const programs = [...system.services, ...system.clients];
  const rows = programs.flatMap((program) => rowsOf(program, machine));
  const buffers = programs.flatMap((program) => buffersOf(program, machine));
  return [
    textBlock(sentence),
    ...most("", ["program", "copies#", "runs on", "why there"], rows, mostRows),
    ...most("Buffers", ["buffer", "of", "lies in", "at", "size#", "why there"], buffers, mostRows),
  ];
}

/** Copies that lie where they do for the same reason are one row. */
function rowsOf({ name, instances }: PlanProgram, machine: PlanMachine): readonly (readonly string[])[] {
  const byReason = groupBy(instances, ({ reasons }) =>
    reasons.map((reason) => reason.replace(/^said by hand: .*/, "said by hand")).join("; "),
  );
  return [...byReason].map(([why, alike]) => {
    const paths = alike.map(({ core }) => pathOf(machine, core));
    return [name, `${alike.length}`, listPaths(paths), why];
  });
}

function buffersOf({ name, buffers, instances }: PlanProgram, machine: PlanMachine): readonly (readonly string[])[] {
  return instances.flatMap((instance) =>
    instance.buffers.map(({ memory, offset, reasons }, index) => [
      buffers[index]?.name ?? "",
      `${name} on ${pathOf(machine, instance.core)}`,
      machine.memories[memory]?.path ?? "",
      `0x${offset.toString(16)}`,
      printSize(buffers[index]?.size ?? 0),
      reasons.join("; "),
    ]),
  );
}

// ───────────────────────────── agreement ─────────────────────────────

const protocolWords = {
  broadcast: "one core orders all changes and tells the others",
  twoPhase: "every replica has a vote; a change takes two rounds",
  majority: "a change is made once more than half of the replicas have it",
  shootdown: "every replica forgets what it knew before a change is made",
} as const;

export function describeAgreement({ system }: Plan, machine: PlanMachine): readonly ReportBlock[] {
  const states = system?.states ?? [];
  if (states.length === 0) return [];
  const rows = states.map((state) => [
    state.name,
    state.kind,
    `${state.protocol}: ${protocolWords[state.protocol]}`,
    `${state.replicas.length} on ${listPaths(state.replicas.map((core) => pathOf(machine, core)))}`,
    pathOf(machine, state.leader),
    printSize(state.replicaBytes),
  ]);
  return [
    ...table("", ["object", "kind", "agrees by", "replicas", "led by", "a replica takes#"], rows),
    ...states.flatMap((state) => describeTree(state, machine)),
  ];
}

function describeTree({ name, tree }: PlanState, machine: PlanMachine): readonly ReportBlock[] {
  const rows = tree.cores.flatMap((core, place) => {
    const children = tree.parents.flatMap((parent, child) => (parent === place ? [tree.cores[child] ?? -1] : []));
    if (children.length === 0) return [];
    return [
      [
        pathOf(machine, core),
        `${depthOf(tree, place)}`,
        listPaths(
          children.map((child) => pathOf(machine, child)),
          12,
        ),
      ],
    ];
  });
  return most(
    `The tree along which replicas of ${name} are told`,
    ["core", "depth#", "tells, in this order"],
    rows,
    mostRows,
  );
}

function depthOf({ parents }: PlanTree, place: number): number {
  const parent = parents[place] ?? -1;
  return parent === -1 ? 0 : 1 + depthOf({ cores: [], parents }, parent);
}

// ───────────────────────────── channels ─────────────────────────────

export function describeChannels({ boot, fabric }: Plan, machine: PlanMachine): readonly ReportBlock[] {
  if (boot === null) return [];
  const groups = groupBy(
    boot.channels,
    (channel) => `${channel.slots} ${channel.slotBytes} ${carrierOf(channel, fabric, machine)}`,
  );
  const rows = [...groups].map(([key, channels]) => {
    const [slots = "", slotBytes = ""] = key.split(" ");
    const bytes = Number(slots) * Number(slotBytes);
    return [
      `${channels.length}`,
      key.split(" ").slice(2).join(" "),
      slots,
      printSize(Number(slotBytes)),
      printSize(bytes),
    ];
  });
  const bulk = boot.bulk.map(({ program, service, direction, blocks, blockBytes, from, to }) => {
    const what = direction === "request" ? `${program} to ${service}` : `${service} to ${program}`;
    return [what, pathOf(machine, from), pathOf(machine, to), `${blocks}`, printSize(blockBytes)];
  });
  return [
    textBlock(
      `${printCount(boot.channels.length, "one-way ring")} between neighbours in ${printSize(boot.segmentBytes)} of memory; a slot is as long as what the carrier transfers at once, and there are slots for ${printCount(boot.window, "message")} under way on each binding.`,
    ),
    ...most("", ["channels#", "over", "slots#", "slot#", "each takes#"], rows, mostRows),
    ...most("Rings for long messages", ["of", "from", "to", "blocks#", "block#"], bulk, mostRows),
  ];
}

function carrierOf({ hop }: Channel, fabric: Plan["fabric"], { links }: PlanMachine): string {
  const via = fabric?.hops[hop]?.via;
  return via !== undefined && "link" in via ? (links[via.link]?.interconnect ?? "links") : "coherent caches";
}

// ───────────────────────────── routes ─────────────────────────────

/** What neighbours cost each other, by what carries it. */
export function describeHops({ fabric }: Plan, machine: PlanMachine): readonly ReportBlock[] {
  const groups = groupBy(fabric?.hops ?? [], ({ via, basis }) => {
    return `${"link" in via ? (machine.links[via.link]?.interconnect ?? "") : "coherent caches"}|${basis}`;
  });
  const rows = [...groups].map(([key, hops]) => {
    const [carrier = "", basis = ""] = key.split("|");
    const latencies = hops.map(({ latency }) => latency);
    const [least, greatest] = [latencies.reduce((a, b) => Math.min(a, b)), latencies.reduce((a, b) => Math.max(a, b))];
    const range = least === greatest ? printTime(least) : `${printTime(least)} to ${printTime(greatest)}`;
    return [carrier, `${latencies.length}`, range, basis];
  });
  return table("Hops between neighbours", ["over", "hops#", "a line takes#", "basis"], rows);
}

/** In the order in which their keys come first. */
function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
