/** A machine laid out: for its own picture, for others that lie over it, and for programs that want to know where what is. */
import type { Plan, PlanMachine } from "../../plan/plan.ts";
import type { Block } from "./block.ts";
import { drawLegend } from "./draw-legend.ts";
import { drawContents } from "./draw-parts.ts";
import { type Drawing, fullLook, type Look, prepareDrawing } from "./drawing.ts";
import { counted, labelClock, labelSize } from "./labels.ts";
import { centred, drawPage, headWidth, type PictureOptions } from "./page.ts";
import type { Extras } from "./style-sheet.ts";
import { partsShown, type ScenePart, type SvgElement } from "./svg.ts";

const narrowest = 260;

/** A picture of a machine, and where in it everything is. */
interface MachineScene {
  readonly svg: string;
  /** pixels */
  readonly width: number;
  readonly height: number;
  /** In the order in which they are drawn; a core that is shown twice, as an example of many and as one of them, too. */
  readonly parts: readonly ScenePart[];
}

interface SceneOptions extends PictureOptions {
  /** Default `full`. */
  readonly detail?: Look["detail"];
}

/** The picture of `machine.svg` with what it shows as data. */
export async function drawMachineScene(plan: Plan, machine: PlanMachine, options: SceneOptions): Promise<MachineScene> {
  const look = { ...fullLook, detail: options.detail ?? fullLook.detail };
  const { drawing, block } = await layOutMachine(plan, machine, look);
  const summary = summaryOf(machine);
  const width = Math.max(block.width, headWidth(machine.name, summary), narrowest);
  const blocks = [centred(block, width), drawLegend(plan, drawing, width)];
  const page = drawPage({ kind: "machine", name: machine.name, summary, blocks, extras: extrasOf(drawing) }, options);
  return { svg: page.svg, width: page.width, height: page.height, parts: partsShown(page.elements) };
}

export async function layOutMachine(
  plan: Plan,
  machine: PlanMachine,
  look: Look,
): Promise<{ readonly drawing: Drawing; readonly block: Block }> {
  const drawing = prepareDrawing(plan, machine, look);
  return { drawing, block: await drawContents(0, drawing) };
}

/** A block with more on top of it, which may depend on where everything is. */
export function overlaid(block: Block, drawOver: (below: readonly SvgElement[]) => readonly SvgElement[]): Block {
  return {
    ...block,
    draw: (at) => {
      const below = block.draw(at);
      return [...below, ...drawOver(below)];
    },
  };
}

export function extrasOf({ machine, linkUse, look }: Drawing): Extras {
  return {
    controllers: machine.controllers.length > 0 && look.detail === "full",
    domains: machine.domains.length > 0,
    pluggable: machine.pluggable.length > 0,
    used: linkUse.size > 0 && look.links === "latency",
    heat: look.links === "load",
    bare: look.links !== "latency",
    placed: look.programs === "placed",
  };
}

export function summaryOf(machine: PlanMachine): string {
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
