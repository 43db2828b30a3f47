/** Messages between cores, played event by event: who is busy when, and when what arrives. */
import FlatQueue from "flatqueue";
import type { MessageHop, TreeCosts } from "./tree.ts";

/** What happens while messages are played. */
export interface Stage {
  /** Picoseconds since it began. */
  readonly now: number;
  /** A core sends a message, once it is done with what it has to do before that. Nothing where no route leads. */
  send(from: number, to: number): void;
}

/**
 * Plays what `begin` sends, and what `arrived` sends then, until all has arrived. A core does one thing after the other, in
 * the order in which there is cause to: it stores a line for a neighbour, or fetches one. What is stored waits until its
 * reader fetches it, and a fetch waits wherever it crosses a link that others still take. A core on the way of a message
 * that is not for it fetches it and stores it again. The same for the same messages.
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
  /** Which of the hops. */
  at: number;
}

/** A line that is stored, or fetched. */
interface Job {
  readonly message: Message;
  readonly hop: MessageHop;
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
    this.#request({ from, to, hops: this.#costs.hops(from, to), at: 0 }, false);
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

  #request(message: Message, isFetch: boolean): void {
    const hop = message.hops[message.at];
    if (hop === undefined) return;
    const job: Job = { message, hop, isFetch, order: this.#jobs++ };
    const waiting = this.#waiting.get(coreOf(job));
    if (waiting !== undefined) waiting.push(job);
    else this.#start(job, []);
  }

  #start(job: Job, behind: Job[]): void {
    this.#waiting.set(coreOf(job), behind);
    this.#running.push(job, this.now + (job.isFetch ? this.#cross(job.hop) + job.hop.fetch : job.hop.store));
  }

  /** How long it waits for others on its way; from then on others wait for it. */
  #cross({ crosses }: MessageHop): number {
    let at = this.now;
    for (const { carrier, time } of crosses) {
      at = Math.max(at, this.#free.get(carrier) ?? 0);
      this.#free.set(carrier, at + time);
    }
    return at - this.now;
  }

  #end(job: Job): void {
    const { message, isFetch } = job;
    if (!isFetch) this.#request(message, true);
    else if (++message.at < message.hops.length) this.#request(message, false);
    else this.#arrived(this, message.to, message.from);
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
