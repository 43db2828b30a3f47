/**
 * Whether what happened at the same time could have happened one after another. The search is that of J. Wing and C. Gong,
 * "Testing and Verifying Concurrent Objects" (JPDC 1993), as G. Lowe has it, "Testing for Linearizability" (CCPE 2017):
 * an operation takes effect just in time, when one that has returned needs it, and no configuration is looked at twice.
 */

/** An operation of a concurrent history. Times need only be ordered; those that are equal overlap. */
export interface Operation<Input, Output> {
  readonly input: Input;
  readonly called: number;
  /** Null: nobody knows how it ended. It takes effect some time after its call, or never. */
  readonly ending: { readonly at: number; readonly output: Output } | null;
}

/** What the object does when its operations come one after another. */
export interface SequentialModel<State, Input, Output> {
  readonly initial: State;
  /** The state after the operation; null when it cannot end like this. `ending` null: however it ends. */
  step(state: State, input: Input, ending: { readonly output: Output } | null): State | null;
  /** Whether the operation never changes the state, whatever that is. */
  isRead(input: Input): boolean;
  /** The same text for states that cannot be told apart. */
  identify(state: State): string;
}

/** Operations are meant by their index in the history. */
export type Linearity<State> =
  /** `order`: one of the orders in which they can have taken effect. */
  | { readonly kind: "linearisable"; readonly order: readonly number[] }
  | {
      readonly kind: "violated";
      /** The first return that no order explains, even if what was open then took effect just as it ended later. */
      readonly offending: number;
      /** Of the longest prefix of the history that is linearisable: one of its orders. */
      readonly order: readonly number[];
      /** Called and not returned at that moment, without the offending one. */
      readonly open: readonly number[];
      /** States that the object may have had at that moment. */
      readonly states: readonly State[];
    }
  /** More configurations than were allowed; nothing is known. */
  | { readonly kind: "undecided"; readonly configurations: number };

export interface LinearityOptions {
  /** Configurations to look at before giving up. Default 1 000 000. */
  readonly limit?: number;
}

/** Whether some order of the operations, in which none comes before one that had returned when it was called, fits the model. */
export function checkLinearizability<State, Input, Output>(
  history: readonly Operation<Input, Output>[],
  model: SequentialModel<State, Input, Output>,
  { limit = 1_000_000 }: LinearityOptions = {},
): Linearity<State> {
  return new Search(history, model, limit).run();
}

/**
 * The same of independent parts, such as the keys of a map: a history is linearisable when those of its parts are
 * (M. Herlihy and J. Wing, "Linearizability", TOPLAS 1990, theorem 1). The first part that is not decides, else the first
 * that is undecided; `part` is null when all are linearisable. Indices are those of the whole history.
 */
export function checkParts<State, Input, Output>(
  history: readonly Operation<Input, Output>[],
  partOf: (input: Input) => string,
  model: SequentialModel<State, Input, Output>,
  options: LinearityOptions = {},
): { readonly part: string | null; readonly linearity: Linearity<State> } {
  const order: number[] = [];
  let undecided: { readonly part: string; readonly linearity: Linearity<State> } | null = null;
  for (const [part, members] of groupParts(history, partOf)) {
    const own = members.map((index) => history[index] as Operation<Input, Output>);
    const linearity = renumber(checkLinearizability(own, model, options), members);
    if (linearity.kind === "violated") return { part, linearity };
    if (linearity.kind === "undecided") undecided ??= { part, linearity };
    else order.push(...linearity.order);
  }
  return undecided ?? { part: null, linearity: { kind: "linearisable", order } };
}

function groupParts<Input>(
  history: readonly Operation<Input, unknown>[],
  partOf: (input: Input) => string,
): ReadonlyMap<string, readonly number[]> {
  const parts = new Map<string, number[]>();
  for (const [index, { input }] of history.entries()) {
    const part = partOf(input);
    const members = parts.get(part);
    if (members === undefined) parts.set(part, [index]);
    else members.push(index);
  }
  return parts;
}

function renumber<State>(linearity: Linearity<State>, members: readonly number[]): Linearity<State> {
  if (linearity.kind === "undecided") return linearity;
  const whole = (index: number): number => members[index] as number;
  const order = linearity.order.map(whole);
  if (linearity.kind === "linearisable") return { ...linearity, order };
  return { ...linearity, order, offending: whole(linearity.offending), open: linearity.open.map(whole) };
}

/** What took effect, newest first. */
interface Effects {
  readonly operation: number;
  readonly before: Effects | null;
}

/** A point in the search: the events up to `position` are explained. */
interface Configuration<State> {
  readonly position: number;
  readonly state: State;
  /** Of the open operations, by slot, those that took effect. */
  readonly done: bigint;
  readonly effects: Effects | null;
}

/** An operation's call or return. */
interface HistoryEvent {
  readonly operation: number;
  readonly returns: boolean;
  readonly at: number;
}

class Search<State, Input, Output> {
  readonly #history: readonly Operation<Input, Output>[];
  readonly #model: SequentialModel<State, Input, Output>;
  readonly #limit: number;
  readonly #events: readonly HistoryEvent[];
  /** By operation: its bit among the open ones; the bits of those that have returned are used again. */
  readonly #bits: readonly bigint[];
  /** By position of a return: the operations that are open then, in the order of their calls. */
  readonly #open: ReadonlyMap<number, readonly number[]>;
  readonly #seen = new Set<string>();
  readonly #stack: Configuration<State>[] = [];
  /** The configurations that came farthest, by their states. */
  #farthest = new Map<string, Configuration<State>>();
  #position = -1;

