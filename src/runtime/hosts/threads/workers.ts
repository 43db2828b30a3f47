import { Worker } from "node:worker_threads";
import { locatedTextOf } from "../../kernel/error-text.ts";
import { Questions } from "../../orderly/questions.ts";
import { kernelCodeOf } from "./kernel-code.ts";
import type {
  WorkerAcknowledgement,
  WorkerAnswer,
  WorkerOrder,
  WorkerReport,
  WorkerSetup,
  WorkerStart,
} from "./messages.ts";

/** Who hears what the threads of kernels say. */
export interface WorkersOwner {
  /** The kernel on core `by` has prepared for the one that is to start anew on `expected`. */
  prepared(expected: number, by: number): void;
  reported(report: WorkerReport): void;
  /** A thread is no more; why, in words. */
  ended(core: number, text: string): void;
}

/** The worker threads of kernels, one a core: what they are told and asked, and what they say. */
export class Workers {
  readonly #script: URL;
  readonly #owner: WorkersOwner;
  readonly #workers = new Map<number, Worker>();
  readonly #questions = new Questions<WorkerAnswer["answer"]>();

  /** `script`: what the threads run. */
  constructor(script: URL, owner: WorkersOwner) {
    this.#script = script;
    this.#owner = owner;
  }

  get size(): number {
    return this.#workers.size;
  }

  /** Those whose kernels have threads. */
  get cores(): IterableIterator<number> {
    return this.#workers.keys();
  }

  has(core: number): boolean {
    return this.#workers.has(core);
  }

  start(setup: WorkerSetup): void {
    const { core, configuration } = setup;
    const start: WorkerStart = { code: kernelCodeOf(this.#script), setup };
    const worker = new Worker(this.#script, { workerData: start, name: configuration.cores[core]?.name ?? "" });
    let fault: string | null = null;
    this.#workers.set(core, worker);
    worker.on("message", (message) => this.#heard(core, message));
    worker.on("error", (error) => {
      fault = `nobody caught an error: ${locatedTextOf(error)}`;
    });
    worker.on("exit", (code) => this.#ended(core, fault ?? `its thread ended with code ${code}`));
  }

  /** Nothing happens where there is no thread. */
  order(core: number, order: WorkerOrder): void {
    this.#workers.get(core)?.postMessage(order);
  }

  orderAll(order: WorkerOrder): void {
    for (const worker of this.#workers.values()) worker.postMessage(order);
  }

  /** Gives an order of that number and resolves to the answer; to null where there is no thread, or none any more. */
  ask(core: number, order: (number: number) => WorkerOrder): Promise<WorkerAnswer["answer"] | null> {
    const worker = this.#workers.get(core);
    if (worker === undefined) return Promise.resolve(null);
    return this.#questions.ask(core, (number) => worker.postMessage(order(number)));
  }

  /** Ends a thread, whatever it does. */
  terminate(core: number): void {
    void this.#workers.get(core)?.terminate();
  }

  #heard(core: number, message: WorkerReport | WorkerAcknowledgement | WorkerAnswer): void {
    if ("expected" in message) this.#owner.prepared(message.expected, core);
    else if ("answer" in message) this.#questions.answered(message.number, message.answer);
    else this.#owner.reported(message);
  }

  #ended(core: number, text: string): void {
    this.#workers.delete(core);
    this.#questions.lost(core);
    this.#owner.ended(core, text);
  }
}
