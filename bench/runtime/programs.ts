// What the kernels run. The main thread starts each round over a broadcast channel, so that the contenders take turns.
import { BroadcastChannel } from "node:worker_threads";
import { clientEntry, type Programs, serviceEntry } from "skerry/runtime";
import { Echo, type EchoClient } from "./echo.ts";
import { benchChannel, type Order, type Result } from "./order.ts";

let notes = 0;
let sums = 0;

async function roundTrips(echo: EchoClient, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await echo.ping();
}

async function oneWay(echo: EchoClient, times: number): Promise<void> {
  for (let time = 0; time < times; time++) if (!echo.tryNote(time)) await echo.note(time);
  await echo.noted();
}

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
      }),
    }),
  }),
  main: clientEntry<{ echo: EchoClient }>({
    uses: { echo: Echo },
    load: async () => ({
      program: ({ services: { echo } }) =>
        new Promise((resolve) => {
          const channel = new BroadcastChannel(benchChannel);
          const answer = (result: Result): void => channel.postMessage(result);
          channel.onmessage = async (event) => {
            const { order, times } = (event as { readonly data: Order }).data;
            if (order === "end") {
              channel.close();
              resolve();
            } else if (order === "roundTrips" || order === "oneWay") {
              const start = process.hrtime.bigint();
              await (order === "roundTrips" ? roundTrips(echo, times) : oneWay(echo, times));
              answer({ result: Number(process.hrtime.bigint() - start) });
            }
          };
          answer({ result: 0 });
        }),
    }),
  }),
};
