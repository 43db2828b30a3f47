/** A kernel in this process that is one more kernel of a board: neighbour of its boot core. */
import { Segment } from "../../channel/ring.ts";
import { ShutdownError } from "../../errors.ts";
import type { BootConfiguration } from "../../kernel/boot-configuration.ts";
import type { HostEvent, KernelEvent } from "../../kernel/events.ts";
import { frameKind } from "../../kernel/frame.ts";
import { loopback, type MembershipTiming, type ProgramHost } from "../../kernel/host.ts";
import { Kernel } from "../../kernel/kernel.ts";
import type { KernelLoad } from "../../kernel/load.ts";
import { RouteTable } from "../../kernel/routes/route-table.ts";
import { loadProgram, runProgram } from "../../kernel/run-program.ts";
import { wire } from "../../kernel/wiring.ts";
import type { Programs } from "../../program.ts";
import { MirroredRing } from "./mirrored-ring.ts";
import type { Packet } from "./packets.ts";
import { reportOf, reportStopped } from "./reports.ts";
import { SerialWires } from "./serial-wires.ts";
import { SharedWires } from "./shared-wires.ts";
import type { Wires } from "./wires.ts";

/** A channel of the host's kernel, as the board knows it. */
export interface BoardChannel {
  readonly from: number;
  readonly to: number;
  readonly virtualChannel: number;
  /** In the blob. */
  readonly number: number;
  /** Byte in the file of the board's memory where its ring begins; null where there is no such file. */
  readonly at: number | null;
}

export interface BoardKernelOptions {
  readonly configuration: BootConfiguration;
  readonly core: number;
  /** Bytes of `routes.bin`. */
  readonly routes: Uint8Array;
  /** Those of this core. */
  readonly programs: Programs;
  readonly channels: readonly BoardChannel[];
  /** A descriptor of the file of the board's memory; null: frames go over the serial line. */
  readonly memory: number | null;
  /** To the board, over its console. */
  readonly post: (packet: Packet) => void;
  /** Tells the board that something has changed in its memory. */
  readonly ring: () => void;
  readonly onEvent: (event: KernelEvent | HostEvent) => void;
  readonly membership?: MembershipTiming;
  /** Milliseconds until a client's binding that is not made has failed. */
  readonly bindingTimeout?: number;
}

/** Frames between two turns of programs, timers and sockets. */
const burst = 64;
const defaultBindingTimeout = 30_000;
/** `setTimeout` takes no more. */
const longestTimer = 2 ** 31 - 1;

export class BoardKernel implements ProgramHost {
  readonly ticking = false;
  readonly bindingTimeout: number;
  readonly membership: MembershipTiming;
  readonly core: number;
  readonly #options: BoardKernelOptions;
  readonly #kernel: Kernel;
  readonly #wires: Wires;
  #turn: NodeJS.Immediate | undefined;
  #alarm: NodeJS.Timeout | undefined;
  #hasStopped = false;

  constructor(options: BoardKernelOptions) {
    const { configuration, core, routes, bindingTimeout, membership } = options;
    this.#options = options;
    this.core = core;
    this.bindingTimeout = bindingTimeout ?? defaultBindingTimeout;
    this.membership = membership ?? {};
    const segment = new Segment(new ArrayBuffer(configuration.segmentBytes));
    this.#wires = wiresOf(options, segment);
    const wiring = wire(configuration, core, segment);
    this.#kernel = new Kernel(configuration, core, new RouteTable(routes), wiring, this);
  }

  /** The board listens: begins. */
  start(): void {
    this.#kernel.start();
    void this.#kernel.bound.then(() => this.#startPrograms());
    this.wake();
  }

  /** The board has rung. */
  wake(): void {
    if (!this.#hasStopped) this.#turn ??= setImmediate(() => this.#run());
  }

  /** False: it makes no sense. */
  take(packet: Packet): boolean {
    const isTaken = this.#wires.take(packet);
    if (isTaken) this.wake();
    return isTaken;
  }

  /** Its programs end; nothing is told to anybody. */
  stop(): void {
    if (this.#hasStopped) return;
    this.#hasStopped = true;
    clearImmediate(this.#turn);
    clearTimeout(this.#alarm);
    this.#kernel.shutdown();
    this.log({ kind: "kernelStopped", core: this.core, statistics: this.#kernel.statistics });
  }

  get load(): KernelLoad {
    return this.#kernel.load;
  }

  /** The way to its neighbour is cut, or whole again. */
  cut(neighbour: number, isCut: boolean): void {
    this.#kernel.cut(neighbour, isCut);
    this.wake();
  }

  /** A kernel will start anew on another core. */
  expect(core: number, incarnation: number): void {
    this.#kernel.expect(core, incarnation);
    this.wake();
  }

  // ── what its kernel asks ──

  now(): number {
    return performance.now();
  }

  published(): void {
    this.wake();
  }

  credited(channel: number): void {
    if (channel !== loopback) this.wake();
  }

  alarm(at: number): void {
    clearTimeout(this.#alarm);
    this.#alarm = setTimeout(
      () => {
        this.#kernel.expire();
        this.wake();
      },
      Math.min(longestTimer, Math.ceil(at - performance.now())),
    );
    this.#alarm.unref();
  }

  timer(milliseconds: number, callback: () => void): () => void {
    const timer = setTimeout(callback, Math.min(longestTimer, milliseconds));
    return () => clearTimeout(timer);
  }

  log(event: KernelEvent): void {
    this.#options.onEvent(event);
    const report = reportOf(event);
    if (report !== null) this.#kernel.report(report.what, report.text);
  }

  /** The boot core has given an order. */
  ordered(kind: number): void {
    if (kind !== frameKind.halt || this.#hasStopped) return;
    this.#kernel.report(reportStopped, "stopped");
    this.#wires.flush();
    this.stop();
  }

  #run(): void {
    this.#turn = undefined;
    this.#wires.pull();
    const frames = this.#kernel.poll(burst) + this.#kernel.attend();
    if (frames === 0) this.#kernel.idle();
    if (this.#hasStopped) return;
    this.#wires.flush();
    if (frames > 0) this.wake();
  }

  async #startPrograms(): Promise<void> {
    for (const program of this.#options.configuration.programs) {
      if (program.core !== this.core) continue;
      const loaded = await loadProgram(this.#options.programs, program);
      void runProgram(this.#kernel, this, program, loaded);
    }
  }
}

function wiresOf(options: BoardKernelOptions, segment: Segment): Wires {
  const { configuration, core, memory, post, ring } = options;
  const mirrored = configuration.channels.flatMap((place, index) => {
    if (place.from !== core && place.to !== core) return [];
    const known = options.channels.find(
      ({ from, to, virtualChannel }) =>
        from === place.from && to === place.to && virtualChannel === place.virtualChannel,
    );
    if (known === undefined) throw new Error(`the board knows no channel from ${place.from} to ${place.to}`);
    return [new MirroredRing(segment, index, place, known.number, known.at ?? 0)];
  });
  const out = mirrored.filter(({ place }) => place.from === core);
  const into = mirrored.filter(({ place }) => place.to === core);
  return memory === null ? new SerialWires(out, into, post) : new SharedWires(memory, out, into, ring);
}

/** Nobody need be there any more for what is rejected because the system stops. */
export function isOfShutdown(error: unknown): boolean {
  return error instanceof ShutdownError;
}
