// What the kernels run. The main thread starts each round over a broadcast channel, so that the contenders take turns.
import { BroadcastChannel } from "node:worker_threads";
import {
  type Agreement,
  clientEntry,
  type LocalCounter,
  type LocalSet,
  type Programs,
  serviceEntry,
  stateEntry,
  type ValueCodec,
} from "skerry/runtime";
import { Echo, type EchoClient, EchoInPlace, serveEchoInPlace } from "./echo.ts";
import { bulkBytes, channelOf, type Measure, type Order, type Protocol, type Result, together } from "./order.ts";

let notes = 0;
let sums = 0;

async function roundTrips({ echo }: Echoes, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await echo.ping();
}

function inPlace({ placed }: Echoes, times: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = times;
    const replied = (): void => {
      if (--left > 0) placed.ping(replied, reject);
      else resolve();
    };
    placed.ping(replied, reject);
  });
}

async function oneWay({ echo }: Echoes, times: number): Promise<void> {
  for (let time = 0; time < times; time++) if (!echo.tryNote(time)) await echo.note(time);
  await echo.noted();
}

const payload = new Uint8Array(bulkBytes).fill(1);

async function bulk({ echo }: Echoes, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await echo.put(payload);
  await echo.noted();
}

interface Echoes {
  readonly echo: EchoClient;
  readonly placed: EchoInPlace;
}

const measures: Partial<Record<Measure, (echoes: Echoes, times: number) => Promise<void>>> = {
  ...{ roundTrips, inPlace, asleep: roundTrips, oneWay, bulk },
};

function heapInUse(): number {
  return process.memoryUsage().heapUsed;
}

/** Messages between two looks at the heaps. */
const piece = 5_000;

/** Bytes that the heaps of both ends have grown by; where a collection hides that, as much as between others. */
async function heap(echoes: Echoes, times: number): Promise<number> {
  let [bytes, seen] = [0, 0];
  for (let done = 0; done < times; done += piece) {
    const [server, client] = [await echoes.echo.heap(), heapInUse()];
    await inPlace(echoes, piece);
    const [grown, grownHere] = [(await echoes.echo.heap()) - server, heapInUse() - client];
    if (grown < 0 || grownHere < 0) continue;
    bytes += grown + grownHere;
    seen += piece;
  }
  return (bytes / seen) * times;
}

/** Each call by itself, as a caller sees it. */
async function latenciesOf(echo: EchoClient, times: number): Promise<Float64Array> {
  const latencies = new Float64Array(times);
  for (let time = 0; time < times; time++) {
    const start = process.hrtime.bigint();
    await echo.ping();
    latencies[time] = Number(process.hrtime.bigint() - start);
  }
  return latencies.sort();
}

interface Objects extends Record<Exclude<Protocol, "shootdown">, LocalCounter> {
  readonly shootdown: LocalSet<number>;
}

const u32: ValueCodec<number> = {
  longest: 4,
  encode: (to, at, value) => {
    to.storeU32(at, value);
    return 4;
  },
  decode: (from, at) => from.loadU32(at),
};

async function change(objects: Objects, protocol: Protocol): Promise<void> {
  const { kind }: Agreement<unknown> =
    protocol === "shootdown" ? await objects.shootdown.add(7) : await objects[protocol].add(1);
  if (kind !== "agreed") throw new Error(`no agreement by ${protocol}`);
}

/** One after the other, or many at a time. */
async function repeat(times: number, atOnce: number, act: () => Promise<void>): Promise<void> {
  let left = times;
  const work = async (): Promise<void> => {
    while (left-- > 0) await act();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

function agree(order: Measure, times: number, echo: EchoClient, objects: Objects): Promise<void> {
  const isTogether = order.endsWith("Together");
  const what = (isTogether ? order.slice(0, -"Together".length) : order) as Protocol | "roundTrips";
  const act = what === "roundTrips" ? () => echo.ping() : () => change(objects, what);
  return repeat(times, isTogether ? together : 1, act);
}

/** Does what it is told to until the bench ends. */
function obey(perform: (order: Measure, times: number) => Promise<Result | null>): Promise<void> {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel(channelOf(import.meta.url));
    channel.onmessage = async (event) => {
      const { order, times } = (event as { readonly data: Order }).data;
      if (order === "end") {
        channel.close();
        resolve();
        return;
      }
      const result = await perform(order, times);
      if (result !== null) channel.postMessage(result);
    };
    channel.postMessage({ result: 0 } satisfies Result);
  });
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
        put: (data) => {
          sums = (sums + data.length) | 0;
        },
        heap: heapInUse,
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
      program: ({ services: { echo, echoInPlace } }) => {
        const echoes = { echo, placed: new EchoInPlace(echoInPlace) };
        return obey(async (order, times) => {
          const start = process.hrtime.bigint();
          if (order === "heap") return { result: await heap(echoes, times) };
          await measures[order]?.(echoes, times);
          return { result: Number(process.hrtime.bigint() - start) };
        });
      },
    }),
  }),
  agreeing: clientEntry<{ echo: EchoClient }, Objects>({
    uses: { echo: Echo },
    state: {
      broadcast: stateEntry.counter().local,
      twoPhase: stateEntry.counter().local,
      majority: stateEntry.counter().local,
      shootdown: stateEntry.set(u32).local,
    },
    load: async () => ({
      program: ({ services: { echo }, state }) =>
        obey(async (order, times) => {
          const start = process.hrtime.bigint();
          await agree(order, times, echo, state);
          return { result: Number(process.hrtime.bigint() - start) };
        }),
    }),
  }),
  caller: clientEntry<{ echo: EchoClient }>({
    uses: { echo: Echo },
    load: async () => ({
      program: ({ services: { echo } }) =>
        obey(async (order, times) =>
          order === "crowd" ? { result: 0, latencies: await latenciesOf(echo, times) } : null,
        ),
    }),
  }),
};
