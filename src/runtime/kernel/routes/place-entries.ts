/** The sections of a routing table that goes by place, each in the bytes it was read from. */
interface PlaceSections {
  readonly cores: number;
  /** Of the table: one for each place, then one for each position. */
  readonly columns: number;
  /** By core; 0xffff where nothing joins it to any other. */
  readonly placeOf: Uint16Array;
  readonly position: Uint16Array;
  readonly nextHops: Uint16Array;
  readonly virtualChannels: Uint8Array;
}

const nowhere = 0xffff;

/** Next hops of a large machine: to cores of the same place by their position, to all others by their place. */
export class PlaceEntries {
  readonly #sections: PlaceSections;
  readonly #places: number;

  constructor(sections: PlaceSections) {
    this.#sections = sections;
    this.#places = sections.placeOf.reduce((most, place) => (place === nowhere ? most : Math.max(most, place + 1)), 0);
  }

  nextHop(from: number, destination: number): number {
    const { cores, nextHops } = this.#sections;
    if (from >= cores || destination >= cores) return -1;
    if (from === destination) return from;
    const entry = this.#entryOf(from, destination);
    const next = entry === -1 ? nowhere : (nextHops[entry] ?? nowhere);
    return next === nowhere ? -1 : next;
  }

  virtualChannel(from: number, destination: number): number {
    return this.#sections.virtualChannels[this.#entryOf(from, destination)] ?? 0;
  }

  #entryOf(from: number, destination: number): number {
    const { placeOf, position, columns } = this.#sections;
    const place = placeOf[destination] ?? nowhere;
    if (place === nowhere) return -1;
    const column = place === placeOf[from] ? this.#places + (position[destination] ?? 0) : place;
    return from * columns + column;
  }
}
