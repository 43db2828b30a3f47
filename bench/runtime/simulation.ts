/** Kernels under virtual time. */
import { simulate } from "../../src/runtime/hosts/simulation/simulation.ts";
import { clientEntry, type Programs, serviceEntry } from "../../src/runtime/program.ts";
import { type BenchRow, median } from "../row.ts";
import { Echo, type EchoClient } from "./echo.ts";
import { crowdSystem } from "./systems.ts";

const pairs = 128;
const rounds = 5;
const calls = 100;
const manyCalls = 2_000;

/**
 * Every client calls its neighbour, from boot to shutdown. What is left of the time when they call more often is that of
 * calls alone: by the events of the agenda, which are arrivals of frames and credits, turns of kernels, alarms and timers.
 */
export async function measureSimulation(): Promise<readonly BenchRow[]> {
  const [few, many]: [Run[], Run[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    few.push(await simulateCalls(calls));
    many.push(await simulateCalls(manyCalls));
  }
  const [time, longTime] = [few, many].map((runs) => median(runs.map(({ milliseconds }) => milliseconds)));
  const added = (by: keyof Run): number => (many[0]?.[by] ?? Number.NaN) - (few[0]?.[by] ?? Number.NaN);
  const seconds = ((longTime ?? Number.NaN) - (time ?? Number.NaN)) / 1000;
  return [
    row(`${2 * pairs} kernels simulated, from boot to shutdown`, "ms", time ?? Number.NaN),
    row(
      "simulated events: arrivals of frames and credits, turns of kernels, alarms",
      "events/s",
      added("events") / seconds,
    ),
    row("simulated frames, each taken from a ring and acted on", "frames/s", added("frames") / seconds),
  ];
}

interface Run {
  readonly milliseconds: number;
  readonly events: number;
  readonly frames: number;
}

async function simulateCalls(times: number): Promise<Run> {
  const { configuration, routes } = crowdSystem(pairs);
  const start = performance.now();
  const { outcome, statistics, steps } = await simulate(configuration, routes, programs(times));
  if (outcome.kind !== "completed") throw new Error(outcome.failures.join("; "));
  const frames = statistics.reduce((sum, one) => sum + (one?.delivered ?? 0) + (one?.forwarded ?? 0), 0);
  return { milliseconds: performance.now() - start, events: steps, frames };
}

function row(what: string, unit: string, skerry: number): BenchRow {
  return { what, unit, skerry, limit: null, peers: {}, ratioToLimit: null };
}

function programs(calls: number): Programs {
  return {
    echo: serviceEntry({
      serves: Echo,
      uses: {},
      load: async () => ({
        program: () => ({ ping: () => {}, note: () => {}, noted: () => 0, put: () => {}, heap: () => 0 }),
      }),
    }),
    caller: clientEntry<{ echo: EchoClient }>({
      uses: { echo: Echo },
      load: async () => ({
        program: async ({ services: { echo } }) => {
          for (let call = 0; call < calls; call++) await echo.ping();
        },
      }),
    }),
  };
}
