/** Calls that are wrong, and what they are answered. */
import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { hotos09, skerry as skerryProcess, smallFolder } from "./skerry.ts";

test.each([
  ["boot", ["boot", "--host", "qemu", "--json"], 2],
  ["a wrong option", ["boot", "--hots", "threads", "--json"], 2],
  ["a missing option", ["build", "--json"], 2],
  ["no operand", ["explain", "--json"], 2],
  ["an option of others", ["language-server", "--json"], 2],
  ["a version that is not there", ["breaking", "no-such-folder", "examples/hotos09", "--json"], 2],
] as const)("%s: with --json, one JSON object on one line", async (_, args, expected) => {
  const { code, out, err } = await skerry(args);
  expect({ code, err }).toEqual({ code: expected, err: "" });
  expect(out).toMatch(/^.+\n$/);
  expect(JSON.parse(out)).toMatchObject({ ok: false, error: { message: expect.any(String) } });
});

test.each([
  [["check", ""], 2, "the name of a file is empty"],
  [["build", hotos09, "--out", ""], 2, "It is empty."],
  [["breaking", hotos09, hotos09, "--category", "wires"], 2, "Did you mean wire?"],
  [["breaking", "no-such-plan.json", hotos09], 2, "there is no no-such-plan.json"],
  [["dump", "plann", hotos09], 2, "Did you mean plan?"],
  [["build", hotos09, "--out", "README.md/x"], 3, "something else is in its way"],
  [["explain", "route", hotos09, "p[0].cpu[0]"], 2, "needs more than p[0].cpu[0]"],
  [["explain", "tree", hotos09], 2, `of ${hotos09} needs more.\nSay skerry explain tree FILE ROOT [CORES …].`],
  [["explain", "address", hotos09], 2, "Say skerry explain address [FILE] WHO ADDRESS."],
  [["explain", "reach", hotos09, "p[0].dram"], 2, "p[0].dram is a memory and no core or device."],
  [["explain", "reach", hotos09, "p[*].cpu[*]"], 2, "Say which: p[0].cpu[0]."],
  [["explain", "reach", "examples/omap4", "l3"], 2, "Ask for who sees it, such as sdma."],
  [["explain", "interrupt", hotos09, "p[0]"], 2, "p[0] is a package and no device, controller or core."],
  [["explain", "latency", hotos09, "p[0].cpu[0]", "nic"], 2, "nic is a device and no core, cache or memory."],
  [["explain", "route", hotos09, "p[3].cpu", "p[0].cpu[0]"], 2, "Say which: p[3].cpu[0]."],
  [["boot", hotos09, "--seed", "3"], 2, "only a simulation has a seed.\nSay --host simulation as well, or leave out"],
  [["boot", hotos09, "--seed", "3", "--host", "qemu"], 2, "only a simulation has a seed."],
  [["boot", hotos09, "--watch", "5s", "--host", "simulation"], 2, "Leave out --watch or --host."],
  [
    ["boot", hotos09, "--watch", "5s", "--host", "qemu"],
    2,
    "only worker threads are told how long to watch each other.",
  ],
  [["boot", hotos09, "--host-link", "serial"], 2, "only a board in QEMU has a link to the host."],
  [["boot", "examples/riscv-quad", "--host", "qemu", "--host-link", "serial"], 2, "no core of the host takes part"],
  [["boot", "b.zip", "--host-link", "memory", "--host", "simulation"], 2, "Say --host qemu as well, or leave out"],
] as const)("%j", async (args, expected, words) => {
  const { code, out, err } = await skerry(args);
  expect({ code, out }).toEqual({ code: expected, out: "" });
  expect(err).toContain(words);
});

test("a wrong description in JSON is one line too", async () => {
  const cwd = smallFolder({ "system.skerry": "machine {" });
  const { code, out } = await skerryProcess(["boot", "--json"], { cwd });
  expect(code).toBe(1);
  expect(out).toMatch(/^\{"ok":false,.+\}\n$/);
});
