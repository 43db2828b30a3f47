/** QEMU as a child: its serial line as events, its end as an outcome, and the host's kernel beside it. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { BoardConsole } from "../../../runtime/hosts/board/board-console.ts";
import { bell, type Packet } from "../../../runtime/hosts/board/packets.ts";
import type {
  ChangeOutcome,
  OfflineOptions,
  RunningSystem,
  SystemStatus,
} from "../../../runtime/hosts/threads/options.ts";
import type { BootConfiguration } from "../../../runtime/kernel/boot-configuration.ts";
import type { BootEvent, HostEvent, KernelEvent, SystemOutcome } from "../../../runtime/kernel/events.ts";
import type { KernelLoad } from "../../../runtime/kernel/load.ts";
import { coreNameOf, OutcomeTracker } from "../../../runtime/kernel/outcome.ts";
import type { Hop } from "../../../runtime/membership/view.ts";
import { BoardControl } from "./board-control.ts";
import { readBoardFact } from "./board-status.ts";
import { type HostKernel, type HostPart, startHostKernel } from "./host-kernel.ts";
import { readSerialLine } from "./serial-log.ts";
import { boundToParent } from "./start-machine.ts";

export interface QemuRun {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly configuration: BootConfiguration;
  readonly decodeExit: (code: number) => number;
  readonly onEvent: (event: BootEvent) => void;
  /** Null for a board without a core of the host. */
  readonly host: HostPart | null;
  /** Milliseconds after which it is stopped. */
  readonly limit?: number;
}

export interface RunningQemu {
  readonly system: RunningSystem;
  /** Ends it at once. */
  readonly abort: () => void;
}

/** What the kernels end with: `enum exit_code` of src/kernel/boards/machine.h. */
export const kernelExit = { done: 16, failed: 17, blob: 18, hardware: 19, died: 20, image: 21 } as const;

/** Lines that say how it went, of which the last may tell why. */
const mostLines = 20;

/** Rejects when the programs of the host cannot be loaded. */
export async function runQemu(run: QemuRun): Promise<RunningQemu> {
  const board = new Board(run);
  await board.begin();
  return { system: board, abort: () => board.abort() };
}

type Qemu = ChildProcessByStdio<Writable, Readable, Readable>;

