import type { View } from "../../membership/view.ts";
import type { ReplicatedObject } from "../../state/replicated-object.ts";
import type { BootConfiguration, BootState } from "../boot-configuration.ts";
import type { Frame } from "../frame.ts";
import type { ObjectStanding, StateLoad } from "../load.ts";
import { lastOfStates } from "../switching/endpoints.ts";
import type { Switch } from "../switching/switch.ts";
import { mayHaveReplica, StateEndpoint, type StatesOwner } from "./state-endpoint.ts";

/** Replicated objects, as this kernel has them. They talk to themselves on other kernels, endpoint to endpoint. */
export class States {
  readonly #objects = new Map<string, StateEndpoint>();
  readonly #endpoints: (StateEndpoint | null)[];
  readonly #owner: StatesOwner;
  readonly #facts: BootState[];
  readonly #make: (facts: BootState, index: number) => StateEndpoint;

  constructor(configuration: BootConfiguration, frames: Switch, owner: StatesOwner) {
    this.#owner = owner;
    const { states = [], order } = configuration;
    this.#facts = [...states];
    this.#make = (facts, index) => {
      const endpoint = new StateEndpoint(facts, index, order.length, frames, owner);
      this.#objects.set(facts.name, endpoint);
      return endpoint;
    };
    this.#endpoints = states.map((facts, index) => {
      const isUsed = facts.users.some(({ core }) => core === owner.core);
      return isUsed || mayHaveReplica(facts, owner.core) ? this.#make(facts, index) : null;
    });
  }

  /** An instance of a program runs on another core: what it uses is to be had there. */
  relocate(program: string, instance: number, core: number): void {
    for (const [index, facts] of this.#facts.entries()) {
      const user = facts.users.find((each) => each.program === program && each.instance === instance);
      if (user === undefined) continue;
      const replica = facts.replicas.includes(core) ? core : user.replica;
      const moved = { ...facts, users: [...facts.users.filter((each) => each !== user), { ...user, core, replica }] };
      this.#facts[index] = moved;
      const endpoint = this.#endpoints[index] ?? null;
      if (endpoint !== null) endpoint.admit(core);
      else if (core === this.#owner.core) this.#endpoints[index] = this.#make(moved, index);
    }
  }

  /** Proposals of this kernel's programs by object: how many were settled, and how long that took. */
  loads(): readonly StateLoad[] {
    return [...this.#objects].flatMap(([name, { object }]) => {
      const { settled, median, slow } = object.latencies;
      return settled === 0 ? [] : [{ name, settled, median, slow }];
    });
  }

  /** Where the replicas of this kernel stand. */
  standings(): readonly ObjectStanding[] {
    return [...this.#objects].flatMap(([name, { standing }]) => (standing === null ? [] : [{ name, ...standing }]));
  }

  find(name: string): ReplicatedObject | null {
    return this.#objects.get(name)?.object ?? null;
  }

  /** To an endpoint that is an object's. */
  receive(frame: Frame): void {
    const endpoint = this.#endpoints[lastOfStates - frame.endpoint] ?? null;
    if (endpoint === null) this.#owner.drop("endpoint", frame.source);
    else endpoint.receive(frame);
  }

  /** The kernel acts on it already. */
  viewChanged(view: View): void {
    for (const endpoint of this.#objects.values()) endpoint.viewChanged(view);
  }

  /** Whether all objects go on without those who have left; what is needed for that is begun where it is not. */
  settle(): boolean {
    const unsettled = [...this.#objects.values()].filter((endpoint) => !endpoint.settle());
    return unsettled.length === 0;
  }

  /** A core is to leave in order, or null: none is. The objects whose replicas here do not go on without it yet. */
  relinquish(core: number | null): readonly string[] {
    return [...this.#objects].flatMap(([name, endpoint]) => (endpoint.relinquish(core) ? [] : [name]));
  }

  shutdown(): void {
    for (const endpoint of this.#objects.values()) endpoint.shutdown();
  }
}
