interface Threads {
  readonly first: number;
  readonly threads: number;
}

/**
 * The numbers of all threads of cores whose first one is told, as Linux gives them: those right behind the first, where
 * these are free; else the second threads of all cores behind all first ones, and so on.
 */
export function numberThreads(cores: readonly Threads[]): readonly (readonly number[])[] {
  const taken = new Set(cores.map(({ first }) => first));
  const isDense = cores.every(({ first, threads }) =>
    Array.from({ length: threads - 1 }, (_, index) => first + 1 + index).every((number) => !taken.has(number)),
  );
  if (isDense) return cores.map(({ first, threads }) => Array.from({ length: threads }, (_, index) => first + index));
  const numbers = cores.map(({ first }) => [first]);
  let free = 0;
  for (let thread = 1; cores.some(({ threads }) => threads > thread); thread++)
    cores.forEach(({ threads }, index) => {
      if (threads <= thread) return;
      while (taken.has(free)) free++;
      taken.add(free);
      numbers[index]?.push(free);
    });
  return numbers;
}
