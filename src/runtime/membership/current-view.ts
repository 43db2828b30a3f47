import { firstView, type Membership, type View } from "./view.ts";

/** The view that a kernel acts on, and who wants to hear of the next. */
export class CurrentView implements Membership {
  #view: View;
  #hasQuorum = true;
  readonly #onView = new Set<(view: View) => void>();
  readonly #onQuorum = new Set<(hasQuorum: boolean) => void>();

  constructor(view: View) {
    this.#view = view;
  }

  get view(): View {
    return this.#view;
  }

  get hasQuorum(): boolean {
    return this.#hasQuorum;
  }

  onView(listener: (view: View) => void): () => void {
    this.#onView.add(listener);
    return () => void this.#onView.delete(listener);
  }

  onQuorum(listener: (hasQuorum: boolean) => void): () => void {
    this.#onQuorum.add(listener);
    return () => void this.#onQuorum.delete(listener);
  }

  /** The kernel has agreed on it; its listeners hear of it by {@link announce}, once it has acted on it. */
  set(view: View): void {
    this.#view = view;
  }

  announce(): void {
    for (const listener of [...this.#onView]) listener(this.#view);
  }

  setQuorum(hasQuorum: boolean): void {
    if (hasQuorum === this.#hasQuorum) return;
    this.#hasQuorum = hasQuorum;
    for (const listener of [...this.#onQuorum]) listener(hasQuorum);
  }
}

/** Of each configuration once: a simulation asks for every kernel. */
const known = new WeakMap<readonly number[], View>();

/** Of all kernels that boot, in the order they do. */
export function firstViewOf({ order }: { readonly order: readonly number[] }): View {
  const found = known.get(order) ?? firstView(order);
  known.set(order, found);
  return found;
}

/** What a kernel that starts anew goes by until it has heard of the others. */
export function noView(first: View): View {
  return { ...first, epoch: 0, members: new Set() };
}
