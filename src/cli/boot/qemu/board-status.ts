import type { CoreStatus } from "../../../runtime/hosts/threads/options.ts";
import type { BootConfiguration } from "../../../runtime/kernel/boot-configuration.ts";
import type { HostEvent, KernelEvent } from "../../../runtime/kernel/events.ts";
import type { KernelLoad, KernelStanding } from "../../../runtime/kernel/load.ts";

/** What is no event: what kernels answer to orders. */
export type BoardFact =
  | { readonly kind: "left"; readonly core: number }
  | { readonly kind: "expects"; readonly core: number; readonly expected: number }
  | { readonly kind: "load"; readonly load: Omit<KernelLoad, "standing"> };

/** `<core>: left`, `<core>: expects core <number>` and `<core>: load: …`; null for anything else. */
export function readBoardFact({ cores }: BootConfiguration, line: string): BoardFact | null {
  const end = line.indexOf(": ");
  const core = end < 0 ? -1 : cores.findIndex(({ name }) => name === line.slice(0, end));
  if (core < 0) return null;
  const said = line.slice(end + 2);
  if (said === "left") return { kind: "left", core };
  const expected = /^expects core (\d+)$/.exec(said);
  if (expected !== null) return { kind: "expects", core, expected: Number(expected[1]) };
  const counts =
    /^load: delivered (\d+), forwarded (\d+), sent (\d+), dropped (\d+), calling (\d+), serving (\d+), ring (\d+) of (\d+)$/;
  const load = counts.exec(said);
  if (load === null) return null;
  const [delivered = 0, forwarded = 0, sent = 0, lost = 0, calling = 0, serving = 0, used = 0, slots = 0] = load
    .slice(1)
    .map(Number);
  const statistics = { delivered, forwarded, sent, dropped: lost === 0 ? {} : { lost } };
  return { kind: "load", load: { core, statistics, deepest: { used, slots }, calling, serving, states: [] } };
}

/** How the kernels of a board are, by what was heard of them. */
export class BoardStatus {
  readonly #states: Map<number, CoreStatus["state"]>;
  readonly #incarnations = new Map<number, number>();
  /** Kernels that are among too few. */
  readonly #stranded = new Set<number>();
  readonly #lostObjects = new Set<string>();
  epoch = 1;

  constructor({ order }: BootConfiguration) {
    this.#states = new Map(order.map((core) => [core, "starting"]));
  }

  observe(event: KernelEvent | HostEvent): void {
    switch (event.kind) {
      case "kernelUp":
        this.#states.set(event.core, "running");
        return;
      case "kernelLost":
        this.#states.set(event.core, "lost");
        return;
      case "kernelStopped":
        this.#states.set(event.core, "stopped");
        return;
      case "kernelRestarted":
        this.#states.set(event.core, "starting");
        this.#incarnations.set(event.core, event.incarnation);
        return;
      case "viewChanged":
        this.epoch = Math.max(this.epoch, event.epoch);
        return;
      case "objectLost":
        this.#lostObjects.add(event.object);
        return;
      case "quorumLost":
        this.#stranded.add(event.core);
        return;
      case "quorumFound":
        this.#stranded.delete(event.core);
        return;
      default:
        return;
    }
  }

  left(core: number): void {
    this.#states.set(core, "offline");
  }

  of(core: number): CoreStatus["state"] {
    return this.#states.get(core) ?? "offline";
  }

  /** How often a kernel has started there before. */
  incarnationOf(core: number): number {
    return this.#incarnations.get(core) ?? 0;
  }

  /** Whose state is lost for good. */
  get lostObjects(): readonly string[] {
    return [...this.#lostObjects];
  }

  /** What a kernel goes by, as far as the console tells. */
  standingOf(core: number): KernelStanding {
    const { epoch, running } = this;
    return { epoch, members: running, hasQuorum: !this.#stranded.has(core), replicas: [] };
  }

  get running(): readonly number[] {
    return [...this.#states].flatMap(([core, state]) => (state === "running" ? [core] : []));
  }
}
