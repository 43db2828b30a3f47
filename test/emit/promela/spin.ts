import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";

/** Whether Debian's `spin`, and the C compiler it needs, are there. */
export const hasSpin = ["spin", "cc"].every((program) => spawnSync(program, ["--version"]).error === undefined);

export interface Proof {
  readonly errors: number;
  readonly states: number;
  /** Whether every state was looked at. */
  readonly complete: boolean;
  readonly output: string;
}

/** Milliseconds for a search on a busy machine; on a quiet one none takes ten seconds. */
export const patience = 180_000;

/** More of a search whose states are many: they are kept in fewer bytes, and found faster. */
const largeSearch = ["-DCOLLAPSE", "-O1"] as const;

/**
 * Looks at every state of a model: deadlocks, assertions. `faults` are names that the model asks for with #ifdef; `compiler`:
 * flags of the compiler of the search.
 */
export function search(model: string, faults: readonly string[] = [], compiler: readonly string[] = ["-O0"]): Proof {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-spin-"));
  try {
    writeFileSync(path.join(folder, "model.pml"), model);
    // What stands before -search is for the model, what stands behind it for the compiler of the search.
    const flags = [...faults.map((fault) => `-D${fault}`), "-search", "-DSAFETY", ...compiler];
    const run = spawnSync("spin", [...flags, "model.pml"], { cwd: folder, encoding: "utf8" });
    return readProof(`${run.stdout}${run.stderr}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Of a model of replicas: nothing is wrong in any of its states, which are more than so many. */
export function expectProven(model: string, faults: readonly string[], leastStates: number): void {
  const { errors, complete, states, output } = search(model, faults, largeSearch);
  expect({ errors, complete }, output).toEqual({ errors: 0, complete: true });
  expect(states).toBeGreaterThan(leastStates);
}

/** Of the same: something is. */
export function expectFault(model: string, faults: readonly string[]): void {
  expect(search(model, faults, largeSearch).errors).toBeGreaterThan(0);
}

function readProof(output: string): Proof {
  const [, errors] = /errors: (\d+)/.exec(output) ?? [];
  const [, states] = /(\d+) states, stored/.exec(output) ?? [];
  if (errors === undefined || states === undefined) throw new Error(`spin said: ${output}`);
  const complete = !/search not completed|max search depth too small|out of memory/i.test(output);
  return { errors: Number(errors), states: Number(states), complete, output };
}
