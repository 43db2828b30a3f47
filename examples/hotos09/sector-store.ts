/** Sectors of a disk in memory. Only those that were written take room; all others read as zeros. */
export class SectorStore {
  readonly sectors: number;
  readonly #sectorBytes: number;
  readonly #written = new Map<number, Uint8Array>();

  constructor(sectors: number, sectorBytes: number) {
    this.sectors = sectors;
    this.#sectorBytes = sectorBytes;
  }

  /** Whether the disk has all sectors from `lba` on, `count` of them. */
  holds(lba: bigint, count: number): boolean {
    return lba + BigInt(count) <= BigInt(this.sectors);
  }

  read(lba: number, count: number): Uint8Array {
    const data = new Uint8Array(count * this.#sectorBytes);
    for (let index = 0; index < count; index++) {
      const sector = this.#written.get(lba + index);
      if (sector !== undefined) data.set(sector, index * this.#sectorBytes);
    }
    return data;
  }

  /** `data` is whole sectors; the store keeps a copy. */
  write(lba: number, data: Uint8Array): void {
    const count = data.length / this.#sectorBytes;
    for (let index = 0; index < count; index++) {
      const start = index * this.#sectorBytes;
      this.#written.set(lba + index, data.slice(start, start + this.#sectorBytes));
    }
  }

  /** Forgets sectors; they read as zeros again. */
  trim(lba: number, count: number): void {
    for (let index = 0; index < count; index++) this.#written.delete(lba + index);
  }

  /** The runs of neighbouring sectors that hold data, as of now, in ascending order. */
  *runs(from: number): Generator<{ readonly lba: number; readonly count: number }> {
    const written = [...this.#written.keys()].filter((lba) => lba >= from).sort((a, b) => a - b);
    let start = 0;
    for (const [index, lba] of written.entries()) {
      if (written[index + 1] === lba + 1) continue;
      yield { lba: written[start] ?? lba, count: index + 1 - start };
      start = index + 1;
    }
  }
}
