import { describe, expect, test } from "vitest";
import type { Check } from "../../src/checks/check.ts";
import { allChecks, runChecks } from "../../src/checks/run-checks.ts";
import { machineDiagnostics } from "../../src/diagnostics/catalogue/machine.ts";
import { diagnose } from "../../src/diagnostics/diagnostic.ts";
import { describeText, machineOf, printAll } from "../resolve/described.ts";

function complainAbout(name: string, path: string, requires: readonly Check[]): Check {
  return {
    name,
    requires,
    run({ machines }, report) {
      for (const core of machines.flatMap((machine) => machine.cores).filter((candidate) => candidate.path === path)) {
        report(
          [core],
          diagnose(machineDiagnostics.noCores, { ...core.span, end: core.span.start + name.length }, { machine: name }),
        );
      }
    },
  };
}

const machine = machineOf("machine m { core a: amd64; core b: amd64 }");
const description = { files: [], machines: [machine], interfaces: [], systems: [] };

describe("the run of the checks", () => {
  test("a rule stays silent about what a rule it requires found faulty", () => {
    const first = complainAbout("first", "a", []);
    const second = complainAbout("second", "a", [first]);
    const other = complainAbout("other", "b", [first]);
    const found = runChecks(description, [first, second, other]);
    expect(found.map(({ message }) => message)).toEqual([
      "the machine `first` has no cores",
      "the machine `other` has no cores",
    ]);
  });

  test("silence is handed on", () => {
    const first = complainAbout("first", "a", []);
    const second = complainAbout("second", "a", [first]);
    const third = complainAbout("third", "a", [second]);
    expect(runChecks(description, [first, second, third])).toHaveLength(1);
  });

  test("every rule stands after those it requires, and names are unique", () => {
    for (const [index, check] of allChecks.entries()) {
      for (const required of check.requires) expect(allChecks.slice(0, index)).toContain(required);
    }
    expect(new Set(allChecks.map(({ name }) => name)).size).toBe(allChecks.length);
  });

  test("one fault of a declaration counts once, however many instances show it", () => {
    const text =
      'use "prelude/amd64"\npart T { core c: amd64 @ 1 GHz; memory d: 0 B; port x[2] }\nmachine m { part t[9]: T\nfor i in 0..7 { link t[i].x[0] -- t[i + 1].x[1] } }';
    expect(printAll(runChecks(describeText(text).product))).toEqual([
      "a.skerry:2:33 SK3014 the memory `t[0].d` has a size of zero",
    ]);
  });
});
