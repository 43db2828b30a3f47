/** Kernels of a board taken off and back, by orders to its boot core and what is heard of them. */

import type { Packet } from "../../../runtime/hosts/board/packets.ts";
import type {
  ChangeOutcome,
  OfflineOptions,
  RunningSystem,
  SystemStatus,
} from "../../../runtime/hosts/threads/options.ts";
import type { BootConfiguration, BootProgram } from "../../../runtime/kernel/boot-configuration.ts";
import type { HostEvent, KernelEvent } from "../../../runtime/kernel/events.ts";
import { frameKind } from "../../../runtime/kernel/frame.ts";
import type { KernelLoad } from "../../../runtime/kernel/load.ts";
import type { Hop } from "../../../runtime/membership/view.ts";
import { orderOf, startOf } from "./board-orders.ts";
import { type BoardFact, BoardStatus } from "./board-status.ts";
import type { HostKernel } from "./host-kernel.ts";

/** Milliseconds that kernels have to do what they are told, emulated or not. */
const patience = 10_000;

export interface BoardControlInput {
  readonly configuration: BootConfiguration;
  readonly host: () => HostKernel | null;
  readonly post: (packet: Packet) => void;
  /** Whether a client has ended in whatever way. */
  readonly hasEnded: (client: BootProgram) => boolean;
  readonly onEvent: (event: HostEvent) => void;
}

type Controls = Pick<
  RunningSystem,
  "kill" | "online" | "offline" | "move" | "cut" | "heal" | "status" | "measure" | "fixed"
>;

/** Somebody waits for something to be heard. */
interface Waiting {
  readonly isHeard: () => boolean;
  readonly resolve: (isHeard: boolean) => void;
}

export class BoardControl implements Controls {
  readonly #input: BoardControlInput;
  readonly #status: BoardStatus;
  readonly #cuts = new Map<string, Hop>();
  readonly #waiting = new Set<Waiting>();
  /** By core that starts anew: who has prepared for it. */
  readonly #prepared = new Map<number, Set<number>>();
  #loads: KernelLoad[] = [];

  constructor(input: BoardControlInput) {
    this.#input = input;
    this.#status = new BoardStatus(input.configuration);
  }

  // ── what is heard ──

  observe(event: KernelEvent | HostEvent): void {
    this.#status.observe(event);
    this.#look();
  }

  heard(fact: BoardFact): void {
    if (fact.kind === "left") this.#status.left(fact.core);
    else if (fact.kind === "expects") this.#prepared.get(fact.expected)?.add(fact.core);
    else this.#loads.push({ ...fact.load, standing: this.#status.standingOf(fact.load.core) });
    this.#look();
  }

