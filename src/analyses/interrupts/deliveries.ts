import {
  carryRanges,
  countNumbers,
  intersectRanges,
  type NumberRange,
  subtractRanges,
} from "../../algorithms/number-ranges.ts";
import type { Controller, ControllerTarget, InterruptSource, LineRoute, LineTarget } from "../../model/interrupt.ts";
import type { Core, Device, Machine } from "../../model/machine.ts";

/** The way of some of a device's interrupts, from controller to controller. */
export interface Delivery {
  readonly device: Device;
  readonly source: InterruptSource;
  /** None where the device interrupts cores itself. */
  readonly steps: readonly DeliveryStep[];
  readonly end: DeliveryEnd;
}

export interface DeliveryStep {
  readonly controller: Controller;
  /** On which it comes in. */
  readonly lines: readonly NumberRange[];
  /** What takes it on; null where nothing does. */
  readonly route: LineRoute | null;
}

export type DeliveryEnd =
  /** Any one of them may take it. */
  | { readonly kind: "cores"; readonly cores: readonly Core[] }
  /** The last controller has no route for these lines. */
  | { readonly kind: "nowhere" }
  /** It comes back to this controller, where it has been already. */
  | { readonly kind: "circle"; readonly controller: Controller };

/**
 * Every interrupt of every device, followed to the cores that may take it. Lines that go different ways part, so that
 * one source can have several deliveries; all lines of a delivery go the same way.
 */
export function computeDeliveries({ devices }: Pick<Machine, "devices">): readonly Delivery[] {
  return devices.flatMap((device) =>
    device.sources.flatMap((source) => follow(source.to, []).map((way) => ({ device, source, ...way }))),
  );
}

/** The cores that may take an interrupt of a device, by their index. */
export function computeReceivers(device: Device): readonly Core[] {
  const receivers = known.get(device) ?? findReceivers(device);
  known.set(device, receivers);
  return receivers;
}

const known = new WeakMap<Device, readonly Core[]>();

function findReceivers(device: Device): readonly Core[] {
  const ends = computeDeliveries({ devices: [device] }).map(({ end }) => end);
  const cores = new Set(ends.flatMap((end) => (end.kind === "cores" ? end.cores : [])));
  return [...cores].sort((a, b) => a.index - b.index);
}

type Way = Pick<Delivery, "steps" | "end">;

function follow(target: LineTarget, before: readonly DeliveryStep[]): readonly Way[] {
  if (target.kind === "cores") return [{ steps: before, end: target }];
  const { controller } = target;
  if (before.some((step) => step.controller === controller)) {
    return [{ steps: before, end: { kind: "circle", controller } }];
  }
  return through(controller, target.lines ?? allLines(controller), before);
}

function through(
  controller: Controller,
  arriving: readonly NumberRange[],
  before: readonly DeliveryStep[],
): readonly Way[] {
  let left = arriving;
  const ways = controller.routes.flatMap((route): readonly Way[] => {
    const lines = intersectRanges(left, route.lines);
    if (lines.length === 0) return [];
    left = subtractRanges(left, lines);
    const steps = [...before, { controller, lines, route }];
    return route.to === null ? [{ steps, end: nowhere }] : follow(onwards(lines, route, route.to), steps);
  });
  if (left.length === 0) return ways;
  return [...ways, { steps: [...before, { controller, lines: left, route: null }], end: nowhere }];
}

const nowhere: DeliveryEnd = { kind: "nowhere" };

/** Of the lines of a route only those that come in go on. */
function onwards(lines: readonly NumberRange[], route: LineRoute, to: LineTarget): LineTarget {
  return to.kind === "cores" || to.lines === null || isJoined(route, to)
    ? to
    : { ...to, lines: carryRanges(lines, route.lines, to.lines) };
}

function isJoined(route: LineRoute, { lines }: ControllerTarget): boolean {
  return lines !== null && countNumbers(lines) < countNumbers(route.lines);
}

function allLines({ dimensions }: Controller): readonly NumberRange[] {
  return [{ from: 0, to: dimensions.reduce((product, length) => product * length, 1) - 1 }];
}