  constructor(
    history: readonly Operation<Input, Output>[],
    model: SequentialModel<State, Input, Output>,
    limit: number,
  ) {
    this.#history = history;
    this.#model = model;
    this.#limit = limit;
    this.#events = orderEvents(history);
    const { bits, open } = assignBits(this.#events, history.length);
    this.#bits = bits;
    this.#open = open;
  }

  run(): Linearity<State> {
    this.#stack.push({ position: 0, state: this.#model.initial, done: 0n, effects: null });
    for (let next = this.#stack.pop(); next !== undefined; next = this.#stack.pop()) {
      const reached = this.#advance(next);
      if (reached.position === this.#events.length)
        return { kind: "linearisable", order: listEffects(reached.effects) };
      if (!this.#isNew(reached)) continue;
      if (this.#seen.size > this.#limit) return { kind: "undecided", configurations: this.#limit };
      this.#expand(reached);
    }
    return this.#violation();
  }

  /** Goes on to the next return of an operation that has not taken effect, and is no read that can now. */
  #advance(from: Configuration<State>): Configuration<State> {
    let { position, done, effects } = from;
    for (; position < this.#events.length; position++) {
      const { operation, returns } = this.#events[position] as HistoryEvent;
      if (!returns) continue;
      const bit = this.#bits[operation] as bigint;
      if ((done & bit) === 0n) ({ done, effects } = this.#settle({ ...from, position, done, effects }));
      if ((done & bit) === 0n) break;
      done ^= bit;
    }
    return { position, state: from.state, done, effects };
  }

  /** Lets every open read take effect that fits: nothing that is possible later becomes impossible by that. */
  #settle({ position, state, done, effects }: Configuration<State>): Pick<Configuration<State>, "done" | "effects"> {
    for (const operation of this.#open.get(position) ?? []) {
      const { input, ending } = this.#history[operation] as Operation<Input, Output>;
      const bit = this.#bits[operation] as bigint;
      if (ending === null || (done & bit) !== 0n || !this.#model.isRead(input)) continue;
      if (this.#model.step(state, input, ending) === null) continue;
      done |= bit;
      effects = { operation, before: effects };
    }
    return { done, effects };
  }

  #isNew(configuration: Configuration<State>): boolean {
    const { position, state, done } = configuration;
    const identity = this.#model.identify(state);
    const key = `${position}:${done.toString(36)}:${identity}`;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    if (position > this.#position) {
      this.#position = position;
      this.#farthest = new Map();
    }
    if (position === this.#position && !this.#farthest.has(identity)) this.#farthest.set(identity, configuration);
    return true;
  }

  /** One more open operation takes effect; the one that returns is tried first. */
  #expand({ position, state, done, effects }: Configuration<State>): void {
    const returning = (this.#events[position] as HistoryEvent).operation;
    const open = this.#open.get(position) ?? [];
    const identity = this.#model.identify(state);
    for (const operation of [...open.filter((each) => each !== returning), returning]) {
      const bit = this.#bits[operation] as bigint;
      if ((done & bit) !== 0n) continue;
      const { input, ending } = this.#history[operation] as Operation<Input, Output>;
      const next = this.#model.step(state, input, ending);
      // That one which nobody waits for took effect is of interest only for what it has changed.
      if (next === null || (ending === null && this.#model.identify(next) === identity)) continue;
      this.#stack.push({ position, state: next, done: done | bit, effects: { operation, before: effects } });
    }
  }

  #violation(): Linearity<State> {
    const offending = (this.#events[this.#position] as HistoryEvent).operation;
    const reached = [...this.#farthest.values()];
    return {
      kind: "violated",
      offending,
      order: listEffects(reached[0]?.effects ?? null),
      open: (this.#open.get(this.#position) ?? []).filter((each) => each !== offending),
      states: reached.map(({ state }) => state),
    };
  }
}

function orderEvents(history: readonly Operation<unknown, unknown>[]): readonly HistoryEvent[] {
  const events: HistoryEvent[] = [];
  for (const [operation, { called, ending }] of history.entries()) {
    events.push({ operation, returns: false, at: called });
    if (ending !== null) events.push({ operation, returns: true, at: ending.at });
  }
  return events.sort((a, b) => a.at - b.at || Number(a.returns) - Number(b.returns));
}

function assignBits(
  events: readonly HistoryEvent[],
  operations: number,
): { readonly bits: readonly bigint[]; readonly open: ReadonlyMap<number, readonly number[]> } {
  const bits = new Array<bigint>(operations).fill(0n);
  const free: bigint[] = [];
  const open = new Map<number, readonly number[]>();
  const current = new Set<number>();
  let used = 0n;
  for (const [position, { operation, returns }] of events.entries()) {
    if (returns) {
      open.set(position, [...current]);
      current.delete(operation);
      free.push(bits[operation] as bigint);
    } else {
      bits[operation] = free.pop() ?? 1n << used++;
      current.add(operation);
    }
  }
  return { bits, open };
}

function listEffects(newest: Effects | null): readonly number[] {
  const order: number[] = [];
  for (let effect = newest; effect !== null; effect = effect.before) order.push(effect.operation);
  return order.reverse();
}
