// One side of a contender that is not Skerry, in a worker of its own.
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import * as Comlink from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import type { Order } from "./order.ts";

export interface PeerSetup {
  readonly peer: "bare" | "postMessage" | "comlink";
  readonly side: "client" | "server";
  readonly port: MessagePort;
  /** Two lines for the ping-pong, then a line for credits and the slots of the ring. */
  readonly memory: SharedArrayBuffer;
  readonly slots: number;
}

const { peer, side, port, memory, slots } = workerData as PeerSetup;
const words = new Int32Array(memory);
const pong = 16;
const credits = 32;
const ring = 48;
let turn = 0;
let position = 0;
let checksum = 0;

/** A promise for each round trip, resolved from a poll loop that gives the program a turn each time round. */
async function bareRoundTrips(times: number): Promise<void> {
  let finished = false;
  let resolvePending: (() => void) | null = null;
  const capture = (resolve: () => void): void => {
    resolvePending = resolve;
  };
  const ping = (): Promise<void> => {
    Atomics.store(words, 0, ++turn);
    return new Promise(capture);
  };
  const caller = (async () => {
    for (let time = 0; time < times; time++) await ping();
    finished = true;
  })();
  while (!finished) {
    if (resolvePending !== null && Atomics.load(words, pong) === turn) {
      const resolve: () => void = resolvePending;
      resolvePending = null;
      resolve();
    }
    await null;
  }
  await caller;
}

function bareAnswers(times: number): void {
  for (const last = turn + times; turn < last; ) {
    if (Atomics.load(words, 0) !== turn + 1) continue;
    Atomics.store(words, pong, ++turn);
  }
}

/** A ring of 64-byte slots with a sequence word each, and credits: nothing else. */
function bareProduce(times: number): void {
  let limit = Atomics.load(words, credits) + slots;
  for (const last = position + times; position < last; ) {
    if (position === limit) {
      limit = Atomics.load(words, credits) + slots;
      continue;
    }
    const at = ring + (position % slots) * 16;
    for (let word = 1; word < 16; word++) words[at + word] = position;
    Atomics.store(words, at, ++position);
  }
  while (Atomics.load(words, credits) !== position);
}

function bareConsume(times: number): void {
  for (const last = position + times; position < last; ) {
    const at = ring + (position % slots) * 16;
    if (Atomics.load(words, at) !== position + 1) continue;
    for (let word = 1; word < 16; word++) checksum = (checksum + (words[at + word] as number)) | 0;
    position++;
    if (position % (slots >> 2) === 0 || position === last) Atomics.store(words, credits, position);
  }
}

/** Resolves at the next message. */
function nextMessage(): Promise<void> {
  return new Promise((resolve) => port.once("message", () => resolve()));
}

async function postedRoundTrips(times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    const answer = nextMessage();
    port.postMessage(null);
    await answer;
  }
}

async function postedOneWay(times: number): Promise<void> {
  const message = new Uint8Array(40);
  const answer = nextMessage();
  for (let time = 1; time < times; time++) port.postMessage(message);
  port.postMessage("last");
  await answer;
}

const api = { ping: (): void => {} };

async function comlinkRoundTrips(times: number): Promise<void> {
  const remote = Comlink.wrap<typeof api>(nodeEndpoint(port));
  for (let time = 0; time < times; time++) await remote.ping();
}

async function obey({ order, times }: Order): Promise<void> {
  if (peer === "bare" && side === "server") order === "oneWay" ? bareConsume(times) : bareAnswers(times);
  else if (peer === "bare") await (order === "oneWay" ? bareProduce(times) : bareRoundTrips(times));
  // The servers of the others answer as messages come.
  else if (side === "server") return;
  else if (peer === "postMessage") await (order === "oneWay" ? postedOneWay(times) : postedRoundTrips(times));
  else await comlinkRoundTrips(times);
}

if (peer === "postMessage" && side === "server") {
  port.on("message", (message: unknown) => {
    if (message === null || message === "last") port.postMessage(null);
  });
}
if (peer === "comlink" && side === "server") Comlink.expose(api, nodeEndpoint(port));

parentPort?.on("message", async (order: Order) => {
  const start = process.hrtime.bigint();
  await obey(order);
  if (side === "client") parentPort?.postMessage({ result: Number(process.hrtime.bigint() - start) });
});
parentPort?.postMessage({ result: 0 });
