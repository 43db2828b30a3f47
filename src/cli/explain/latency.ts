import { printBandwidth, printTime } from "../../algorithms/print-quantity.ts";
import { directLinks } from "../../analyses/contention/carriers.ts";
import type { LatencyStep } from "../../analyses/latency/answer.ts";
import { narrowest } from "../../analyses/latency/answer.ts";
import { explainLatency, type LatencyTarget } from "../../analyses/latency/explain-latency.ts";
import { chooseReader, classifyLatencies, type LatencyClass } from "../../analyses/latency/latency-classes.ts";
import { linkGraphOf } from "../../analyses/latency/link-graph.ts";
import type { Core, Machine, MeasuredLatency, Measurement } from "../../model/machine.ts";
import type { PlanLoad, PlanTraffic } from "../../plan/plan.ts";
import { positionAt, type Span } from "../../source/source-file.ts";
import type { Call } from "../call.ts";
import type { Compiled } from "../compile-files.ts";
import { printJson } from "../print-json.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import type { Explanation } from "./explanation.ts";
import { faultsOf } from "./faults.ts";
import { refuseElement } from "./find-element.ts";
import { formatCycles, formatRatio, formatShare, inCycles } from "./quantities.ts";
import { renderTable } from "./text-table.ts";

/** Without operands the table of classes; with FROM and TO one latency and all its steps. */
export const explainLatencies: Explanation = (call, compiled, [from, to], json) => {
  const [machine, ...others] = compiled.description.machines;
  if (machine === undefined) return refuseCall("the description has no machine");
  if (others.length > 0) return refuseCall("the description has several machines", "Name the file of one.");
  if (from === undefined || to === undefined) return explainAll(call, compiled, machine, json);
  return explainOne(call, compiled, machine, from, to, json);
};

interface Row {
  readonly name: string;
  readonly hops: number;
  readonly to: string;
  /** Cycles of the reader's clock; null when unknown. */
  readonly derived: number | null;
  readonly measured: number | null;
  readonly difference: number | null;
  readonly derivedNormalised: number | null;
  readonly measuredNormalised: number | null;
  readonly derivedPerHop: number | null;
  readonly measuredPerHop: number | null;
  readonly sources: readonly string[];
}

function explainAll(call: Call, compiled: Compiled, machine: Machine, json: boolean): Refusal | null {
  const reader = chooseReader(machine);
  if (reader === null) return refuseCall(`machine ${machine.name} has no cores`);
  const rows = tableRows(classifyLatencies(machine, reader), reader);
  if (json)
    printJson(call.terminal, {
      ok: true,
      ...faultsOf(compiled),
      machine: machine.name,
      from: reader.path,
      hertz: reader.clock,
      rows,
    });
  else call.terminal.print(printTable(machine, reader, rows));
  return null;
}

function tableRows(classes: readonly LatencyClass[], reader: Core): readonly Row[] {
  const times = classes.map(({ derived, measured }) => ({
    derived: derived.picoseconds === null ? null : inCycles(derived.picoseconds, reader.clock),
    measured: meanCycles(measured),
  }));
  const [nearest] = times;
  return classes.map(({ name, hops, example, measured: sources }, index) => {
    const { derived, measured } = times[index] ?? { derived: null, measured: null };
    const before = hops > 0 && index > 0 && hops === (classes[index - 1]?.hops ?? 0) + 1 ? times[index - 1] : undefined;
    return {
      name,
      hops,
      to: example.path,
      derived,
      measured,
      difference: subtract(derived, measured),
      derivedNormalised: divide(derived, nearest?.derived ?? null),
      measuredNormalised: divide(measured, nearest?.measured ?? null),
      derivedPerHop: subtract(derived, before?.derived ?? null),
      measuredPerHop: subtract(measured, before?.measured ?? null),
      sources: [...new Set(sources.map(({ source }) => source))],
    };
  });
}

/** Of the cycles of each one's own core. */
function meanCycles(measurements: readonly MeasuredLatency[]): number | null {
  if (measurements.length === 0) return null;
  const cycles = measurements.map(({ time, from }) => inCycles(time.picoseconds, from.clock));
  return cycles.reduce((sum, each) => sum + each, 0) / cycles.length;
}

