/** Bars with a label on the left and one on the right: caches, coherence, memories. */
import type { PlanMachine } from "../../plan/plan.ts";
import type { Block } from "./block.ts";
import { drawFrames, type ElementKey, pluggableWords } from "./draw-domains.ts";
import { type Drawing, lastStep } from "./drawing.ts";
import type { Rectangle } from "./geometry.ts";
import { counted, labelBandwidth, labelSize, labelTime } from "./labels.ts";
import { element, type SvgElement, titled } from "./svg.ts";
import { drawText, fitText, textWidth } from "./text.ts";

export const barHeight = 13;
const fontSize = 8;
const padding = 4;

interface Bar {
  readonly className: string;
  readonly name: string;
  readonly value: string;
  readonly title: string;
  /** Absent when it is nothing that has a path of its own. */
  readonly path?: string;
  /** Around it, in place. */
  readonly frames?: (box: Rectangle) => readonly SvgElement[];
}

/** Wide enough for its labels, or as wide as the caller makes it. */
export function drawBar(
  { className, name, value, title, path, frames }: Bar,
  width: number,
  height = barHeight,
): Block {
  const valueWidth = textWidth(value, fontSize);
  return {
    width,
    height,
    draw: ({ x, y }) => {
      const baseline = y + height / 2 + fontSize * 0.36;
      const shown = fitText(name, fontSize, width - valueWidth - 3 * padding);
      return [
        titled(
          title,
          className,
          [
            element("rect", { x, y, width, height, rx: 2 }),
            drawText(shown, { x: x + padding, y: baseline }, { size: fontSize, className: "ink" }),
            drawText(
              value,
              { x: x + width - padding, y: baseline },
              { size: fontSize, className: "ink", anchor: "end" },
            ),
          ],
          path === undefined ? {} : { path },
        ),
        ...(frames?.({ x, y, width, height }) ?? []),
      ];
    },
  };
}

export function barWidth({ name, value }: Pick<Bar, "name" | "value">): number {
  return textWidth(name, fontSize) + textWidth(value, fontSize) + 3 * padding;
}

export function cacheBar(cache: PlanMachine["caches"][number], drawing: Drawing, name = cache.name): Bar {
  const value = joined([labelSize(cache.size), timeOrNothing(cache.latency, drawing)]);
  const sharers = cache.sharedBy.length > 1 ? `, shared by ${counted(cache.sharedBy.length, "core")}` : "";
  return { className: "cache", name, value, title: `cache ${cache.path}: ${value}${sharers}`, path: cache.path };
}

export function memoryBar(memory: PlanMachine["memories"][number], drawing: Drawing): Bar {
  const bandwidth = memory.bandwidth === null ? null : labelBandwidth(memory.bandwidth);
  const value = joined([labelSize(memory.size), timeOrNothing(memory.latency, drawing), bandwidth]);
  const node = memory.node === null ? "" : `, node ${memory.node}`;
  const name = lastStep(memory.path) + (memory.node === null ? "" : ` · node ${memory.node}`);
  return marked(`memory ${drawing.machine.memories.indexOf(memory)}`, drawing, {
    className: "memory",
    name,
    value,
    title: `memory ${memory.path}: ${value}${node}`,
    path: memory.path,
  });
}

export function controllerBar(controller: PlanMachine["controllers"][number], drawing: Drawing): Bar {
  const value = `${controller.dimensions.join(" × ")} lines${controller.msi ? " · MSI" : ""}`;
  return marked(`controller ${drawing.machine.controllers.indexOf(controller)}`, drawing, {
    className: "controller",
    name: lastStep(controller.path),
    value,
    title: `interrupt controller ${controller.path}: ${value}`,
    path: controller.path,
  });
}

/** Bars stand close to each other: frames have only so much room. */
function marked(key: ElementKey, { machine, marks }: Drawing, bar: Bar): Bar {
  const { className, title } = pluggableWords(key, marks);
  const frames = (box: Rectangle) => drawFrames(key, box, 2, marks, machine);
  return { ...bar, className: bar.className + className, title: bar.title + title, frames };
}

export function coherenceBar(domain: PlanMachine["coherences"][number], drawing: Drawing): Bar {
  const value = timeOrNothing(domain.latency, drawing) ?? "";
  const latency = value === "" ? "" : `, ${value} to fetch a line from another one's cache`;
  const title = `coherence between ${counted(domain.members.length, "core")}${latency}`;
  return { className: "coherence", name: "coherent", value, title };
}

function timeOrNothing(picoseconds: number | null, { unit }: Drawing): string | null {
  return picoseconds === null ? null : labelTime(picoseconds, unit);
}

function joined(values: readonly (string | null)[]): string {
  return values.filter((value) => value !== null).join(" · ");
}
