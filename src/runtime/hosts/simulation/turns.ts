/**
 * Lets everything run that needs no further event, however many promises it goes through. To be called from a microtask, as
 * the code after an `await` is one: ticks that microtasks ask for come when there is no microtask left.
 */
export function microtasks(): Promise<void> {
  return new Promise(tick);
}

function tick(resolve: () => void): void {
  process.nextTick(resolve);
}

/** The same, and lets timers, sockets and signals have their turn. */
export function eventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