function subtract(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

function divide(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b;
}

function printTable(machine: Machine, reader: Core, rows: readonly Row[]): string {
  const right = (...head: string[]) => ({ head, align: "right" as const });
  const columns = [
    { head: ["", "access"], align: "left" as const },
    right("derived", "cycles"),
    right("measured", "cycles"),
    right("difference", "cycles"),
    right("normalised to", "L1, derived"),
    right("", "measured"),
    right("per-hop cost,", "derived"),
    right("", "measured"),
  ];
  if (rows[0] !== undefined) columns[4] = right("normalised to", `${rows[0].name}, derived`);
  const cells = rows.map((row) => [
    row.name,
    formatCycles(row.derived),
    formatCycles(row.measured),
    formatCycles(row.difference),
    formatRatio(row.derivedNormalised),
    formatRatio(row.measuredNormalised),
    formatCycles(row.derivedPerHop),
    formatCycles(row.measuredPerHop),
  ]);
  const sources = [...new Set(rows.flatMap((row) => row.sources))];
  const from = `Latencies of machine ${machine.name}, seen from ${reader.path}; ${reader.clock / 1e9} GHz.\n\n`;
  return `${from}${renderTable(columns, cells)}${sources.length === 0 ? "" : `\nMeasured: ${sources.join("; ")}.\n`}`;
}

function explainOne(
  call: Call,
  compiled: Compiled,
  machine: Machine,
  fromPath: string,
  toPath: string,
  json: boolean,
): Refusal | null {
  const from = machine.cores.find((core) => core.path === fromPath);
  if (from === undefined) return refuseElement(fromPath, paths(machine.cores), "core", machine);
  const targets: readonly LatencyTarget[] = [...machine.cores, ...machine.caches, ...machine.memories];
  const to = targets.find((target) => target.path === toPath);
  if (to === undefined) return refuseElement(toPath, paths(targets), "core, cache or memory", machine);
  const answer = latencyBetween(compiled, machine, from, to);
  if (json) printJson(call.terminal, { ok: true, ...faultsOf(compiled), machine: machine.name, ...answer });
  else call.terminal.print(printOne(answer));
  return null;
}

function paths(elements: readonly { readonly path: string }[]): readonly string[] {
  return elements.map((element) => element.path);
}

interface OneLatency {
  readonly from: string;
  readonly to: string;
  readonly hertz: number;
  readonly picoseconds: number | null;
  /** Of the narrowest step. */
  readonly bandwidth: number | null;
  /** With the waits of the declared traffic; null when there is none, or no end to them. */
  readonly loaded: number | null;
  /** Why it is not known. */
  readonly reason: string | null;
  readonly steps: readonly StepView[];
  readonly measured: readonly Measured[];
}

interface StepView {
  readonly what: string;
  readonly picoseconds: number | null;
  readonly bandwidth: number | null;
  /** Mean wait for the declared traffic; null where nothing is declared or its waits have no end. */
  readonly wait: number | null;
  /** Demand over bandwidth; null where nothing is declared. */
  readonly utilisation: number | null;
  readonly at: string;
}

interface Measured {
  readonly picoseconds: number | null;
  readonly bandwidth: number | null;
  readonly source: string;
  readonly at: string;
}

function latencyBetween({ files, plan }: Compiled, machine: Machine, from: Core, to: LatencyTarget): OneLatency {
  const { picoseconds, reason, steps } = explainLatency(machine, from, to);
  const at = (span: Span) => {
    const { line, column } = positionAt(span.source, span.start);
    return `${files.showPath(span.source.path)}:${line}:${column}`;
  };
  const loads = loadsOnWay(machine, from, steps, plan.machine?.name === machine.name ? plan.traffic : null);
  const views = steps.map(({ what, picoseconds: time, bandwidth, span }, index): StepView => {
    const { wait = null, utilisation = null } = loads[index] ?? {};
    return { what, picoseconds: time, bandwidth, wait, utilisation, at: at(span) };
  });
  return {
    from: from.path,
    to: to.path,
    hertz: from.clock,
    picoseconds,
    bandwidth: narrowest(steps),
    loaded: loadedLatency(picoseconds, loads),
    reason,
    steps: views,
    measured: machine.measurements
      .filter((measurement) => measurement.from === from && measurement.to === to)
      .map((measurement) => ({ ...numbersOf(measurement), source: measurement.source, at: at(measurement.span) })),
  };
}

function numbersOf(measurement: Measurement): Pick<Measured, "picoseconds" | "bandwidth"> {
  return measurement.quantity === "latency"
    ? { picoseconds: measurement.time.picoseconds, bandwidth: null }
    : { picoseconds: null, bandwidth: measurement.bandwidth };
}

/** What the declared traffic puts on each step; the line comes towards the reader, against the way that steps go. */
function loadsOnWay(
  machine: Machine,
  reader: Core,
  steps: readonly LatencyStep[],
  traffic: PlanTraffic | null,
): readonly (PlanLoad | undefined)[] {
  if (traffic === null) return [];
  const links = steps.flatMap(({ link }) => link ?? []);
  const { population } = linkGraphOf(machine);
  const directed = directLinks(links, { kind: "core", core: reader }, population);
  return steps.map(({ link }) => {
    const crossing = directed.find((one) => one.link === link);
    if (crossing === undefined) return undefined;
    const direction = crossing.direction === "forward" && link?.direction === "both" ? "backward" : "forward";
    return traffic.loads.find(
      ({ carrier }) => "link" in carrier && carrier.link === link?.index && carrier.direction === direction,
    );
  });
}

/** Null where nothing of the declared traffic is on the way, and where waits have no end. */
function loadedLatency(picoseconds: number | null, loads: readonly (PlanLoad | undefined)[]): number | null {
  const met = loads.flatMap((load) => (load === undefined || load.utilisation === null ? [] : [load.wait]));
  if (picoseconds === null || met.length === 0 || met.includes(null)) return null;
  return met.reduce<number>((sum, wait) => sum + (wait ?? 0), picoseconds);
}

function printOne({ from, to, hertz, picoseconds, bandwidth, loaded, reason, steps, measured }: OneLatency): string {
  const hasBandwidth = bandwidth !== null || measured.some((each) => each.bandwidth !== null);
  const isLoaded = steps.some(({ utilisation }) => utilisation !== null);
  const row = (
    what: string,
    time: number | null,
    width: number | null,
    said: string,
    load: readonly string[] = ["", ""],
  ) => [
    what,
    ...(time === null ? ["–", ""] : [`${formatCycles(inCycles(time, hertz))} cycles`, printTime(time)]),
    ...(hasBandwidth ? [width === null ? "" : printBandwidth(width)] : []),
    ...(isLoaded ? load : []),
    said,
  ];
  const rows = [
    ...steps.map((step) => row(step.what, step.picoseconds, step.bandwidth, step.at, printLoad(step))),
    row(picoseconds === null ? "unknown" : "in all", picoseconds, bandwidth, ""),
    ...(loaded === null ? [] : [row("with the waits", loaded, null, "the declared traffic")]),
    ...measured.map((each) => measuredRow(row, each)),
  ];
  const left = (text: string) => ({ head: [text], align: "left" as const });
  const right = (text: string) => ({ head: [text], align: "right" as const });
  const columns = [
    left("what"),
    right("cost"),
    right("time"),
    ...(hasBandwidth ? [right("bandwidth")] : []),
    ...(isLoaded ? [right("used"), right("waiting")] : []),
    left("said by"),
  ];
  const why = reason === null ? "" : `\n${reason}\n`;
  return `${from} gets a cache line from ${to}:\n\n${renderTable(columns, rows)}${why}`;
}

function measuredRow(
  row: (what: string, time: number | null, width: number | null, said: string) => readonly string[],
  { picoseconds, bandwidth, source, at }: Measured,
): readonly string[] {
  const cells = row("measured", picoseconds, bandwidth, `${source}, ${at}`);
  return picoseconds === null ? cells.with(1, "") : cells;
}

function printLoad({ utilisation, wait }: StepView): readonly string[] {
  if (utilisation === null) return ["", ""];
  return [formatShare(utilisation), wait === null ? "no end" : printTime(wait)];
}
