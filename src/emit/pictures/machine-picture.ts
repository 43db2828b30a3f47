import type { Plan, PlanMachine } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { type Block, stack } from "./block.ts";
import { drawLegend } from "./draw-legend.ts";
import { drawContents } from "./draw-parts.ts";
import { type Drawing, prepareDrawing } from "./drawing.ts";
import { counted, labelClock, labelSize } from "./labels.ts";
import { type Extras, printStyleSheet } from "./style-sheet.ts";
import { element, printElement, type SvgElement } from "./svg.ts";
import { drawText, textWidth } from "./text.ts";

const margin = 16;

/**
 * `machine.svg`: the machine of a plan with its packages, cores, caches, memories, links and devices, and the services where
 * they were placed. One file without references to others, readable on light and dark pages; a plan without a machine
 * gives a picture that says so.
 */
export async function emitPicture(plan: Plan): Promise<OutputFile> {
  const content = plan.machine === null ? drawNothing(plan) : await drawMachine(plan, plan.machine);
  return { path: "machine.svg", content };
}

async function drawMachine(plan: Plan, machine: PlanMachine): Promise<string> {
  const drawing = prepareDrawing(plan, machine);
  const contents = await drawContents(0, drawing);
  const summary = summaryOf(machine);
  const head = drawHead(machine.name, summary);
  const width = Math.max(contents.width, head.width, 260);
  const centred: Block = {
    ...contents,
    draw: ({ x, y }) => contents.draw({ x: x + (width - contents.width) / 2, y }),
  };
  const whole = stack([head, centred, drawLegend(plan, drawing, width)], 16);
  return printPicture(machine.name, summary, whole, Math.max(width, whole.width), extrasOf(drawing));
}

function drawNothing({ name }: Plan): string {
  const head = drawHead(name, "The description has no machine.");
  return printPicture(name, "The description has no machine.", head, head.width, extrasOf(null));
}

function extrasOf(drawing: Drawing | null): Extras {
  const { controllers = [], domains = [], pluggable = [] } = drawing?.machine ?? {};
  return {
    controllers: controllers.length > 0,
    domains: domains.length > 0,
    pluggable: pluggable.length > 0,
    used: (drawing?.linkUse.size ?? 0) > 0,
  };
}

function summaryOf(machine: PlanMachine): string {
  const boxes = machine.parts.filter(({ level }) => level === "box").length;
  const packages = machine.parts.filter(({ level }) => level === "package").length;
  const isas = [...new Set(machine.cores.map(({ isa }) => isa.name))].join(", ");
  const clocks = [...new Set(machine.cores.map(({ clock }) => labelClock(clock)))];
  const memory = machine.memories.reduce((bytes, { size }) => bytes + size, 0);
  return [
    ...(boxes > 0 ? [counted(boxes, "box", "boxes")] : []),
    ...(packages > 0 ? [counted(packages, "package")] : []),
    `${counted(machine.cores.length, "core")} ${isas}${clocks.length === 1 && clocks[0] !== "" ? ` at ${clocks[0]}` : ""}`,
    ...(memory > 0 ? [`${labelSize(memory)} of memory`] : []),
    ...(machine.links.length > 0 ? [counted(machine.links.length, "link")] : []),
  ].join(", ");
}

function drawHead(name: string, summary: string): Block {
  const [nameSize, summarySize] = [17, 10.5];
  return {
    width: Math.max(textWidth(name, nameSize), textWidth(summary, summarySize)),
    height: 34,
    draw: ({ x, y }): readonly SvgElement[] => [
      drawText(name, { x, y: y + 15 }, { size: nameSize, className: "ink strong" }),
      drawText(summary, { x, y: y + 31 }, { size: summarySize, className: "quiet" }),
    ],
  };
}

function printPicture(name: string, summary: string, block: Block, blockWidth: number, extras: Extras): string {
  const [width, height] = [Math.ceil(blockWidth + 2 * margin), Math.ceil(block.height + 2 * margin)];
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  const names = { role: "graphics-document document", "aria-labelledby": "machine-title machine-summary" };
  const svg = element("svg", { xmlns: "http://www.w3.org/2000/svg", ...size, ...names }, [
    element("title", { id: "machine-title" }, [name]),
    element("desc", { id: "machine-summary" }, [summary]),
    element("style", {}, [printStyleSheet(extras)]),
    element("rect", { class: "paper", x: 0, y: 0, width, height, rx: 8 }),
    ...block.draw({ x: margin, y: margin }),
  ]);
  return printElement(svg);
}
