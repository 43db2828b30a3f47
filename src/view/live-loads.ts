/** A frame of live data, by what the picture has: cores and links by index instead of by name. */
import type { ViewData } from "../emit/view/view-data.ts";
import type { LiveFrame, LiveKernel, LiveRing } from "./live-frame.ts";

export interface LiveLoads {
  readonly frame: LiveFrame;
  /** By core. */
  readonly kernels: ReadonlyMap<number, LiveKernel>;
  /** By link: frames a second, both ways together. */
  readonly linkRates: ReadonlyMap<number, number>;
  readonly cuts: ReadonlySet<number>;
  /** Neighbours that no link of the picture joins: `[from, to, frames a second]`. */
  readonly nearRates: readonly (readonly [from: number, to: number, rate: number])[];
  /** By core: rings that come in. */
  readonly rings: ReadonlyMap<number, readonly LiveRing[]>;
  /** Of the busiest link. */
  readonly most: number;
}

export type ReadFrame = (frame: LiveFrame) => LiveLoads;

export function createFrameReader({ cores, links, hops }: ViewData): ReadFrame {
  const coreOf = new Map(cores.map(({ path }, core) => [path, core]));
  const linkOf = new Map(links.map(({ path }, link) => [path, link]));
  const linkOfHop = new Map(hops.from.map((from, hop) => [`${from} ${hops.to[hop]}`, hops.link[hop] ?? -1]));
  return (frame) => {
    const linkRates = new Map<number, number>();
    const nearRates: [number, number, number][] = [];
    const rings = new Map<number, LiveRing[]>();
    for (const ring of frame.rings) {
      const [from, to] = [coreOf.get(ring.from), coreOf.get(ring.to)];
      if (from === undefined || to === undefined) continue;
      rings.set(to, [...(rings.get(to) ?? []), ring]);
      const link = linkOfHop.get(`${from} ${to}`) ?? -1;
      if (link >= 0) linkRates.set(link, (linkRates.get(link) ?? 0) + ring.rate);
      else nearRates.push([from, to, ring.rate]);
    }
    const most = Math.max(0, ...linkRates.values(), ...nearRates.map(([, , rate]) => rate));
    const cuts = new Set(frame.cuts.flatMap((name) => linkOf.get(name) ?? []));
    const kernels = new Map(frame.kernels.flatMap((kernel) => withCore(kernel, coreOf)));
    return { frame, kernels, linkRates, cuts, nearRates, rings, most };
  };
}

function withCore(kernel: LiveKernel, coreOf: ReadonlyMap<string, number>): readonly (readonly [number, LiveKernel])[] {
  const core = coreOf.get(kernel.core);
  return core === undefined ? [] : [[core, kernel]];
}

/** What a listener is told of: kernels that died, left or came back, programs that moved, links that were cut. */
export function tellChanges(before: LiveFrame, now: LiveFrame): readonly string[] {
  const known = new Map(before.kernels.map((kernel) => [kernel.core, kernel]));
  const told = now.kernels.flatMap((kernel) => tellKernel(known.get(kernel.core), kernel));
  const cut = now.cuts.filter((link) => !before.cuts.includes(link)).map((link) => `Link ${link} is cut.`);
  const healed = before.cuts.filter((link) => !now.cuts.includes(link)).map((link) => `Link ${link} is whole again.`);
  return [...told, ...cut, ...healed];
}

const words: Readonly<Record<string, string>> = {
  lost: "has died",
  offline: "has left",
  stopped: "has stopped",
  starting: "is starting",
  running: "runs again",
};

function tellKernel(before: LiveKernel | undefined, now: LiveKernel): readonly string[] {
  if (before === undefined) return [];
  const restarted = now.state === "running" && now.incarnation > before.incarnation && before.state === "running";
  if (restarted) return [`The kernel on ${now.core} has died and runs again.`];
  const told =
    before.state === now.state ? [] : [`The kernel on ${now.core} ${words[now.state] ?? `is ${now.state}`}.`];
  const come = now.services.filter((service) => before.services.length > 0 && !before.services.includes(service));
  return [...told, ...come.map((service) => `${service} runs on ${now.core} now.`)];
}
