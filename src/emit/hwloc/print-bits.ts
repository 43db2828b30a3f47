/** A set as hwloc prints it: words of 32 bits in hexadecimal, the highest first (hwloc/bitmap.c). */
export function printBits(numbers: Iterable<number>): string {
  const words: number[] = [];
  for (const number of numbers) {
    const at = number >>> 5;
    while (words.length <= at) words.push(0);
    words[at] = ((words[at] ?? 0) | (1 << (number & 31))) >>> 0;
  }
  if (words.length === 0) return "0x0";
  const printed = words.map((word, index) => {
    if (word === 0) return index === 0 ? "0x0" : "";
    return `0x${word.toString(16).padStart(8, "0")}`;
  });
  return printed.reverse().join(",");
}
