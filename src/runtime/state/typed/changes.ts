import type { ChangeBytes } from "../replicated-object.ts";

/** Changes as programs know them. They are watched from the call on; a generator would begin when it is first asked. */
export function mapChanges<Change>(
  changes: AsyncIterableIterator<ChangeBytes>,
  map: (change: ChangeBytes) => Change,
): AsyncIterableIterator<Change> {
  const mapped: AsyncIterableIterator<Change> = {
    [Symbol.asyncIterator]: () => mapped,
    next: async () => {
      const { done, value } = await changes.next();
      return done === true ? { done, value: undefined } : { done: false, value: map(value) };
    },
    return: async () => {
      await changes.return?.();
      return { done: true, value: undefined };
    },
  };
  return mapped;
}
