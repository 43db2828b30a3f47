/** How much of each link the declared traffic asks for, in colours and numbers. */
import { describeCarrier, describeOperation } from "../../plan/describe-traffic.ts";
import type { Plan, PlanMachine, PlanTraffic } from "../../plan/plan.ts";
import { type Block, beside, stack } from "./block.ts";
import { drawRemark, drawTable } from "./draw-table.ts";
import { counted, labelBandwidth, labelTime } from "./labels.ts";
import { percent, shadeLabels } from "./link-use.ts";
import { extrasOf, layOutMachine } from "./machine-scene.ts";
import { centred, drawPage, type PictureOptions } from "./page.ts";
import { element } from "./svg.ts";
import { drawText, textWidth } from "./text.ts";

/** So many of what carries most are listed. */
const mostListed = 16;

/** `traffic` is that of the plan. */
export async function drawHeat(
  plan: Plan,
  machine: PlanMachine,
  traffic: PlanTraffic,
  options: PictureOptions,
): Promise<string> {
  const { drawing, block } = await layOutMachine(plan, machine, { detail: "lean", programs: "shown", links: "load" });
  const below = [drawScale(), drawLoads(plan, machine, traffic)];
  const width = Math.max(block.width, ...below.map((each) => each.width));
  const page = {
    kind: "heat",
    name: `${machine.name}: load of links`,
    summary: summaryOf(machine, traffic),
    blocks: [centred(block, width), ...below],
    extras: { ...extrasOf(drawing), accents: true },
  };
  return drawPage(page, options).svg;
}

function summaryOf(machine: PlanMachine, { loads }: PlanTraffic): string {
  const used = new Set(loads.flatMap(({ carrier }) => ("link" in carrier ? [carrier.link] : []))).size;
  const [busiest] = loads.filter(({ carrier, utilisation }) => "link" in carrier && utilisation !== null);
  const most =
    busiest === undefined
      ? ""
      : `; the busiest is ${describeCarrier(busiest.carrier, machine)} with ${percent(busiest.utilisation ?? 0)}`;
  return `Predicted from declared traffic: ${used} of ${counted(machine.links.length, "link")} carry some${most}`;
}

/** What the colours mean, in shares of a bandwidth. */
function drawScale(): Block {
  const size = 9;
  const entries = [
    ...shadeLabels.map((label) => label.replace("traffic ", "")),
    "nothing declared, or no bandwidth stated",
  ];
  const swatches = entries.map((label, shade): Block => {
    return {
      width: 30 + textWidth(label, size),
      height: 14,
      draw: ({ x, y }) => [
        element("g", { class: shade < shadeLabels.length ? `link heat${shade}` : "link bare" }, [
          element("line", { x1: x, y1: y + 7, x2: x + 22, y2: y + 7 }),
        ]),
        drawText(label, { x: x + 27, y: y + 10 }, { size, className: "quiet" }),
      ],
    };
  });
  const head = drawRemark("Share of a link's bandwidth that is used, in its busier direction:");
  return stack([head, beside(swatches, 16)], 5);
}

function drawLoads(plan: Plan, machine: PlanMachine, { loads }: PlanTraffic): Block {
  const rows = loads.slice(0, mostListed).map(({ carrier, utilisation, demand, wait, filledBy: [most] }) => ({
    cells: [
      describeCarrier(carrier, machine),
      utilisation === null ? "–" : percent(utilisation),
      labelBandwidth(demand),
      wait === null ? (utilisation === null ? "–" : "no end") : labelTime(wait, { hertz: null }),
      most === undefined ? "" : `${describeOperation(most, plan)} of ${most.program}`,
    ],
  }));
  const columns = [
    { head: "over", align: "left" as const },
    { head: "used", align: "right" as const },
    { head: "demand", align: "right" as const },
    { head: "waiting", align: "right" as const },
    { head: "mostly", align: "left" as const },
  ];
  const left = loads.length - rows.length;
  const more = left > 0 ? [drawRemark(`… and ${left} more, less busy`)] : [];
  return stack(
    [drawRemark("Links, pairs of caches and memories, the busiest first:"), drawTable(columns, rows), ...more],
    4,
  );
}
