/** The index of the item for which `compare` gives 0, in a list where it rises; -1 when there is none. */
export function bisect<Item>(items: readonly Item[], compare: (item: Item) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && compare(item) < 0) low = middle + 1;
    else high = middle;
  }
  const found = items[low];
  return found !== undefined && compare(found) === 0 ? low : -1;
}
