import type { LinearSolver } from "../../algorithms/linear-program.ts";
import { type Bindings, bindClients } from "../../analyses/placement/bind-clients.ts";
import type { Decision } from "../../analyses/placement/decide.ts";
import { type BufferLayout, layOutBuffers } from "../../analyses/placement/lay-out-buffers.ts";
import { findOtherPlaces } from "../../analyses/placement/other-places.ts";
import { placePrograms } from "../../analyses/placement/place-programs.ts";
import type { LaidBuffer, Placement, RouteLatency } from "../../analyses/placement/placement.ts";
import type { TreeCosts } from "../../analyses/trees/tree.ts";
import { placementDiagnostics } from "../../diagnostics/catalogue/placement.ts";
import { type Diagnostic, diagnose, type Outcome } from "../../diagnostics/diagnostic.ts";
import { invariant } from "../../diagnostics/invariant.ts";
import type { Buffer, Program, Service, System } from "../../model/deployment.ts";
import type { Interface } from "../../model/interface.ts";
import { placeOf } from "../../source/source-file.ts";
import type { PlanBuffer, PlanPlacement, PlanPlaces, PlanProgram, PlanSystem } from "../plan.ts";
import { buildIsolations } from "./isolations.ts";
import { buildStates } from "./states.ts";

export interface SystemInput {
  readonly system: System;
  readonly interfaces: readonly Interface[];
  readonly latency: RouteLatency;
  readonly costs: TreeCosts;
  /** Picoseconds that a message between two cores takes at least. */
  readonly leastTime: number;
  /** Undefined: nobody asked for one. */
  readonly solver: LinearSolver | null | undefined;
}

/** Where every program and buffer lies, and whom each copy is bound to; null when there is no room for all. */
export function buildSystem(input: SystemInput): Outcome<PlanSystem | null> {
  const { system, interfaces, latency, leastTime, solver } = input;
  const placed = placePrograms(system, latency, solver ?? null, leastTime);
  if (placed === null) {
    const facts = { system: system.name, machine: system.machine.name };
    return { product: null, diagnostics: [diagnose(placementDiagnostics.notPlaced, system.span, facts)] };
  }
  const { placement, decision } = placed;
  const bindings = bindClients(system, placement, latency);
  const { offsets, crammed } = layOutBuffers(placement, system.machine);
  if (crammed.length > 0) return { product: null, diagnostics: crammed.map((each) => reportCrammed(each, system)) };
  const decisions = { system, placement, decision, bindings, offsets, latency };
  const build = (program: Program, service: Service | null): PlanProgram => {
    const served = service === null ? null : placeIn(interfaces, service.interface);
    return buildProgram(program, service, served, decisions);
  };
  const services = system.services.map((service) => build(service, service));
  const clients = system.clients.map((client) => build(client, null));
  const product: PlanSystem = {
    name: system.name,
    documentation: system.documentation,
    at: placeOf(system.span),
    services,
    clients,
    placement: buildPlacement(decision),
    isolations: buildIsolations(system, [...services, ...clients]),
    ...buildStates({ ...input, placement }),
  };
  return { product, diagnostics: solver === undefined ? [] : noteStanding(decision, system) };
}

function reportCrammed({ memory, buffers }: BufferLayout["crammed"][number], system: System): Diagnostic {
  const programs = [...system.services, ...system.clients];
  const nameOf = ({ buffer }: LaidBuffer) => programs.find(({ buffers: own }) => own.includes(buffer))?.name ?? "";
  const names = [...new Set(buffers.map((laid) => `\`${laid.buffer.name}\` of \`${nameOf(laid)}\``))];
  const facts = { memory: memory.path, buffers: names };
  const [first, ...others] = [...new Set(buffers.map(({ buffer }) => buffer))];
  const related = [
    ...others.map(({ name, span }) => ({ span, message: `\`${name}\` stands here` })),
    { span: memory.span, message: `\`${memory.path}\` is declared here` },
  ];
  return diagnose(placementDiagnostics.buffersCrammed, first?.span ?? system.span, facts, { related });
}

