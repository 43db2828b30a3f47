// The ledger under virtual time, with kernels killed and started at any moment, from a seed.
import { seededRandom } from "../../../../src/runtime/hosts/simulation/random.ts";
import { Simulation } from "../../../../src/runtime/hosts/simulation/simulation.ts";
import type { BootEvent } from "../../../../src/runtime/kernel/events.ts";
import { cores, ledgerShape, ledgerWith } from "../../fixtures/ledger.ts";
import { systemOf } from "../../fixtures/system.ts";
import { Audit } from "../audit.ts";
import { printStanding } from "../standings.ts";

/** Objects of which a majority of the replicas has to have the state before further cores are killed. */
const byMajority = ["audit", "turn", "board"];
const objects = ["names", "hits", "audit", "stale", "turn", "board", "tally"];
/** Virtual milliseconds in which all is well again after the last kill. */
const longest = 20_000;
const tick = 1e9;

export interface Outcome {
  readonly kills: number;
  readonly faults: readonly string[];
  /** What each kernel believed where something never came about. */
  readonly standings: string;
}

/** Kills so often that each of the kernels is killed again and again before it has the state, and while another is. */
export async function outcomeOf(seed: number, kills: number): Promise<Outcome> {
  return new Trial(seed, kills).run();
}

class Trial {
  readonly #random: () => number;
  readonly #simulation: Simulation;
  readonly #audit = new Audit();
  readonly #faults: string[] = [];
  /** By core that was killed: objects that it has the state of since. A core that has all of them is not in it. */
  readonly #missing = new Map<number, Set<string>>();
  #left: number;
  #killed = 0;
  #standings = "";

  constructor(seed: number, kills: number) {
    this.#random = seededRandom(seed);
    this.#left = kills;
    const { configuration, routes } = systemOf(ledgerShape);
    this.#simulation = new Simulation(configuration, routes, {
      ...{
        seed,
        disorder: 1,
        frameCost: 3e7,
        noticeAfter: 0.2 + this.#random() * 5,
        noticeUnevenly: true,
        patience: 0,
      },
      onEvent: (event) => this.#observe(event),
    });
  }

  async run(): Promise<Outcome> {
    await this.#simulation.start(ledgerWith(() => this.#simulation.now));
    this.#after(50, () => this.#act());
    await this.#simulation.run();
    const { undecided } = this.#audit.conclude();
    if (undecided > 0) this.#faults.push(`${undecided} histories are undecided`);
    return { kills: this.#killed, faults: [...this.#faults, ...this.#audit.faults], standings: this.#standings };
  }

  /** Kills one, or starts one, or waits. */
  #act(): void {
    if (this.#left === 0) {
      this.#calm();
      return;
    }
    const dead = [...this.#missing.keys()].filter((core) => !this.#simulation.isAlive(core));
    const victims = this.#missing.size < 2 ? [1, 2, 3, 4] : [...this.#missing.keys()];
    const victim = victims[Math.floor(this.#random() * victims.length)] ?? 1;
    if (dead.length > 0 && this.#random() < 0.6) this.#simulation.restart(dead[0] ?? 1);
    else if (this.#simulation.isAlive(victim)) this.#kill(victim);
    // Most moments are short enough to meet what the last one has begun.
    this.#after(this.#random() < 0.8 ? this.#random() * 8 : this.#random() * 120, () => this.#act());
  }

  #kill(core: number): void {
    this.#missing.set(core, new Set(byMajority));
    this.#left--;
    this.#killed++;
    this.#simulation.kill(core);
  }

  #calm(): void {
    for (const core of this.#missing.keys()) this.#simulation.restart(core);
    const agreed = objects.map((name) => this.#audit.agreed(name));
    this.#await(this.#simulation.now + longest, () => {
      const isWell = this.#missing.size === 0;
      return isWell && objects.every((name, index) => this.#audit.agreed(name) > (agreed[index] ?? 0) + 2 * cores);
    });
  }

  #await(until: number, holds: () => boolean): void {
    if (holds()) this.#simulation.stop("all is well");
    else if (this.#simulation.now > until) this.#giveUp();
    else this.#after(5, () => this.#await(until, holds));
  }

  #giveUp(): void {
    const kernels = Array.from({ length: cores }, (_, core) => this.#simulation.kernel(core));
    this.#standings = kernels.flatMap((kernel) => (kernel === null ? [] : [printStanding(kernel.load)])).join("\n");
    const missing = [...this.#missing].map(([core, names]) => `${core} has no ${[...names].join(", ")}`);
    this.#faults.push(`it does not go on: ${missing.join("; ")}`);
    this.#simulation.stop("it does not go on");
  }

  #after(milliseconds: number, act: () => void): void {
    this.#simulation.agenda.after(Math.ceil(milliseconds * tick), act);
  }

  #observe(event: BootEvent): void {
    if (event.kind === "log") this.#audit.take(event.text);
    if (event.kind === "replicaRebuilt") {
      this.#missing.get(event.core)?.delete(event.object);
      if (this.#missing.get(event.core)?.size === 0) this.#missing.delete(event.core);
    }
    if (event.kind === "objectLost") this.#faults.push(`${event.object} is lost`);
    if (event.kind === "frameDropped") this.#faults.push(`${event.core} dropped of ${event.from}: ${event.reason}`);
    if (event.kind === "clientFailed") this.#faults.push(`${event.program} failed: ${event.text}`);
  }
}
