import { expect, test } from "vitest";
import { viewInterrupts } from "../../../src/emit/readme/interrupts-view.ts";
import { twoBoxes } from "../../two-boxes.ts";
import { described } from "../pictures/pictured-machines.ts";

test("a page names controllers with what comes in and goes out, domains, and what is pluggable", () => {
  const { machine } = described(twoBoxes);
  const view = machine === null ? null : viewInterrupts(machine);
  expect(view?.controllers.slice(0, 2)).toEqual([
    {
      path: "b[0].apic",
      lines: "256, messages",
      raisedBy: "b[0].nic, b[0].pic",
      goTo: "b[0].s[0].cpu[0..3], b[0].s[1].cpu[0..3]",
    },
    { path: "b[0].pic", lines: "24", raisedBy: "b[0].disk", goTo: "b[0].apic" },
  ]);
  expect(view?.domains).toEqual([
    { path: "b[0].second", fails: false, members: "b[0].s[1]" },
    { path: "b[1].second", fails: false, members: "b[1].s[1]" },
    { path: "left", fails: true, members: "b[0]" },
    { path: "right", fails: true, members: "b[1]" },
  ]);
  expect(view?.pluggable).toContain("b[0..1].spare, b[0..1].nic, b[0].s[0].pcie[0] -- b[1].s[0].pcie[0]");
});