class Board implements RunningSystem {
  readonly done: Promise<SystemOutcome>;
  readonly #run: QemuRun;
  readonly #began = performance.now();
  readonly #tracker: OutcomeTracker;
  readonly #others: string[] = [];
  #conclude: (outcome: SystemOutcome) => void = () => {};
  #stopped: string | null = null;
  #child: Qemu | null = null;
  #host: HostKernel | null = null;
  readonly #control: BoardControl;
  readonly #console: BoardConsole;
  #listens = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(run: QemuRun) {
    this.#run = run;
    this.#tracker = new OutcomeTracker(run.configuration);
    this.#control = new BoardControl({
      configuration: run.configuration,
      ...{ host: () => this.#host, post: (packet) => this.#console.post(packet) },
      ...{ hasEnded: (client) => this.#tracker.hasEnded(client), onEvent: (event) => this.#pass(event) },
    });
    this.#console = new BoardConsole({
      ...{ write: (bytes) => this.#send(bytes), line: (text) => this.#read(text) },
      ...{ bell: () => this.#heard(), packet: (packet) => this.#take(packet) },
    });
    this.done = new Promise((resolve) => {
      this.#conclude = resolve;
    });
  }

  async begin(): Promise<void> {
    const { limit, host, configuration } = this.#run;
    if (host !== null) {
      this.#host = await startHostKernel({
        ...{ ...host, configuration, post: (packet) => this.#console.post(packet) },
        ring: () => this.#send(Uint8Array.of(bell)),
        onEvent: (event) => this.#pass(event),
        onFault: (text) => {
          this.#tracker.fail(text);
          void this.stop("a program failed");
        },
      });
    }
    const { program, arguments: words } = boundToParent(this.#run);
    const child = spawn(program, words, { stdio: ["pipe", "pipe", "pipe"] });
    this.#child = child;
    // It is gone, and says so by its end.
    child.stdin.on("error", () => {});
    this.#listen(child);
    child.once("error", (error) => this.#end(null, `QEMU could not be started: ${error.message}`));
    child.once("close", (code) => this.#end(code, null));
    if (limit !== undefined) this.#timer = setTimeout(() => void this.stop(`its ${limit / 1000} s are over`), limit);
  }

  async stop(reason: string): Promise<void> {
    this.#stopped ??= reason;
    this.#host?.end();
    this.#child?.kill("SIGTERM");
    await this.done;
  }

  abort(): void {
    this.#child?.kill("SIGKILL");
  }

  // ── what is asked over the control socket ──

  get stopping(): boolean {
    return this.#stopped !== null;
  }

  kill(core: number): void {
    this.#control.kill(core);
  }

  online(core: number): Promise<void> {
    return this.#control.online(core);
  }

  offline(core: number, options?: OfflineOptions): Promise<ChangeOutcome> {
    return this.#control.offline(core, options);
  }

  move(): Promise<ChangeOutcome> {
    return this.#control.move();
  }

  cut(hops: readonly Hop[]): void {
    this.#control.cut(hops);
  }

  heal(hops: readonly Hop[]): void {
    this.#control.heal(hops);
  }

  status(): SystemStatus {
    return this.#control.status();
  }

  measure(): Promise<readonly KernelLoad[]> {
    return this.#control.measure();
  }

  fixed(core: number): string | null {
    return this.#control.fixed(core);
  }

  #listen(child: Qemu): void {
    child.stdout.on("data", (bytes: Buffer) => this.#console.read(bytes));
    child.stdout.on("end", () => this.#console.end());
    createInterface({ input: child.stderr }).on("line", (line) => this.#read(line));
  }

  /** The board listens from its first bell on. */
  #heard(): void {
    if (this.#listens) this.#host?.kernel.wake();
    else this.#host?.kernel.start();
    this.#listens = true;
  }

  /** A bell that was damaged is not missed. */
  #take(packet: Packet): void {
    if (!this.#listens) this.#heard();
    if (this.#host?.kernel.take(packet) !== true) this.#keep("the board has sent a packet that makes no sense");
  }

  #send(bytes: Uint8Array): void {
    if (this.#child?.stdin.writable === true) this.#child.stdin.write(bytes);
  }

  #read(line: string): void {
    const text = line.replace(/\r$/, "");
    const fact = readBoardFact(this.#run.configuration, text);
    if (fact !== null) {
      this.#control.heard(fact);
      return;
    }
    const event = readSerialLine(this.#run.configuration, text, this.#now());
    if (event === null) this.#keep(text);
    // What the host's kernel has said was passed on when it did.
    else if (!("core" in event) || event.core !== this.#run.host?.side.core) this.#tell(event);
  }

  #keep(text: string): void {
    if (text !== "" && this.#others.length < mostLines) this.#others.push(text);
  }

  #pass(event: KernelEvent | HostEvent): void {
    this.#tell({ ...event, at: this.#now(), coreName: coreNameOf(this.#run.configuration, event) });
  }

  #tell(event: BootEvent): void {
    this.#tracker.observe(event);
    this.#control.observe(event);
    this.#run.onEvent(event);
  }

  #end(code: number | null, fault: string | null): void {
    clearTimeout(this.#timer);
    this.#host?.end();
    this.#control.end();
    const exit = code === null ? null : this.#run.decodeExit(code);
    this.#pass({ kind: "shutdown", reason: this.#stopped ?? reasonOf(exit, this.#others) });
    if (fault !== null) this.#tracker.fail(fault);
    else if (this.#stopped === null) for (const text of faultsOf(exit, this.#others)) this.#tracker.fail(text);
    this.#conclude(this.#tracker.outcome());
  }

  #now(): number {
    return performance.now() - this.#began;
  }
}
function reasonOf(code: number | null, lines: readonly string[]): string {
  switch (code) {
    case kernelExit.done:
    case kernelExit.failed:
      return "all clients have ended";
    case kernelExit.blob:
      return "the kernel refused its boot blob";
    case kernelExit.hardware:
      return "the hardware is not what was described";
    case kernelExit.died:
      return "a kernel died";
    case kernelExit.image:
      return "a program is not in the image as it was described";
    default:
      return lines.at(-1) ?? "QEMU ended by itself";
  }
}

/** What went wrong, beyond what the events have said. */
function faultsOf(code: number | null, lines: readonly string[]): readonly string[] {
  if (code === kernelExit.done || code === kernelExit.failed) return [];
  const said = lines.filter(
    (line) => !/^(skerry: booting|boot refused:|completed:|failed:|audio:|qemu-\S+: warning:)/.test(line),
  );
  if (said.length > 0) return said;
  return code === kernelExit.died ? [] : [`QEMU ended with ${code ?? "a signal"} before the system had`];
}
