/** Routes through the machine, and what goes over each link. */
import type { ViewData } from "../emit/view/view-data.ts";
import { readRoutes } from "../plan/read-routes.ts";
import type { RouteReader } from "../plan/route-reader.ts";
import { nameInstance } from "./items.ts";

export interface Way {
  /** From the first to the last. */
  readonly cores: readonly number[];
  readonly links: ReadonlySet<number>;
  /** Picoseconds. */
  readonly latency: number;
}

/** Somebody who is bound to a service, and the way there. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly way: Way;
}

export class Ways {
  readonly #data: ViewData;
  readonly #reader: RouteReader | null;
  readonly #hops: ReadonlyMap<number, number>;
  #connections: readonly Connection[] | null = null;
  #farthest = { from: -1, latency: 0 };

  constructor(data: ViewData) {
    this.#data = data;
    this.#reader = data.routes === null ? null : readRoutes(data.routes);
    const { from, to } = data.hops;
    this.#hops = new Map(from.map((start, hop) => [start * data.cores.length + (to[hop] ?? 0), hop]));
  }

  /** Null where no route leads. */
  find(from: number, to: number): Way | null {
    if (this.#reader === null) return null;
    const latency = this.#reader.latency(from, to);
    if (latency < 0) return null;
    const cores = [from];
    const links = new Set<number>();
    for (let at = from; at !== to; ) {
      const next = this.#reader.nextHop(at, to);
      if (next < 0 || cores.length > this.#data.cores.length) return null;
      const link = this.#data.hops.link[this.hop(at, next)] ?? -1;
      if (link >= 0) links.add(link);
      cores.push(next);
      at = next;
    }
    return { cores, links, latency };
  }

  /** Picoseconds; -1 where no route leads. */
  latency(from: number, to: number): number {
    return this.#reader?.latency(from, to) ?? -1;
  }

  /** Picoseconds to the core that is farthest. */
  farthest(from: number): number {
    if (this.#farthest.from !== from) {
      const latency = this.#data.cores.reduce((most, _, core) => Math.max(most, this.latency(from, core)), 0);
      this.#farthest = { from, latency };
    }
    return this.#farthest.latency;
  }

  get areKnown(): boolean {
    return this.#reader !== null;
  }

  /** -1 where they are no neighbours. */
  hop(from: number, to: number): number {
    return this.#hops.get(from * this.#data.cores.length + to) ?? -1;
  }

  /** Of all programs with the services they are bound to. */
  get connections(): readonly Connection[] {
    this.#connections ??= this.#data.programs.flatMap((program) =>
      program.instances.flatMap(({ core, bindings }, instance) =>
        program.uses.flatMap((used, use): Connection[] => {
          const service = this.#data.programs[used];
          const served = service?.instances[bindings[use] ?? -1];
          const way = served === undefined ? null : this.find(core, served.core);
          if (service === undefined || way === null) return [];
          return [{ from: nameInstance(program, instance), to: nameInstance(service, bindings[use] ?? 0), way }];
        }),
      ),
    );
    return this.#connections;
  }
}
