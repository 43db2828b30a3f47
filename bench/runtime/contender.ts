import { once } from "node:events";
import { BroadcastChannel, MessageChannel, Worker } from "node:worker_threads";
import { bootThreads } from "../../src/runtime/hosts/threads/boot.ts";
import { allocateLines } from "../../src/runtime/hosts/threads/line-memory.ts";
import { bulkBytes, channelOf, type Measure, type Order, type Result } from "./order.ts";
import type { PeerSetup } from "./peer.ts";
import { type BenchSystem, blocks } from "./systems.ts";

/** Something that moves messages between two threads. */
export interface Contender {
  /** Nanoseconds, or bytes, for each of `times` messages. */
  measure(order: Measure, times: number): Promise<number>;
  end(): Promise<void>;
}

/** Microseconds, as kernels do unless told otherwise. */
const defaultSpin = 200;

/** A contender of two workers of our own, each on a CPU of its own. */
export async function startPeer(worker: URL, peer: PeerSetup["peer"], slots: number): Promise<Contender> {
  const memory = allocateLines((slots + 3) * 64 + blocks * bulkBytes);
  const { port1, port2 } = new MessageChannel();
  const setup = { peer, memory, slots, blocks };
  const server = new Worker(worker, { workerData: { ...setup, side: "server", port: port1 }, transferList: [port1] });
  const client = new Worker(worker, { workerData: { ...setup, side: "client", port: port2 }, transferList: [port2] });
  await Promise.all([answerOf(server), answerOf(client)]);
  return {
    async measure(order, times) {
      const answer = answerOf(client);
      server.postMessage({ order, times } satisfies Order);
      client.postMessage({ order, times } satisfies Order);
      return (await answer) / times;
    },
    async end() {
      await Promise.all([server.terminate(), client.terminate()]);
    },
  };
}

/** Kernels, each on a CPU of its own as far as there are any, whose programs wait for orders on the broadcast channel of `programs`. */
export async function startKernels(system: BenchSystem, worker: URL, programs: URL, spin?: number): Promise<Contender> {
  const channel = new BroadcastChannel(channelOf(programs.href));
  const answer = (): Promise<number> =>
    new Promise((resolve) => {
      channel.onmessage = (event) => resolve((event as { readonly data: Result }).data.result);
    });
  const ready = answer();
  const running = bootThreads({ ...system, worker, programs, pin: true, spin: spin ?? defaultSpin, onEvent: () => {} });
  await ready;
  return {
    async measure(order, times) {
      const result = answer();
      channel.postMessage({ order, times } satisfies Order);
      return (await result) / times;
    },
    async end() {
      channel.postMessage({ order: "end", times: 0 } satisfies Order);
      await running.done;
      channel.close();
    },
  };
}

/** Rejects when the worker fails instead. */
async function answerOf(worker: Worker): Promise<number> {
  const [answer]: readonly unknown[] = await once(worker, "message");
  return (answer as Result).result;
}