function buildPlacement({ standing, cost }: Decision): PlanPlacement {
  const { reason, gap } = standing.kind === "heuristic" ? standing : { reason: null, gap: null };
  const rounded = gap === null ? null : Math.ceil(gap * 10_000) / 10_000;
  const { crowding, nearness, time } = cost;
  return { standing: standing.kind, reason, gap: rounded, crowding, nearness, time: Math.round(time) };
}

/** Where a solver was asked and is not sure, that is said. */
function noteStanding({ standing }: Decision, system: System): readonly Diagnostic[] {
  if (standing.kind !== "heuristic") return [];
  const gap = standing.gap === null ? null : `${(standing.gap * 100).toFixed(1)} %`;
  const facts = { system: system.name, reason: standing.reason, gap };
  return [diagnose(placementDiagnostics.placedByHeuristic, system.span, facts)];
}

interface Decisions {
  readonly system: System;
  readonly placement: Placement;
  readonly decision: Decision;
  readonly latency: RouteLatency;
  readonly bindings: Bindings;
  readonly offsets: ReadonlyMap<LaidBuffer, number>;
}

function buildProgram(
  program: Program,
  service: Service | null,
  served: number | null,
  decisions: Decisions,
): PlanProgram {
  const { system, placement, bindings, offsets } = decisions;
  const bound = bindings.get(program) ?? [];
  const places = service === null ? [] : buildPlaces(service, decisions);
  return {
    name: program.name,
    documentation: program.documentation,
    interface: served,
    allow: buildAllow(service?.allow ?? null),
    module: resolveModule(program.moduleSpan.source.path, program.module),
    uses: program.uses.map(({ service }) => placeIn<Service>(system.services, service)),
    drives: program.drives.map(({ device }) => device.index),
    buffers: program.buffers.map(buildBuffer),
    instances: (placement.get(program) ?? []).map(({ core, reasons, buffers }, index) => ({
      core: core.index,
      places: places[index] ?? null,
      reasons,
      bindings: bound[index] ?? [],
      buffers: buffers.map((laid) => ({
        memory: laid.memory.index,
        offset: offsets.get(laid) ?? 0,
        reasons: laid.reasons,
      })),
    })),
    at: placeOf(program.span),
  };
}

/** By instance. */
function buildPlaces(service: Service, { system, decision, placement, latency }: Decisions): (PlanPlaces | null)[] {
  const copies = decision.question.copies.filter(({ program }) => program === service);
  return copies.map((copy) => {
    const { best, cores } = findOtherPlaces(copy, service, system, { decision, placement }, latency);
    if (best.length === 0) return null;
    return { best: best.map(({ index }) => index), within: rangesOf(cores.map(({ index }) => index)) };
  });
}

/** Of ascending numbers. */
function rangesOf(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1 === number) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}

function buildBuffer({ name, documentation, size, device, forwarded, readers, span }: Buffer): PlanBuffer {
  return {
    name,
    documentation,
    size,
    device: device?.device.index ?? null,
    forwarded,
    readers: readers.map(({ program }) => program),
    at: placeOf(span),
  };
}

function buildAllow(allow: Service["allow"]): PlanProgram["allow"] {
  if (allow === null) return null;
  return allow.map(({ program: name, operations }) => ({
    program: name,
    opcodes: operations.map(({ identity }) => identity),
  }));
}

/** A module path as written in one file, taken from the folder of the description instead: `./a/b.ts`, `../b.ts`. */
export function resolveModule(writtenIn: string, module: string): string {
  const resolved: string[] = [];
  for (const segment of [...writtenIn.split("/").slice(0, -1), ...module.split("/")]) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && resolved.length > 0 && resolved.at(-1) !== "..") resolved.pop();
    else resolved.push(segment);
  }
  return resolved[0] === ".." ? resolved.join("/") : `./${resolved.join("/")}`;
}

function placeIn<Item extends { readonly name: string }>(items: readonly Item[], item: Item): number {
  const index = items.indexOf(item);
  invariant(index !== -1, `${item.name} is not among what the plan holds.`);
  return index;
}
