/** Networks as routing algorithms are compared on: switches that links join, and how many hosts each has. */
export interface Topology {
  readonly name: string;
  readonly switches: number;
  /** Both ways. */
  readonly links: readonly (readonly [number, number])[];
  /** By switch. */
  readonly hosts: readonly number[];
  /** Of a torus: its sides, the first one counted fastest. */
  readonly sides?: readonly number[];
}

function everywhere(switches: number): readonly number[] {
  return new Array<number>(switches).fill(1);
}

/** The eight-socket board of the HotOS '09 paper (examples/hotos09). */
export const hotos09: Topology = {
  name: "eight-socket board",
  switches: 8,
  links: [
    [0, 1],
    [0, 7],
    [1, 2],
    [1, 6],
    [2, 3],
    [2, 4],
    [3, 4],
    [3, 5],
    [4, 5],
    [5, 6],
    [6, 7],
  ],
  hosts: everywhere(8),
};

/** Sides longer than two, or the links round would be double. */
export function torus(...sides: readonly number[]): Topology {
  const switches = sides.reduce((product, side) => product * side, 1);
  const strides = sides.map((_, index) => sides.slice(0, index).reduce((product, side) => product * side, 1));
  const links = Array.from({ length: switches }, (_, at) =>
    sides.map((side, dimension) => {
      const stride = strides[dimension] ?? 1;
      const coordinate = Math.floor(at / stride) % side;
      return [at, at + (((coordinate + 1) % side) - coordinate) * stride] as const;
    }),
  ).flat();
  return { name: `${sides.join(" × ")} torus`, switches, links, hosts: everywhere(switches), sides };
}

/** Three levels of switches with `ports` each (Al-Fares et al., SIGCOMM '08): hosts on the lowest one only. */
export function fatTree(ports: number): Topology {
  const half = ports / 2;
  const lowest = ports * half;
  const links: [number, number][] = [];
  for (let pod = 0; pod < ports; pod++) {
    for (let i = 0; i < half; i++) {
      for (let j = 0; j < half; j++) {
        links.push([pod * half + i, lowest + pod * half + j]);
        links.push([lowest + pod * half + i, 2 * lowest + i * half + j]);
      }
    }
  }
  const switches = 2 * lowest + half * half;
  const hosts = Array.from({ length: switches }, (_, at) => (at < lowest ? half : 0));
  return { name: `fat tree of ${ports}-port switches`, switches, links, hosts };
}

/** Groups of `size` joined all to all, `out` links out of each, a link between any two groups (Kim et al., ISCA '08). */
export function dragonfly(size: number, out: number): Topology {
  const groups = size * out + 1;
  const links: [number, number][] = [];
  for (let group = 0; group < groups; group++) {
    for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) links.push([group * size + i, group * size + j]);
    for (let way = 0; way < groups - 1; way++) {
      const other = (group + way + 1) % groups;
      if (group > other) continue;
      links.push([group * size + Math.floor(way / out), other * size + Math.floor((groups - 2 - way) / out)]);
    }
  }
  const switches = groups * size;
  return { name: `dragonfly of ${groups} × ${size}`, switches, links, hosts: everywhere(switches) };
}

/** Every switch has `degree` links to others at random: the same each time. */
export function randomRegular(switches: number, degree: number): Topology {
  const random = makeRandom(1);
  for (;;) {
    const links = pairUp(switches, degree, random);
    if (links !== null)
      return { name: `${degree}-regular of ${switches}`, switches, links, hosts: everywhere(switches) };
  }
}

/** Joins free ends one with another; null when two that are left must not be joined (Steger and Wormald 1999). */
function pairUp(switches: number, degree: number, random: () => number): readonly (readonly [number, number])[] | null {
  const ends = Array.from({ length: switches * degree }, (_, end) => Math.floor(end / degree));
  const links = new Map<number, readonly [number, number]>();
  for (let tries = 0; ends.length > 0 && tries < 100 * switches * degree; tries++) {
    const [i, j] = [Math.floor(random() * ends.length), Math.floor(random() * ends.length)];
    const [a = 0, b = 0] = [ends[i], ends[j]].sort((one = 0, other = 0) => one - other);
    if (a === b || links.has(a * switches + b)) continue;
    links.set(a * switches + b, [a, b]);
    for (const end of [Math.max(i, j), Math.min(i, j)]) ends.splice(end, 1);
  }
  return ends.length === 0 ? [...links.values()] : null;
}

function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}
