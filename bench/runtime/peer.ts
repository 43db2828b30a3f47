// One side of a contender that is not Skerry, in a worker of its own.
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import * as Comlink from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { pinThread } from "../../src/runtime/hosts/threads/pin.ts";
import { bulkBytes, type Order } from "./order.ts";

export interface PeerSetup {
  readonly peer: "bare" | "postMessage" | "comlink";
  readonly side: "client" | "server";
  readonly port: MessagePort;
  /** Two lines for the ping-pong, then a line for credits and the slots of the ring, then blocks. */
  readonly memory: SharedArrayBuffer;
  readonly slots: number;
  /** Of {@link bulkBytes} each. */
  readonly blocks: number;
}

const { peer, side, port, memory, slots, blocks } = workerData as PeerSetup;
await pinThread(side === "server" ? 0 : 1, (name) => import(name));
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

/** The same with a callback for each round trip, which begins the next. */
function bareCallbacks(times: number): void {
  let left = times;
  const replied = (): void => {
    if (--left > 0) Atomics.store(words, 0, ++turn);
  };
  Atomics.store(words, 0, ++turn);
  while (left > 0) if (Atomics.load(words, pong) === turn) replied();
}

function bareAnswers(times: number): void {
  for (const last = turn + times; turn < last; ) {
    if (Atomics.load(words, 0) !== turn + 1) continue;
    Atomics.store(words, pong, ++turn);
  }
}

/** Both sleep until they are woken. */
function bareSleeping(times: number): void {
  for (let time = 0; time < times; time++) {
    Atomics.store(words, 0, ++turn);
    Atomics.notify(words, 0, 1);
    for (let seen = Atomics.load(words, pong); seen !== turn; seen = Atomics.load(words, pong)) {
      Atomics.wait(words, pong, seen);
    }
  }
}

function bareSleepingAnswers(times: number): void {
  for (const last = turn + times; turn < last; ) {
    Atomics.wait(words, 0, turn);
    if (Atomics.load(words, 0) !== turn + 1) continue;
    Atomics.store(words, pong, ++turn);
    Atomics.notify(words, pong, 1);
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

const bytes = new Uint8Array(memory);
const firstBlock = (slots + 3) * 64;
const payload = new Uint8Array(bulkBytes).fill(1);

/** A ring of blocks that are copied in and copied out; the slot of the same number only says that a block is full. */
function bareProduceBulk(times: number): void {
  for (const last = position + times; position < last; ) {
    if (position - Atomics.load(words, credits) === blocks) continue;
    bytes.set(payload, firstBlock + (position % blocks) * bulkBytes);
    const at = ring + (position % slots) * 16;
    Atomics.store(words, at, ++position);
  }
  while (Atomics.load(words, credits) !== position);
}

function bareConsumeBulk(times: number): void {
  for (const last = position + times; position < last; ) {
    const at = ring + (position % slots) * 16;
    if (Atomics.load(words, at) !== position + 1) continue;
    const start = firstBlock + (position % blocks) * bulkBytes;
    checksum = (checksum + bytes.slice(start, start + bulkBytes).length) | 0;
    Atomics.store(words, credits, ++position);
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

async function postedBulk(times: number, isTransferred: boolean): Promise<void> {
  const answer = nextMessage();
  for (let time = 1; time < times; time++) {
    const message = isTransferred ? payload.slice() : payload;
    port.postMessage(message, isTransferred ? [message.buffer] : []);
  }
  port.postMessage("last");
  await answer;
}

const api = { ping: (): void => {} };

/** Kept: once it is collected as garbage, comlink tells the server not to listen any more. */
let remote: Comlink.Remote<typeof api> | null = null;

async function comlinkRoundTrips(times: number): Promise<void> {
  remote ??= Comlink.wrap<typeof api>(nodeEndpoint(port));
  for (let time = 0; time < times; time++) await remote.ping();
}

/** What a peer does when it is its turn; the servers of most answer as messages come. */
const work: Readonly<Record<string, (times: number) => void | Promise<void>>> = {
  "bare client roundTrips": bareRoundTrips,
  "bare client inPlace": bareCallbacks,
  "bare server inPlace": bareAnswers,
  "bare client asleep": bareSleeping,
  "bare server asleep": bareSleepingAnswers,
  "bare server roundTrips": bareAnswers,
  "bare client oneWay": bareProduce,
  "bare server oneWay": bareConsume,
  "bare client bulk": bareProduceBulk,
  "bare server bulk": bareConsumeBulk,
  "postMessage client roundTrips": postedRoundTrips,
  "postMessage client oneWay": postedOneWay,
  "postMessage client bulk": (times) => postedBulk(times, false),
  "postMessage client bulkTransferred": (times) => postedBulk(times, true),
  "comlink client roundTrips": comlinkRoundTrips,
};

async function obey({ order, times }: Order): Promise<void> {
  await work[`${peer} ${side} ${order}`]?.(times);
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
