// Monitors on a network that the test drives: messages are bytes, in order over each hop, as late as chance has it.

import { seededRandom } from "../../../src/runtime/hosts/simulation/random.ts";
import { decodeGossip, encodeGossip } from "../../../src/runtime/membership/gossip.ts";
import { Monitor } from "../../../src/runtime/membership/monitor.ts";
import type { Placement } from "../../../src/runtime/membership/placements.ts";
import { firstView, type View } from "../../../src/runtime/membership/view.ts";

export interface Running {
  readonly incarnation: number;
  readonly monitor: Monitor;
  /** Agreed on, in order. */
  readonly views: View[];
  readonly alarm: { cancelled: boolean } | null;
  /** Moves that it was asked for. */
  readonly moves: Placement[];
}

interface Process extends Running {
  alarm: { cancelled: boolean } | null;
  hasQuorum: boolean;
}

export interface NetworkOptions {
  readonly cores: number;
  readonly edges: readonly (readonly [number, number])[];
  readonly seed: number;
  readonly domains?: readonly (readonly number[])[];
  readonly gather?: number;
  readonly doubt?: number;
  /** Milliseconds that every message takes over a hop, and credits back; as late again as chance has it. Default 0. */
  readonly latency?: (one: number, other: number) => number;
}

const retry = 50;

interface Scheduled {
  readonly time: number;
  readonly happen: () => void;
  cancelled: boolean;
}

/** What happens next, by time; first come, first served. */
class Agenda {
  readonly #events: Scheduled[] = [];

  schedule(time: number, happen: () => void): Scheduled {
    const event = { time, happen, cancelled: false };
    const after = this.#events.findLastIndex((each) => each.time <= time);
    this.#events.splice(after + 1, 0, event);
    return event;
  }

  next(until: number): Scheduled | null {
    while (this.#events[0]?.cancelled === true) this.#events.shift();
    const [first] = this.#events;
    return first === undefined || first.time > until ? null : (this.#events.shift() ?? null);
  }
}

export class MonitorNetwork {
  readonly neighbours: readonly (readonly number[])[];
  readonly #options: NetworkOptions;
  readonly #queue = new Agenda();
  readonly #random: () => number;
  readonly #processes: (Process | null)[];
  readonly #incarnations: number[];
  readonly #inFlight = new Map<string, number>();
  readonly #lastArrival = new Map<string, number>();
  readonly #cuts = new Set<string>();
  /** By core: nothing comes to it before that time. */
  readonly #delayed = new Map<number, number>();
  /** By epoch, who has acted on what. */
  readonly #history = new Map<number, { readonly process: Process; readonly text: string }[]>();
  readonly faults: string[] = [];
  messages = 0;
  now = 0;

  constructor(options: NetworkOptions) {
    const { cores, edges, seed } = options;
    this.#options = options;
    this.#random = seededRandom(seed);
    this.neighbours = Array.from({ length: cores }, (_, core) =>
      [...new Set(edges.flatMap(([a, b]) => (a === core ? [b] : b === core ? [a] : [])))].sort((a, b) => a - b),
    );
    this.#incarnations = this.neighbours.map(() => 0);
    this.#processes = this.neighbours.map(() => null);
    for (let core = 0; core < cores; core++) this.#processes[core] = this.#start(core, 0);
  }

  get living(): readonly (Running & { readonly core: number; readonly hasQuorum: boolean })[] {
    return this.#processes.flatMap((process, core) =>
      process === null ? [] : [{ ...process, core, hasQuorum: process.hasQuorum }],
    );
  }

  at(time: number, happen: () => void): void {
    this.#queue.schedule(Math.max(time, this.now), happen);
  }

  run(until: number): void {
    for (let steps = 0; steps < 200_000; steps++) {
      const event = this.#queue.next(until);
      if (event === null) {
        this.now = until;
        return;
      }
      this.now = event.time;
      event.happen();
    }
    this.faults.push("it never ends");
  }

  // ── faults ──

  /** `certain`: the host tells everybody; else its neighbours hear nothing any more. */
  kill(core: number, certain: boolean): void {
    const process = this.#processes[core] ?? null;
    if (process === null) return;
    this.#processes[core] = null;
    const incarnation = process.incarnation;
    for (const other of certain ? this.neighbours.keys() : (this.neighbours[core] ?? [])) {
      this.at(this.now + this.#random() * 20, () => {
        if (this.#incarnations[core] !== incarnation || this.#processes[core] !== null) return;
        this.#tell(other, ({ monitor }) => (certain ? monitor.died(core) : monitor.silent(core)));
      });
    }
  }

  cut(one: number, other: number): void {
    this.#cuts.add(hopKey(one, other));
    for (const [core, from] of [
      [one, other],
      [other, one],
    ] as const) {
      this.at(this.now + this.#random() * 20, () => {
        if (this.#cuts.has(hopKey(one, other))) this.#tell(core, ({ monitor }) => monitor.silent(from));
      });
    }
  }

  heal(one: number, other: number): void {
    if (!this.#cuts.delete(hopKey(one, other))) return;
    for (const [core, from] of [
      [one, other],
      [other, one],
    ] as const) {
      this.at(this.now + this.#random() * 20, () => {
        if (!this.#cuts.has(hopKey(one, other)) && this.#processes[from] !== null)
          this.#tell(core, ({ monitor }) => monitor.heard(from));
      });
    }
  }

  /** Nothing comes to a core before that time. */
  delay(core: number, until: number): void {
    this.#delayed.set(core, until);
  }

  healAll(): void {
    for (const hop of [...this.#cuts]) {
      const [one = 0, other = 0] = hop.split(" ").map(Number);
      this.heal(one, other);
    }
  }

  /** Some kernels, or all, are asked for a move, one after the other. */
  move(placement: Placement, by: (core: number) => boolean = () => true): void {
    for (const { core } of this.living) {
      if (!by(core)) continue;
      this.at(this.now + this.#random() * 20, () => {
        this.#tell(core, ({ monitor, moves }) => {
          monitor.moves(placement);
          moves.push(placement);
        });
      });
    }
  }

