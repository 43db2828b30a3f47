import { expect, test } from "vitest";
import { inOrderOfTime } from "../../src/cli/boot/boot-report.ts";

test("events that come together are told in order of their times, all of them before the end", () => {
  const told: unknown[] = [];
  const report = inOrderOfTime({ event: ({ at }) => told.push(at), end: ({ kind }) => told.push(kind) });
  for (const at of [3, 1, 2]) report.event({ kind: "kernelUp", core: at, at, coreName: null });
  report.end({ kind: "stopped", reason: "", failures: [] });
  expect(told).toEqual([1, 2, 3, "stopped"]);
});
