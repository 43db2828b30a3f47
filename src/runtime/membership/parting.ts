/** Who is within reach of a member. */
interface Within {
  /** Ascending. */
  readonly members: readonly number[];
  /** Whether those can decide anything. */
  readonly hasQuorum: boolean;
}

/**
 * Whether a kernel is among enough others, and with whom while it is not. Who was left among too few gives up those out of
 * reach, and goes on only when a view says so: before that the others go on with what it has given up.
 */
export class Parting {
  #hasQuorum: boolean;
  /** Null while all is well; else the members that have been within reach since it was not. */
  #within: ReadonlySet<number> | null = null;
  #times = 0;

  constructor(hasQuorum: boolean) {
    this.#hasQuorum = hasQuorum;
  }

  /** How often it was left among too few. */
  get times(): number {
    return this.#times;
  }

  /** Who is within reach now, and of how many times the view knows; null when nothing has changed by that. */
  note({ members, hasQuorum }: Within, known: number): Within | null {
    if (!hasQuorum) return this.#part(members, known);
    if (known < this.#times || this.#hasQuorum) return null;
    this.#hasQuorum = true;
    this.#within = null;
    return { members, hasQuorum };
  }

  #part(members: readonly number[], known: number): Within | null {
    const before = this.#within;
    const within = new Set(before === null ? members : members.filter((core) => before.has(core)));
    if (known >= this.#times) this.#times = known + 1;
    else if (within.size === before?.size) return null;
    this.#within = within;
    this.#hasQuorum = false;
    return { members: [...within], hasQuorum: false };
  }
}