  /** A dead core's kernel comes again, once everybody who lives was told. */
  restart(core: number): void {
    if (this.#processes[core] !== null) return;
    const incarnation = this.#incarnations[core] ?? 0;
    this.#incarnations[core] = incarnation + 1;
    for (const { core: other, monitor } of this.living) {
      monitor.starts({ core, incarnation: incarnation + 1 });
      if (this.neighbours[core]?.includes(other)) monitor.forget(core);
      this.#settle(other);
    }
    for (const other of this.neighbours[core] ?? []) this.#forgetChannels(core, other);
    const process = this.#start(core, incarnation + 1);
    this.#processes[core] = process;
    for (const other of this.neighbours[core] ?? []) {
      if (this.#cuts.has(hopKey(core, other))) process.monitor.silent(other);
      if (this.#cuts.has(hopKey(core, other))) this.#tell(other, ({ monitor }) => monitor.silent(core));
    }
    this.#settle(core);
  }

  // ── the network ──

  #start(core: number, incarnation: number): Process {
    const { cores, domains = [], gather = 0, doubt = 0 } = this.#options;
    const options = {
      ...{ core, incarnation, neighbours: this.neighbours, retry, gather, doubt, domains, links: [] },
      first: firstView(Array.from({ length: cores }, (_, each) => each)),
    };
    const process: Process = {
      incarnation,
      views: [],
      moves: [],
      alarm: null,
      hasQuorum: incarnation === 0,
      monitor: new Monitor(options, {
        send: (to, gossip) => this.#send(core, to, encodeGossip(gossip, cores)),
        alarm: (at) => {
          if (process.alarm !== null) process.alarm.cancelled = true;
          process.alarm = null;
          if (at === Number.POSITIVE_INFINITY) return;
          process.alarm = this.#queue.schedule(Math.max(at, this.now), () => {
            if (this.#processes[core] === process) this.#settle(core);
          });
        },
        agreed: (view) => this.#agreed(process, view),
        quorum: (hasQuorum) => {
          process.hasQuorum = hasQuorum;
        },
        excluded: () => {
          this.at(this.now, () => {
            if (this.#processes[core] !== process) return;
            this.kill(core, true);
            this.at(this.now + 10, () => this.restart(core));
          });
        },
      }),
    };
    return process;
  }

  /** What only those have acted on who are dead by then, nobody can tell. */
  #agreed(process: Process, view: View): void {
    const { views } = process;
    const before = views.at(-1)?.epoch ?? 0;
    if (view.epoch <= before) this.faults.push(`epoch ${view.epoch} after ${before}`);
    if (before > 0 && view.epoch > before + 1) this.faults.push(`epoch ${view.epoch} right after ${before}`);
    for (const { service, move } of views.at(-1)?.placements ?? []) {
      const next = view.placements.find((each) => each.service === service);
      if (next === undefined || next.move < move) this.faults.push(`epoch ${view.epoch}: ${service} moves back`);
    }
    for (const { service, core, move } of view.placements) {
      const isNew = views.at(-1)?.placements.find((each) => each.service === service)?.move !== move;
      if (isNew && views.length > 0 && !view.members.has(core))
        this.faults.push(`${service} moves to ${core}, which is no member`);
    }
    views.push(view);
    const text = textOf(view);
    const others = this.#history.get(view.epoch) ?? [];
    const other = others.find((each) => each.text !== text && this.#processes.includes(each.process));
    if (other !== undefined) this.faults.push(`epoch ${view.epoch}: ${other.text} and ${text}`);
    this.#history.set(view.epoch, [...others, { process, text }]);
  }

  #send(from: number, to: number, words: Int32Array): boolean {
    const hop = `${from} ${to}`;
    if (this.#cuts.has(hopKey(from, to)) || this.#processes[to] === null) return true;
    const inFlight = this.#inFlight.get(hop) ?? 0;
    if (inFlight >= 2) return false;
    this.#inFlight.set(hop, inFlight + 1);
    this.messages++;
    const latency = this.#options.latency?.(Math.min(from, to), Math.max(from, to)) ?? 0;
    const soonest = Math.max(this.now + latency + this.#random() * 5, this.#delayed.get(to) ?? 0);
    const arrival = Math.max(soonest, this.#lastArrival.get(hop) ?? 0);
    this.#lastArrival.set(hop, arrival);
    const [sender, receiver] = [this.#processes[from], this.#processes[to]];
    this.#queue.schedule(arrival, () => {
      if (!this.#cuts.has(hopKey(from, to)) && this.#processes[to] === receiver) {
        const gossip = decodeGossip(words, this.#options.cores);
        if (gossip === null) this.faults.push("a gossip that cannot be read");
        else this.#tell(to, ({ monitor }) => monitor.receive(from, gossip));
      }
      this.#queue.schedule(this.now + latency, () => {
        // A channel that was made anew meanwhile has all its credits.
        if (this.#processes[from] !== sender || this.#processes[to] !== receiver) return;
        this.#inFlight.set(hop, Math.max(0, (this.#inFlight.get(hop) ?? 0) - 1));
        if (sender?.monitor.owes === true) this.#settle(from);
      });
    });
    return true;
  }

  #forgetChannels(one: number, other: number): void {
    for (const hop of [`${one} ${other}`, `${other} ${one}`]) {
      this.#inFlight.set(hop, 0);
      this.#lastArrival.delete(hop);
    }
  }

  #tell(core: number, tell: (process: Process) => void): void {
    const process = this.#processes[core] ?? null;
    if (process === null) return;
    tell(process);
    this.#settle(core);
  }

  #settle(core: number): void {
    this.#processes[core]?.monitor.settle(this.now);
  }
}

function hopKey(one: number, other: number): string {
  return `${Math.min(one, other)} ${Math.max(one, other)}`;
}

export function textOf({ members, incarnations, cuts, placements }: View): string {
  const each = [...members].sort((a, b) => a - b).map((core) => `${core}.${incarnations.get(core)}`);
  const text = `${each.join(" ")} | ${cuts.map((hop) => hop.join("-")).join(" ")}`;
  const moved = placements.map(({ service, core, move }) => `${service}@${core}#${move}`);
  return moved.length === 0 ? text : `${text} | ${moved.join(" ")}`;
}
