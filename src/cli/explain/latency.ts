import { explainLatency, type LatencyTarget } from "../../analyses/latency/explain-latency.ts";
import { chooseReader, classifyLatencies, type LatencyClass } from "../../analyses/latency/latency-classes.ts";
import type { Core, Machine, Measurement } from "../../model/machine.ts";
import { positionAt, type Span } from "../../source/source-file.ts";
import type { Call } from "../call.ts";
import type { Compiled } from "../compile-files.ts";
import { printJson } from "../print-json.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import type { Explanation } from "./explain.ts";
import { refuseUnknown } from "./find-element.ts";
import { formatCycles, formatRatio, formatTime, inCycles } from "./quantities.ts";
import { renderTable } from "./text-table.ts";

/** Without operands the table of classes; with FROM and TO one latency and all its steps. */
export const explainLatencies: Explanation = (call, compiled, [from, to], json) => {
  const [machine, ...others] = compiled.description.machines;
  if (machine === undefined) return refuseCall("the description has no machine");
  if (others.length > 0) return refuseCall("the description has several machines", "Name the file of one.");
  if (from === undefined || to === undefined) return explainAll(call, machine, json);
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

function explainAll(call: Call, machine: Machine, json: boolean): Refusal | null {
  const reader = chooseReader(machine);
  if (reader === null) return refuseCall(`machine ${machine.name} has no cores`);
  const rows = tableRows(classifyLatencies(machine, reader), reader);
  if (json) printJson(call.terminal, { ok: true, machine: machine.name, from: reader.path, hertz: reader.clock, rows });
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
function meanCycles(measurements: readonly Measurement[]): number | null {
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
  if (from === undefined) return refuseUnknown(fromPath, paths(machine.cores), "core");
  const targets: readonly LatencyTarget[] = [...machine.cores, ...machine.caches, ...machine.memories];
  const to = targets.find((target) => target.path === toPath);
  if (to === undefined) return refuseUnknown(toPath, paths(targets), "core, cache or memory");
  const answer = latencyBetween(machine, from, to, compiled.files.showPath);
  if (json) printJson(call.terminal, { ok: true, machine: machine.name, ...answer });
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
  /** Why it is not known. */
  readonly reason: string | null;
  readonly steps: readonly { readonly what: string; readonly picoseconds: number | null; readonly at: string }[];
  readonly measured: readonly { readonly picoseconds: number; readonly source: string; readonly at: string }[];
}

function latencyBetween(
  machine: Machine,
  from: Core,
  to: LatencyTarget,
  showPath: (path: string) => string,
): OneLatency {
  const { picoseconds, reason, steps } = explainLatency(machine, from, to);
  const at = (span: Span) => {
    const { line, column } = positionAt(span.source, span.start);
    return `${showPath(span.source.path)}:${line}:${column}`;
  };
  return {
    from: from.path,
    to: to.path,
    hertz: from.clock,
    picoseconds,
    reason,
    steps: steps.map((step) => ({ what: step.what, picoseconds: step.picoseconds, at: at(step.span) })),
    measured: machine.measurements
      .filter((measurement) => measurement.from === from && measurement.to === to)
      .map(({ time, source, span }) => ({ picoseconds: time.picoseconds, source, at: at(span) })),
  };
}

function printOne({ from, to, hertz, picoseconds, reason, steps, measured }: OneLatency): string {
  const cost = (time: number | null) =>
    time === null ? ["–", ""] : [`${formatCycles(inCycles(time, hertz))} cycles`, formatTime(time)];
  const rows = [
    ...steps.map((step) => [step.what, ...cost(step.picoseconds), step.at]),
    [picoseconds === null ? "unknown" : "in all", ...cost(picoseconds), ""],
    ...measured.map((each) => ["measured", ...cost(each.picoseconds), `${each.source}, ${each.at}`]),
  ];
  const columns = [
    { head: ["what"], align: "left" as const },
    { head: ["cost"], align: "right" as const },
    { head: ["time"], align: "right" as const },
    { head: ["said by"], align: "left" as const },
  ];
  const why = reason === null ? "" : `\n${reason}\n`;
  return `${from} gets a cache line from ${to}:\n\n${renderTable(columns, rows)}${why}`;
}
