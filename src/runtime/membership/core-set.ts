/** Some of the cores of a machine, by number. */
export class CoreSet {
  readonly words: Uint32Array;

  /** Empty, with room for cores below `cores`; or with those words, which it keeps. */
  constructor(cores: number | Uint32Array) {
    this.words = typeof cores === "number" ? new Uint32Array((cores + 31) >>> 5) : cores;
  }

  static of(cores: number, members: Iterable<number>): CoreSet {
    const set = new CoreSet(cores);
    for (const core of members) set.add(core);
    return set;
  }

  get size(): number {
    let size = 0;
    for (let word of this.words) for (; word !== 0; word &= word - 1) size++;
    return size;
  }

  has(core: number): boolean {
    return ((this.words[core >>> 5] ?? 0) & (1 << (core & 31))) !== 0;
  }

  add(core: number): void {
    const word = core >>> 5;
    if (word < this.words.length) this.words[word] = (this.words[word] as number) | (1 << (core & 31));
  }

  /** Adds all of another; whether any was new. */
  merge(other: CoreSet): boolean {
    let isNew = false;
    for (let word = 0; word < this.words.length; word++) {
      const before = this.words[word] as number;
      this.words[word] = before | (other.words[word] ?? 0);
      if (this.words[word] !== before) isNew = true;
    }
    return isNew;
  }

  copy(): CoreSet {
    return new CoreSet(this.words.slice());
  }

  *[Symbol.iterator](): Generator<number> {
    for (let core = 0; core < this.words.length * 32; core++) if (this.has(core)) yield core;
  }
}
