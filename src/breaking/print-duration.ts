const units: readonly (readonly [string, number])[] = [
  ["s", 1e12],
  ["ms", 1e9],
  ["us", 1e6],
  ["ns", 1e3],
  ["ps", 1],
];

/** Picoseconds in the largest unit that needs no fraction: `20 ms`. */
export function printDuration(picoseconds: number): string {
  const [name, size] = units.find(([, scale]) => picoseconds % scale === 0) ?? ["ps", 1];
  return `${picoseconds / size} ${name}`;
}
