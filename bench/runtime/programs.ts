// What the kernels run. The main thread starts each round over a broadcast channel, so that the contenders take turns.
import { BroadcastChannel } from "node:worker_threads";
import { clientEntry, type Programs, serviceEntry } from "skerry/runtime";
import { Echo, type EchoClient, EchoInPlace, serveEchoInPlace } from "./echo.ts";
import { benchChannel, bulkBytes, type Order, type Result } from "./order.ts";

let notes = 0;
let sums = 0;

async function roundTrips(echo: EchoClient, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await echo.ping();
}

function inPlace(echo: EchoInPlace, times: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = times;
    const replied = (): void => {
      if (--left > 0) echo.ping(replied, reject);
      else resolve();
    };
    echo.ping(replied, reject);
  });
}

async function oneWay(echo: EchoClient, times: number): Promise<void> {
  for (let time = 0; time < times; time++) if (!echo.tryNote(time)) await echo.note(time);
  await echo.noted();
}

const payload = new Uint8Array(bulkBytes).fill(1);

async function bulk(echo: EchoClient, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await echo.put(payload);
  await echo.noted();
}

const measures = { roundTrips, oneWay, bulk } as const;

export const programs: Programs = {
  echo: serviceEntry({
    serves: Echo,
    uses: {},
    load: async () => ({
      program: () => ({
        ping: () => {},
        note: (sum) => {
          notes++;
          sums = (sums + sum) | 0;
        },
        noted: () => notes,
        put: (data) => {
          sums = (sums + data.length) | 0;
        },
      }),
    }),
  }),
  echoInPlace: serviceEntry({
    serves: Echo,
    uses: {},
    load: async () => ({ program: () => serveEchoInPlace(() => {}) }),
  }),
  main: clientEntry<{ echo: EchoClient; echoInPlace: EchoClient }>({
    uses: { echo: Echo, echoInPlace: Echo },
    load: async () => ({
      program: ({ services: { echo, echoInPlace } }) =>
        new Promise((resolve) => {
          const placed = new EchoInPlace(echoInPlace);
          const channel = new BroadcastChannel(benchChannel);
          const answer = (result: Result): void => channel.postMessage(result);
          channel.onmessage = async (event) => {
            const { order, times } = (event as { readonly data: Order }).data;
            if (order === "end") {
              channel.close();
              resolve();
            } else if (order === "inPlace" || order in measures) {
              const start = process.hrtime.bigint();
              if (order === "inPlace") await inPlace(placed, times);
              else await measures[order as keyof typeof measures](echo, times);
              answer({ result: Number(process.hrtime.bigint() - start) });
            }
          };
          answer({ result: 0 });
        }),
    }),
  }),
};
