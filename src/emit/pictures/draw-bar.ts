/** Bars with a label on the left and one on the right: caches, coherence, memories. */
import { invariant } from "../../diagnostics/invariant.ts";
import type { PlanMachine } from "../../plan/plan.ts";
import type { Block } from "./block.ts";
import { drawFrames, type ElementKey, pluggableWords } from "./draw-domains.ts";
import { type Drawing, lastStep } from "./drawing.ts";
import type { Rectangle } from "./geometry.ts";
import { counted, labelBandwidth, labelSize, labelTime } from "./labels.ts";
import { element, type Meaning, type PartName, type SvgElement, titled } from "./svg.ts";
import { drawText, fitText, textWidth } from "./text.ts";

export const barHeight = 13;
const fontSize = 8;
const padding = 4;

export interface Bar {
  readonly className: string;
  readonly name: string;
  readonly value: string;
  readonly title: string;
  /** Absent when it is nothing that has a path of its own. */
  readonly names?: readonly PartName[];
  /** Around it, in place. */
  readonly frames?: (box: Rectangle) => readonly SvgElement[];
}

/** Wide enough for its labels, or as wide as the caller makes it. */
export function drawBar(
  { className, name, value, title, names, frames }: Bar,
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
          shownAt(names, { x, y, width, height }),
        ),
        ...(frames?.({ x, y, width, height }) ?? []),
      ];
    },
  };
}

function shownAt([first, ...others]: readonly PartName[] = [], box: Rectangle): Meaning {
  return first === undefined ? {} : { shows: { ...first, box }, others: others.map((each) => ({ ...each, box })) };
}

/** So many bars that differ in their number alone are one. */
const mostAlike = 8;

/** Of many bars that say the same, the first stands for all. */
export function joinAlike(bars: readonly Bar[]): readonly Bar[] {
  const alike = new Map<string, Bar[]>();
  for (const bar of bars) {
    const key = `${bar.className} ${bar.name.replace(/\d+/g, "")} ${bar.value}`;
    alike.set(key, [...(alike.get(key) ?? []), bar]);
  }
  return [...alike.values()].flatMap((group) => (group.length > mostAlike ? [joined(group)] : group));
}

function joined(bars: readonly Bar[]): Bar {
  const [first, last] = [bars[0], bars.at(-1)];
  invariant(first !== undefined && last !== undefined, "bars are joined where there are many");
  const name = first.name === last.name ? first.name : `${first.name} … ${last.name}`;
  const title = `${bars.length} alike, the first: ${first.title}`;
  return {
    ...first,
    name,
    value: `${bars.length} × ${first.value}`,
    title,
    names: bars.flatMap(({ names = [] }) => names),
  };
}

export function barWidth({ name, value }: Pick<Bar, "name" | "value">): number {
  return textWidth(name, fontSize) + textWidth(value, fontSize) + 3 * padding;
}

export function cacheBar(cache: PlanMachine["caches"][number], drawing: Drawing, name = cache.name): Bar {
  const value = inOne([labelSize(cache.size), timeOrNothing(cache.latency, drawing)]);
  const sharers = cache.sharedBy.length > 1 ? `, shared by ${counted(cache.sharedBy.length, "core")}` : "";
  const names: PartName = { part: "cache", index: drawing.machine.caches.indexOf(cache), name: cache.path };
  return { className: "cache", name, value, title: `cache ${cache.path}: ${value}${sharers}`, names: [names] };
}

export function memoryBar(memory: PlanMachine["memories"][number], drawing: Drawing): Bar {
  const bandwidth = memory.bandwidth === null ? null : labelBandwidth(memory.bandwidth);
  const value = inOne([labelSize(memory.size), timeOrNothing(memory.latency, drawing), bandwidth]);
  const node = memory.node === null ? "" : `, node ${memory.node}`;
  const name = lastStep(memory.path) + (memory.node === null ? "" : ` · node ${memory.node}`);
  const index = drawing.machine.memories.indexOf(memory);
  return marked(`memory ${index}`, drawing, {
    className: "memory",
    name,
    value,
    title: `memory ${memory.path}: ${value}${node}`,
    names: [{ part: "memory", index, name: memory.path }],
  });
}

export function controllerBar(controller: PlanMachine["controllers"][number], drawing: Drawing): Bar {
  const value = `${controller.dimensions.join(" × ")} lines${controller.msi ? " · MSI" : ""}`;
  const index = drawing.machine.controllers.indexOf(controller);
  return marked(`controller ${index}`, drawing, {
    className: "controller",
    name: lastStep(controller.path),
    value,
    title: `interrupt controller ${controller.path}: ${value}`,
    names: [{ part: "controller", index, name: controller.path }],
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

function inOne(values: readonly (string | null)[]): string {
  return values.filter((value) => value !== null).join(" · ");
}
