/** The signals that ask a program to end. */
const asking = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const numbers: Readonly<Record<(typeof asking)[number], number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** What hears of signals when all is done and the process is about to end; null where it goes on. */
let afterwards: ((signal: (typeof asking)[number]) => void) | null = null;

/**
 * To be called where the process ends with the work: a signal that comes when the work is done, and was to be stopped in
 * order, changes nothing any more, nor the exit code. A second one ends the process at once.
 */
export function endWithWork(): void {
  let asked = false;
  afterwards = (signal) => {
    if (asked) process.exit(process.exitCode ?? 128 + numbers[signal]);
    asked = true;
  };
}

/**
 * Calls `stop` on the first signal that asks to end; on the second calls `leave` and ends the process at once, with the
 * code shells use for that signal. Returns what undoes it.
 */
export function onInterruption(stop: (signal: string) => void, leave: () => void): () => void {
  let asked = false;
  const listener = (signal: (typeof asking)[number]) => {
    if (asked) {
      leave();
      process.exit(128 + numbers[signal]);
    }
    asked = true;
    stop(signal);
  };
  for (const signal of asking) process.on(signal, listener);
  let isUndone = false;
  return () => {
    for (const signal of asking) {
      process.off(signal, listener);
      if (afterwards !== null && !isUndone) process.on(signal, afterwards);
    }
    isUndone = true;
  };
}

/** Says that the work was interrupted and ends the process, with the code shells use for the signal. Returns what undoes it. */
export function endOnInterruption(say: (text: string) => void, work: string): () => void {
  const listener = (signal: (typeof asking)[number]) => {
    say(`skerry: ${signal} came before ${work}\n`);
    process.exit(128 + numbers[signal]);
  };
  for (const signal of asking) process.on(signal, listener);
  return () => {
    for (const signal of asking) process.off(signal, listener);
  };
}
