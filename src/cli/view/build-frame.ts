import type { LiveFrame, LiveRing } from "../../view/live-frame.ts";
import type { LoadView } from "../control/view-status.ts";
import { type Measured, ratesBetween } from "../ctl/render-top.ts";

/** What the page is told; rates are of the time since `before`, null for the first look. */
export function buildFrame(before: Measured | null, now: Measured): LiveFrame {
  const { system, pid, epoch, kernels, links, loads } = now.view;
  const rates = new Map((before === null ? [] : ratesBetween(before, now)).map(({ core, ...each }) => [core, each]));
  const deepest = new Map(loads.map((load) => [load.core, load.deepest]));
  return {
    ...{ system, pid, epoch },
    kernels: kernels.map(({ core, state, incarnation, services, clients }) => ({
      ...{ core, state, incarnation, services, clients },
      ...{ rates: rates.get(core) ?? null, deepest: deepest.get(core) ?? null },
    })),
    rings: ringsBetween(before, now),
    uncounted: loads.filter(({ rings }) => rings === undefined).map(({ core }) => core),
    states: loads.flatMap(({ core, states }) => states.map((state) => ({ ...state, core }))),
    cuts: links.filter(({ isCut }) => isCut).map(({ name }) => name),
  };
}

/** Rings from one core to another, all virtual channels together. */
function ringsBetween(before: Measured | null, now: Measured): readonly LiveRing[] {
  const seconds = before === null ? Number.POSITIVE_INFINITY : Math.max(0.001, (now.at - before.at) / 1000);
  const counted = new Map((before === null ? [] : ringsOf(before.view)).map((ring) => [ring.key, ring.count]));
  const rings = new Map<string, LiveRing>();
  for (const { key, from, to, count, used, slots } of ringsOf(now.view)) {
    // Positions wrap at 32 bits; one that has gone back belongs to a ring that has started anew.
    const moved = (count - (counted.get(key) ?? count)) | 0;
    const pair = `${from} ${to}`;
    const known = rings.get(pair) ?? { from, to, rate: 0, used: 0, slots: 0 };
    const rate = known.rate + Math.max(0, moved) / seconds;
    rings.set(pair, { from, to, rate, used: known.used + used, slots: known.slots + slots });
  }
  return [...rings.values()].filter(({ from, to }) => from !== to);
}

function ringsOf({ loads, kernels }: LoadView) {
  const incarnations = new Map(kernels.map(({ core, incarnation }) => [core, incarnation]));
  return loads.flatMap(({ core, rings = [] }) =>
    rings.map(({ from, virtualChannel, position, used, slots }) => {
      const lives = `${incarnations.get(from)} ${incarnations.get(core)}`;
      return { key: `${from} ${core} ${virtualChannel} ${lives}`, from, to: core, count: position, used, slots };
    }),
  );
}
