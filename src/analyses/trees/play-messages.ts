/** Messages between cores, played event by event: who is busy when, and when what arrives. */
import FlatQueue from "flatqueue";
import { type MessageHop, shareLines, type TreeCosts } from "./tree.ts";

/** What happens while messages are played. */
export interface Stage {
  /** Picoseconds since it began. */
  readonly now: number;
  /** A core sends a message, once it is done with what it has to do before that. Nothing where no route leads. */
  send(from: number, to: number): void;
  /** The same message to several, in order: one line is stored for all that it reaches by broadcast. */
  tell(from: number, to: readonly number[]): void;
}

/**
 * Plays what `begin` sends, and what `arrived` sends then, until all has arrived. A core does one thing after the other, in
 * the order in which there is cause to: it stores a line for a neighbour, or fetches one. What is stored waits until its
 * reader fetches it, and a fetch waits wherever it crosses a link that others still take. A core on the way of a message
 * that is not for it fetches it and stores it again. A line that is broadcast is stored as long as for the slowest that
 * reads it, and takes what several of them fetch it over once. The same for the same messages.
 */
export function playMessages(
  costs: TreeCosts,
  begin: (stage: Stage) => void,
  arrived: (stage: Stage, to: number, from: number) => void,
): void {
  const play = new Play(costs, arrived);
  begin(play);
  play.run();
}

interface Message {
  readonly from: number;
  readonly to: number;
  readonly hops: readonly MessageHop[];
  /** What the line has crossed for others that it reaches as well; null when it is for one. */
  readonly crossed: Set<number> | null;
  /** Which of the hops. */
  at: number;
}

/** A line that is stored, or fetched: of one message, or stored for several. */
interface Job {
  readonly messages: readonly Message[];
  readonly hop: MessageHop;
  /** Picoseconds that the storing takes. */
  readonly store: number;
  readonly isFetch: boolean;
  readonly order: number;
}

class Play implements Stage {
  now = 0;
  readonly #costs: TreeCosts;
  readonly #arrived: (stage: Stage, to: number, from: number) => void;
  readonly #running = new FlatQueue<Job>();
  /** What waits for each core that is busy; a core that is not there is idle. */
  readonly #waiting = new Map<number, Job[]>();
  /** By what is crossed: from when on nothing is on it. */
  readonly #free = new Map<number, number>();
  #jobs = 0;

  constructor(costs: TreeCosts, arrived: (stage: Stage, to: number, from: number) => void) {
    this.#costs = costs;
    this.#arrived = arrived;
  }

  send(from: number, to: number): void {
    this.#request([this.#messageTo(to, from, null)], false);
  }

  tell(from: number, to: readonly number[]): void {
    const receivers = to.map((core) => ({ core }));
    for (const line of shareLines(from, receivers, this.#costs)) {
      const crossed = line.length > 1 ? new Set<number>() : null;
      const messages = line.map(({ core }) => this.#messageTo(core, from, crossed));
      this.#request(messages, false);
    }
  }

  #messageTo(to: number, from: number, crossed: Set<number> | null): Message {
    return { from, to, hops: this.#costs.hops(from, to), crossed, at: 0 };
  }

  run(): void {
    for (let time = this.#running.peekValue(); time !== undefined; time = this.#running.peekValue()) {
      this.now = time;
      for (const job of this.#endingNow(time)) this.#end(job);
    }
  }

  /** What ends at the same time ends in the order in which it was asked for. */
  #endingNow(time: number): readonly Job[] {
    const jobs: Job[] = [];
    while (this.#running.peekValue() === time) {
      const job = this.#running.pop();
      if (job !== undefined) jobs.push(job);
    }
    return jobs.length === 1 ? jobs : jobs.sort((a, b) => a.order - b.order);
  }

  #request(messages: readonly Message[], isFetch: boolean): void {
    const hops = messages.flatMap(({ hops, at }) => hops[at] ?? []);
    const [hop] = hops;
    if (hop === undefined) return;
    const store = hops.reduce((longest, each) => Math.max(longest, each.store), 0);
    const job: Job = { messages, hop, store, isFetch, order: this.#jobs++ };
    const waiting = this.#waiting.get(coreOf(job));
    if (waiting !== undefined) waiting.push(job);
    else this.#start(job, []);
  }

  #start(job: Job, behind: Job[]): void {
    this.#waiting.set(coreOf(job), behind);
    this.#running.push(job, this.now + (job.isFetch ? this.#cross(job) + job.hop.fetch : job.store));
  }

  /** How long it waits for others on its way; from then on others wait for it. */
  #cross({ hop, messages }: Job): number {
    const crossed = messages[0]?.crossed ?? null;
    let at = this.now;
    for (const { carrier, time } of hop.crosses) {
      if (crossed?.has(carrier) === true) continue;
      crossed?.add(carrier);
      at = Math.max(at, this.#free.get(carrier) ?? 0);
      this.#free.set(carrier, at + time);
    }
    return at - this.now;
  }

  #end(job: Job): void {
    for (const message of job.messages) {
      if (!job.isFetch) this.#request([message], true);
      else if (++message.at < message.hops.length) this.#request([message], false);
      else this.#arrived(this, message.to, message.from);
    }
    this.#goOn(coreOf(job));
  }

  #goOn(core: number): void {
    const waiting = this.#waiting.get(core) ?? [];
    const next = waiting.shift();
    if (next === undefined) this.#waiting.delete(core);
    else this.#start(next, waiting);
  }
}

function coreOf({ hop, isFetch }: Job): number {
  return isFetch ? hop.to : hop.from;
}
