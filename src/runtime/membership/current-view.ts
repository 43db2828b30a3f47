import type { Membership, View } from "./view.ts";

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

/** The next view without a core. */
export function without({ epoch, members, incarnations, cuts }: View, lost: number): View {
  return {
    epoch: epoch + 1,
    members: new Set([...members].filter((core) => core !== lost)),
    incarnations,
    cuts: cuts.filter((hop) => !hop.includes(lost)),
  };
}