  /** Nothing more is heard. */
  end(): void {
    for (const each of [...this.#waiting]) this.#settle(each, false);
  }

  // ── what is asked ──

  fixed(core: number): string | null {
    const { configuration } = this.#input;
    if (core === configuration.bootCore) return "it has the console, and starts the others";
    return core === this.#hostCore ? "it is the host's" : null;
  }

  kill(core: number): void {
    this.#order(core, frameKind.kill);
  }

  async online(core: number): Promise<void> {
    if (this.#status.of(core) === "running" || this.#status.of(core) === "starting") return;
    const incarnation = this.#status.incarnationOf(core) + 1;
    this.#prepared.set(core, new Set());
    this.#input.onEvent({ kind: "kernelRestarted", core, incarnation });
    this.#input.host()?.kernel.expect(core, incarnation);
    for (const other of this.#others) this.#order(other, frameKind.expect, [core, incarnation]);
    await this.#hear(() => this.#others.every((other) => this.#prepared.get(core)?.has(other) === true));
    this.#prepared.delete(core);
    this.#input.post(startOf(core));
    await this.#hear(() => this.#status.of(core) === "running");
  }

  async offline(core: number, options: OfflineOptions = {}): Promise<ChangeOutcome> {
    const here = this.#input.configuration.programs.filter(
      (program) => program.core === core && !(program.kind === "client" && this.#input.hasEnded(program)),
    );
    const [first] = here;
    if (first !== undefined && options.force !== true) {
      const text = `${first.name} runs there, and kernels on bare metal do not move what they run`;
      return { kind: "refused", text, advice: "With --force it ends." };
    }
    this.#order(core, frameKind.leave);
    const hasLeft = await this.#hear(() => this.#status.of(core) !== "running");
    return hasLeft
      ? { kind: "done", moved: [] }
      : { kind: "undone", text: "its kernel has not answered in time", advice: null, moved: [] };
  }

  move(): Promise<ChangeOutcome> {
    const text = "kernels on bare metal do not move services";
    return Promise.resolve({ kind: "refused", text, advice: null });
  }

  /** Who would be out of reach without the link is not told: it could not be told that the link is whole again. */
  cut(hops: readonly Hop[]): void {
    for (const hop of hops) this.#cuts.set(hop.join(" "), hop);
    const reached = this.#reached();
    for (const hop of hops) this.#tellOfCut(hop, true, reached);
  }

  heal(hops: readonly Hop[]): void {
    const reached = this.#reached();
    for (const hop of hops) if (this.#cuts.delete(hop.join(" "))) this.#tellOfCut(hop, false, reached);
  }

  status(): SystemStatus {
    const { configuration } = this.#input;
    const cores = [...configuration.order].sort((one, other) => one - other);
    return {
      cores: cores.map((core) => ({
        ...{ core, name: configuration.cores[core]?.name ?? "", state: this.#status.of(core) },
        incarnation: this.#status.incarnationOf(core),
      })),
      programs: configuration.programs,
      epoch: this.#status.epoch,
      cuts: [...this.#cuts.values()],
      lostObjects: this.#status.lostObjects,
    };
  }

  async measure(): Promise<readonly KernelLoad[]> {
    this.#loads = [];
    const asked = this.#others;
    for (const core of asked) this.#order(core, frameKind.measure);
    await this.#hear(() => asked.every((core) => this.#status.of(core) !== "running" || this.#hasLoad(core)));
    const host = this.#input.host();
    const all = host === null ? this.#loads : [...this.#loads, host.kernel.load];
    return [...all].sort((one, other) => one.core - other.core);
  }

  #hasLoad(core: number): boolean {
    return this.#loads.some((load) => load.core === core);
  }

  get #hostCore(): number | null {
    return this.#input.host()?.kernel.core ?? null;
  }

  /** Kernels of the board that run. */
  get #others(): readonly number[] {
    return this.#status.running.filter((core) => core !== this.#hostCore);
  }

  #order(core: number, kind: number, numbers: readonly number[] = []): void {
    this.#input.post(orderOf(core, kind, numbers));
  }

  #tellOfCut([one, other]: Hop, isCut: boolean, reached: ReadonlySet<number>): void {
    const ends = [
      [one, other],
      [other, one],
    ] as const;
    for (const [core, neighbour] of ends) {
      if (!reached.has(core)) continue;
      if (core === this.#hostCore) this.#input.host()?.kernel.cut(neighbour, isCut);
      else this.#order(core, frameKind.cut, [neighbour, isCut ? 1 : 0]);
    }
  }

  /** Cores that the boot core has a way to now. */
  #reached(): ReadonlySet<number> {
    const { bootCore, channels } = this.#input.configuration;
    const isWhole = (from: number, to: number): boolean =>
      !this.#cuts.has([Math.min(from, to), Math.max(from, to)].join(" "));
    const reached = new Set([bootCore]);
    for (const core of reached) {
      for (const { from, to } of channels) {
        if (from === core && isWhole(from, to) && this.#status.of(to) === "running") reached.add(to);
      }
    }
    return reached;
  }

  /** Resolves with false when it was not heard in time. */
  #hear(isHeard: () => boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const late = setTimeout(() => this.#settle(waiting, false), patience);
      const waiting: Waiting = {
        isHeard,
        resolve: (outcome) => {
          clearTimeout(late);
          resolve(outcome);
        },
      };
      this.#waiting.add(waiting);
      this.#look();
    });
  }

  #look(): void {
    for (const each of [...this.#waiting]) if (each.isHeard()) this.#settle(each, true);
  }

  #settle(waiting: Waiting, isHeard: boolean): void {
    if (this.#waiting.delete(waiting)) waiting.resolve(isHeard);
  }
}
