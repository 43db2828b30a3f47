import { counted } from "../../algorithms/counted.ts";
import { printable, printableLines } from "../../diagnostics/render-width.ts";
import type { LoadView } from "../control/view-status.ts";
import { type Column, renderTable } from "../explain/text-table.ts";
import { listWaits } from "./render-waits.ts";

export interface Measured {
  /** Milliseconds of a clock that never goes back. */
  readonly at: number;
  readonly view: LoadView;
}

/** Frames a second of one kernel. */
export interface Rates {
  readonly core: string;
  readonly received: number;
  readonly sent: number;
  readonly forwarded: number;
}

/** Between two looks, of the kernels that ran all the while. */
export function ratesBetween(before: Measured, now: Measured): readonly Rates[] {
  const seconds = Math.max(0.001, (now.at - before.at) / 1000);
  return now.view.loads.flatMap(({ core, statistics }) => {
    const known = before.view.loads.find((load) => load.core === core)?.statistics;
    // One that has started anew counts from nothing.
    if (known === undefined || known.delivered > statistics.delivered || known.sent > statistics.sent) return [];
    const rate = (of: "delivered" | "sent" | "forwarded"): number => (statistics[of] - known[of]) / seconds;
    return [{ core, received: rate("delivered"), sent: rate("sent"), forwarded: rate("forwarded") }];
  });
}

const columns: readonly Column[] = [
  { head: ["", "kernel"], align: "left" },
  { head: ["", "state"], align: "left" },
  { head: ["", "starts"], align: "right" },
  { head: ["in", "/s"], align: "right" },
  { head: ["out", "/s"], align: "right" },
  { head: ["forwarded", "/s"], align: "right" },
  { head: ["deepest", "ring"], align: "right" },
  { head: ["calling", ""], align: "right" },
  { head: ["serving", ""], align: "right" },
  { head: ["services", ""], align: "left" },
];

const stateColumns: readonly Column[] = [
  { head: ["object"], align: "left" },
  { head: ["proposed on"], align: "left" },
  { head: ["settled"], align: "right" },
  { head: ["p50 ms"], align: "right" },
  { head: ["p99 ms"], align: "right" },
];

/** Kernels with what goes through them, then replicated objects with how long agreement on them takes. */
export function renderTop(view: LoadView, rates: readonly Rates[]): string {
  const { system, pid, epoch, kernels } = view;
  const running = kernels.filter(({ state }) => state === "running").length;
  const text = `${system} (process ${pid}): ${running} of ${counted(kernels.length, "kernel")} run, view ${epoch}`;
  return `${printable(text)}\n\n${printableLines(renderTable(columns, kernelRows(view, rates)))}${renderStates(view)}${renderWaits(view)}`;
}

/** The same as lines that stand for themselves, each with the time: of every kernel, then of every replicated object. */
export function renderTopLines(view: LoadView, rates: readonly Rates[], at: Date): string {
  const time = at.toISOString();
  const ofKernels = view.kernels.map(({ core, state }) => {
    const load = view.loads.find((each) => each.core === core);
    const rate = rates.find((each) => each.core === core);
    const moved =
      rate === undefined
        ? []
        : ([
            ["in", rate.received],
            ["out", rate.sent],
            ["forwarded", rate.forwarded],
          ] as const);
    const said = [
      ...moved.map(([word, count]) => `${word} ${Math.round(count)}/s`),
      ...(load === undefined ? [] : [`deepest ring ${load.deepest.used}/${load.deepest.slots}`]),
      ...(load === undefined ? [] : [`calling ${load.calling}`, `serving ${load.serving}`]),
    ];
    return [time, core, [state, ...said].join(", ")].join(" ");
  });
  const ofStates = view.loads.flatMap(({ core, states }) =>
    states.map(({ name, settled, median, slow }) => {
      return `${time} ${name} on ${core}, settled ${settled}, p50 ${median.toFixed(3)} ms, p99 ${slow.toFixed(3)} ms`;
    }),
  );
  const waits = listWaits(view).map((text) => `${time} ${text}`);
  return printableLines(`${[...ofKernels, ...ofStates, ...waits].join("\n")}\n`);
}

function kernelRows({ kernels, loads }: LoadView, rates: readonly Rates[]): readonly (readonly string[])[] {
  return kernels.map(({ core, state, incarnation, services }) => {
    const load = loads.find((each) => each.core === core);
    const rate = rates.find((each) => each.core === core);
    const [inward, outward, onward] = [rate?.received, rate?.sent, rate?.forwarded].map(printRate);
    const deepest = load === undefined ? "" : `${load.deepest.used}/${load.deepest.slots}`;
    return [
      ...[core, state, `${incarnation + 1}`, inward ?? "", outward ?? "", onward ?? "", deepest],
      ...[`${load?.calling ?? ""}`, `${load?.serving ?? ""}`, services.join(", ")],
    ];
  });
}

function renderStates({ loads }: LoadView): string {
  const rows = loads.flatMap(({ core, states }) =>
    states.map(({ name, settled, median, slow }) => [
      ...[name, core, settled.toLocaleString("en")],
      ...[median.toFixed(3), slow.toFixed(3)],
    ]),
  );
  return rows.length === 0 ? "" : `\n${printableLines(renderTable(stateColumns, rows.toSorted(byName)))}`;
}

function renderWaits(view: LoadView): string {
  const waits = listWaits(view);
  return waits.length === 0 ? "" : `\n${printableLines(`${waits.join("\n")}\n`)}`;
}

function byName([one = ""]: readonly string[], [other = ""]: readonly string[]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function printRate(rate: number | undefined): string {
  return rate === undefined ? "" : Math.round(rate).toLocaleString("en");
}
