import { setTimeout as pause } from "node:timers/promises";
import { onTestFinished } from "vitest";

/**
 * Asks again and again until it is so. Between two questions everything else has its turn, the test's time limit too; when
 * the test is over, nobody goes on asking.
 */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
  });
  while (!isOver && !(await isSo())) await pause(1);
}
