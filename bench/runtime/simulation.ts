/** Kernels under virtual time. */
import { simulate } from "../../src/runtime/hosts/simulation/simulation.ts";
import { clientEntry, type Programs, serviceEntry } from "../../src/runtime/program.ts";
import { type BenchRow, median } from "../row.ts";
import { Echo, type EchoClient } from "./echo.ts";
import { crowdSystem } from "./systems.ts";

const pairs = 128;
const rounds = 5;

/** Every client calls its neighbour a hundred times, from boot to shutdown. */
export async function measureSimulation(): Promise<readonly BenchRow[]> {
  const { configuration, routes } = crowdSystem(pairs);
  const times: number[] = [];
  let frames = 0;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const { outcome, statistics } = await simulate(configuration, routes, programs(100));
    if (outcome.kind !== "completed") throw new Error(outcome.failures.join("; "));
    times.push(performance.now() - start);
    frames = statistics.reduce((sum, one) => sum + (one?.delivered ?? 0) + (one?.forwarded ?? 0), 0);
  }
  const what = `${2 * pairs} kernels simulated, from boot to shutdown`;
  const time = median(times);
  return [
    { what, unit: "ms", skerry: time, limit: null, peers: {}, ratioToLimit: null },
    {
      ...{ what: "simulated frames, each taken from a ring and acted on", unit: "frames/s" },
      ...{ skerry: (1000 * frames) / time, limit: null, peers: {}, ratioToLimit: null },
    },
  ];
}

function programs(calls: number): Programs {
  return {
    echo: serviceEntry({
      serves: Echo,
      uses: {},
      load: async () => ({
        program: () => ({ ping: () => {}, note: () => {}, noted: () => 0, put: () => {} }),
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
