import { expect, test } from "vitest";
import { skerry } from "../cli/skerry.ts";
import { answerTo, describeExample, memoriesReached } from "./described-example.ts";

const { described, machine, system, diagnostics } = describeExample("smartnic");

test("has two sockets and a card that is coherent with neither", () => {
  expect(diagnostics).toEqual([]);
  expect(machine.cores).toHaveLength(32);
  const isOnCard = (core: number) => machine.cores[core]?.path.startsWith("card.");
  for (const { members } of machine.coherences) expect(new Set(members.map(isOnCard)).size).toBe(1);
});

test("the host sees some of the card's memory through a BAR, the card none of the host's", () => {
  const window = "memory > card.window > card.dram + 0x400_0000";
  expect(answerTo(described, "host1.cpu[0]", 0x2000_0400_0000n)).toBe(window);
  expect(memoriesReached(described, "host0.cpu[0]")).toContain("card.dram: 8192 KiB");
  const reached = memoriesReached(described, "card.pair[0].cpu[0]").map((memory) => memory.replace(/:.*/, ""));
  expect(new Set(reached)).toEqual(new Set(["card.dram"]));
});

test("buffers lie with those who use them", () => {
  const memoriesOf = (name: string) => {
    const program = system.services.find((service) => service.name === name);
    return program?.instances[0]?.buffers.map(({ memory }) => machine.memories[memory]?.path);
  };
  expect(memoriesOf("store")).toEqual(["host0.dram", "host0.dram"]);
  expect(memoriesOf("front")).toEqual(["card.dram", "card.dram"]);
});

test("boots under simulation: the card answers most requests, none with what is older than before", {
  timeout: 120_000,
}, async () => {
  const { code, out } = await skerry(["boot", "examples/smartnic", "--host", "simulation"]);
  expect(code).toBe(0);
  const [, here, there] = /(\d+) answered by the card, (\d+) by the host/.exec(out) ?? [];
  expect(Number(here) + Number(there)).toBe(600);
  expect(Number(here)).toBeGreaterThan(Number(there));
  expect(out).toContain("84 values written from host1.cpu[0]");
  expect(out).toContain("32 kernels stopped");
});
