/**
 * A reporter that ends a run in which nothing ends any more. A test that never gives its process back (a loop, a child that
 * is waited for) is beyond vitest's own time limits: its file would be waited for until whoever runs the tests loses patience.
 */
import { spawnSync } from "node:child_process";
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** In milliseconds; longer than any single test may take (the longest that a test asks for is 180 s, on a machine that may be slow). */
const patience = 600_000;

export interface WatchdogOptions {
  /** In milliseconds. */
  readonly patience?: number;
  readonly onSilence?: (text: string) => void;
}

/** Says what has not ended, and ends this process and those that it started. */
function giveUp(text: string): void {
  process.stderr.write(`${text}\n`);
  // A worker in a loop hears nothing of its parent's end.
  if (process.platform !== "win32") spawnSync("pkill", ["-KILL", "-P", String(process.pid)]);
  process.exit(1);
}

export class Watchdog implements Reporter {
  readonly #patience: number;
  readonly #onSilence: (text: string) => void;
  /** By module, the last of its tests that is known to have begun. */
  readonly #running = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: WatchdogOptions = {}) {
    this.#patience = options.patience ?? patience;
    this.#onSilence = options.onSilence ?? giveUp;
  }

  onTestModuleStart(module: TestModule): void {
    this.#running.set(module.moduleId, "its first test");
    this.#listen();
  }

  onTestCaseReady(test: TestCase): void {
    this.#running.set(test.module.moduleId, `“${test.fullName}”`);
    this.#listen();
  }

  onTestCaseResult(test: TestCase): void {
    this.#running.set(test.module.moduleId, `what follows “${test.fullName}”`);
    this.#listen();
  }

  onTestModuleEnd(module: TestModule): void {
    this.#running.delete(module.moduleId);
    this.#listen();
  }

  onTestRunEnd(): void {
    clearTimeout(this.#timer);
  }

  #listen(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onSilence(this.#describe()), this.#patience);
  }

  #describe(): string {
    const lines = [...this.#running].map(([file, test]) => `  ${file}: ${test}`);
    return `\nNothing has ended for ${this.#patience / 1000} s. Under way, as far as is known:\n${lines.join("\n")}`;
  }
}

// biome-ignore lint/style/noDefaultExport: what vitest takes from the module of a reporter
export { Watchdog as default };
