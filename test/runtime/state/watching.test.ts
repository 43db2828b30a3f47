import { expect, test } from "vitest";
import { seededRandom } from "../../../src/runtime/hosts/simulation/random.ts";
import { operations } from "../../../src/runtime/state/operations.ts";
import type { ChangeBytes, Command, ReplicatedObject } from "../../../src/runtime/state/replicated-object.ts";
import { mapFacts, ObjectNetwork } from "./object-network.ts";

const replicas = 4;
const user = replicas;
const keys = 4;

/** What somebody who watches knows of the map: what it was told, one after another. */
class Follower {
  readonly known = new Map<number, number>();
  readonly indexes: number[] = [];

  constructor(object: ReplicatedObject) {
    void this.#follow(object.watch({ buffer: 3 }));
  }

  async #follow(changes: AsyncIterable<ChangeBytes>): Promise<void> {
    for await (const change of changes) this.#learn(change);
  }

  #learn(change: ChangeBytes): void {
    this.indexes.push(change.index);
    if ("snapshot" in change) {
      this.known.clear();
      for (const [key, value] of change.snapshot) this.known.set(key[0] ?? 0, value[0] ?? 0);
    } else if (change.operation === operations.delete) this.known.delete(change.key[0] ?? 0);
    else this.known.set(change.key[0] ?? 0, change.value[0] ?? 0);
  }
}

function set(key: number, value: number): Command {
  return { operation: operations.set, key: Uint8Array.of(key), value: Uint8Array.of(value), expected: null };
}

class Run {
  readonly #network: ObjectNetwork;
  readonly #random: () => number;
  readonly #follower: Follower;
  #lost: number | null = null;

  constructor(protocol: "majority" | "broadcast", seed: number) {
    this.#random = seededRandom(seed);
    this.#network = new ObjectNetwork(mapFacts(protocol, replicas));
    this.#follower = new Follower(this.#network.remote(user));
  }

  async run(): Promise<void> {
    for (let step = 0; step < 150; step++) {
      this.#happen(this.#below(20));
      await this.#network.run(this.#below(60));
    }
    await this.#calm();
    const replica = this.#network.local(0).replica;
    const agreed = [...replica.entries()].map(([key, value]) => [key[0], value[0]]);
    expect([...this.#follower.known].sort()).toEqual(agreed.sort());
    const { indexes } = this.#follower;
    expect(indexes).toEqual([...indexes].sort((one, other) => one - other));
  }

  #below(most: number): number {
    return Math.floor(this.#random() * most);
  }

  #happen(dice: number): void {
    if (dice < 9) this.#propose();
    else if (dice < 12) this.#network.cutOff(this.#below(replicas + 1));
    else if (dice < 15) this.#network.cutOff();
    else this.#loseOrReturn();
  }

  #propose(): void {
    const at = this.#below(replicas);
    if (at === this.#lost) return;
    const command = set(this.#below(keys), this.#below(100));
    const operation = this.#below(4) === 0 ? operations.delete : command.operation;
    void this.#network.local(at).propose({ ...command, operation });
  }

  /** One at a time, and none before all others have the state. */
  #loseOrReturn(): void {
    const network = this.#network;
    if (this.#lost !== null) {
      network.restart(this.#lost);
      this.#lost = null;
    } else if (this.#network.facts.replicas.every((core) => network.local(core).holds)) {
      // Mostly the nearest one, which is asked.
      this.#lost = Math.max(0, this.#below(2 * replicas) - replicas);
      network.lose(this.#lost);
    }
  }

  async #calm(): Promise<void> {
    const network = this.#network;
    network.cutOff();
    if (this.#lost !== null) network.restart(this.#lost);
    this.#lost = null;
    await network.run(8000);
    // Whoever is told of this has been told of all that was before.
    void network.local(1).propose(set(keys, 0));
    await network.run(4000);
  }
}

const seeds = 40;

test.each(["majority", "broadcast"] as const)(
  "who watches by %s, while replicas are cut off, lost and back, knows in the end what was agreed on",
  async (protocol) => {
    for (let seed = 1; seed <= seeds; seed++) await new Run(protocol, seed).run();
  },
  60_000,
);
