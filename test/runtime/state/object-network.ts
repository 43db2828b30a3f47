// One replicated object on several kernels in virtual time, without the kernels: what they say to each other comes a
// millisecond later, in order, unless one of them is cut off.
import FlatQueue from "flatqueue";
import type { AgreementView } from "../../../src/runtime/agreement/protocol.ts";
import type { BootState } from "../../../src/runtime/kernel/boot-configuration.ts";
import { Deadlines } from "../../../src/runtime/kernel/deadlines.ts";
import type { Answer, Ask } from "../../../src/runtime/state/asks.ts";
import { LocalObject } from "../../../src/runtime/state/local-object.ts";
import type { ObjectOwner } from "../../../src/runtime/state/object-owner.ts";
import { RemoteObject } from "../../../src/runtime/state/remote-object.ts";

const snapshotBytes = 2 ** 16;

/** A map of so many replicas, on the first cores, which one core more uses: the nearest of them is the first. */
export function mapFacts(protocol: BootState["protocol"], replicas: number): BootState {
  const cores = Array.from({ length: replicas }, (_, core) => core);
  return {
    ...{ name: "names", kind: "map", protocol, replicas: cores, leader: 0 },
    ...{ tree: { cores, parents: cores.map((_, place) => (place === 0 ? -1 : 0)) } },
    ...{ keyBytes: 8, valueBytes: 8, capacity: 64, commandBytes: 64, replicaBytes: 4096, snapshotBytes },
    ...{ leaseMilliseconds: null, users: [{ program: "user", instance: 0, core: replicas, replica: 0 }] },
  };
}

/** Programs have done all that they do before something else happens. */
function quiet(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** An object as one kernel has it, from that kernel's start to its end. */
class Place {
  readonly object: LocalObject | RemoteObject;
  isOver = false;

  constructor(make: (isOver: () => boolean) => LocalObject | RemoteObject) {
    this.object = make(() => this.isOver);
  }
}

export class ObjectNetwork {
  readonly facts: BootState;
  /** What kernels have asked replicas, in order. */
  readonly asks: { readonly from: number; readonly to: number; readonly ask: Ask }[] = [];
  readonly #places = new Map<number, Place>();
  /** Times at which something happens, and what, in order. */
  readonly #times = new FlatQueue<number>();
  readonly #due = new Map<number, (() => void)[]>();
  #time = 0;
  #cut: ReadonlySet<number> = new Set();
  #view: AgreementView;

  constructor(facts: BootState) {
    this.facts = facts;
    const cores = [...facts.replicas, ...facts.users.map(({ core }) => core)];
    this.#view = { epoch: 1, members: new Set(cores), incarnations: new Map(cores.map((core) => [core, 0])) };
    for (const core of cores) this.#begin(core);
  }

  local(core: number): LocalObject {
    const { object } = this.#place(core);
    if (!(object instanceof LocalObject)) throw new Error(`core ${core} has no replica`);
    return object;
  }

  remote(core: number): RemoteObject {
    const { object } = this.#place(core);
    if (!(object instanceof RemoteObject)) throw new Error(`core ${core} has a replica`);
    return object;
  }

  /** Lets happen what happens in so many milliseconds, and what programs do upon it. */
  async run(milliseconds: number): Promise<void> {
    const until = this.#time + milliseconds;
    await quiet();
    for (let due = this.#times.peekValue(); due !== undefined && due <= until; due = this.#times.peekValue()) {
      this.#time = due;
      const happen = this.#due.get(due)?.shift();
      if (happen === undefined) this.#due.delete(this.#times.pop() ?? due);
      happen?.();
      await quiet();
    }
    this.#time = until;
  }

  /** From now on these are heard by nobody, and hear nobody. */
  cutOff(...cores: readonly number[]): void {
    this.#cut = new Set(cores);
  }

  /** It is gone, and the others know at once. */
  lose(core: number): void {
    this.#place(core).isOver = true;
    const members = new Set([...this.#view.members].filter((member) => member !== core));
    this.#agree({ ...this.#view, members });
  }

  /** It starts anew, and the others know at once: of its end and of its beginning in one view, where it has not been lost before. */
  restart(core: number): void {
    this.#place(core).isOver = true;
    const incarnations = new Map(this.#view.incarnations);
    incarnations.set(core, (incarnations.get(core) ?? 0) + 1);
    const members = new Set([...this.#view.members, core]);
    this.#agree({ ...this.#view, members, incarnations });
    this.#begin(core);
  }

  #agree(view: AgreementView): void {
    this.#view = { ...view, epoch: this.#view.epoch + 1 };
    for (const { object, isOver } of this.#places.values()) if (!isOver) object.viewChanged(this.#view);
  }

  #place(core: number): Place {
    const place = this.#places.get(core);
    if (place === undefined) throw new Error(`there is no core ${core}`);
    return place;
  }

  #begin(core: number): void {
    const hasReplica = this.facts.replicas.includes(core);
    const place = new Place((isOver) => {
      const owner = this.#ownerOf(core, isOver);
      return hasReplica ? new LocalObject(this.facts, snapshotBytes, owner) : new RemoteObject(this.facts, owner);
    });
    this.#places.set(core, place);
  }

  #ownerOf(core: number, isOver: () => boolean): ObjectOwner {
    const network = this;
    const say = (to: number, hear: () => void): void => {
      if (!isOver()) this.#send(core, to, hear);
    };
    const deadlines = new Deadlines({
      ...{ ticking: false, now: () => this.#time },
      alarm: (at) => this.#after(at - this.#time, () => isOver() || deadlines.expire()),
    });
    return {
      ...{ core, incarnation: this.#view.incarnations.get(core) ?? 0, deadlines, hasQuorum: true },
      get view() {
        return network.#view;
      },
      now: () => this.#time,
      tell: (to, message) => say(to, () => this.local(to).receive(core, message)),
      ask: (to, ask) => say(to, () => this.#asked(core, to, ask)),
      answer: (to, answer: Answer) => say(to, () => this.remote(to).answered(core, answer)),
      held: () => {},
      lost: () => {},
    };
  }

  #asked(from: number, to: number, ask: Ask): void {
    this.asks.push({ from, to, ask });
    if (!this.local(to).asked(from, ask)) throw new Error(`no kernel would have asked ${ask.kind}`);
  }

  #send(from: number, to: number, hear: () => void): void {
    if (this.#cut.has(from) || this.#cut.has(to)) return;
    this.#after(1, () => this.#place(to).isOver || hear());
  }

  #after(milliseconds: number, happen: () => void): void {
    const at = this.#time + milliseconds;
    const due = this.#due.get(at);
    due?.push(happen);
    if (due !== undefined) return;
    this.#due.set(at, [happen]);
    this.#times.push(at, at);
  }
}
