import { expect, test } from "vitest";
import { objectOf } from "../../../src/model/loss.ts";
import { describeText, machineOf, printAll } from "../described.ts";

const chip = "package Chip { core cpu[2]: amd64 @ 1 GHz; memory dram: 1 GiB; port x[2] }";

test("a domain holds each thing once, wherever it stands", () => {
  const { domains } = machineOf(`${chip} machine m {
    package p[2]: Chip
    failure domain supply: p[0], p[*].cpu[0], p[0]
    power domain memory: p[*].dram, p[1].x[0]
  }`);
  expect(
    domains.map(({ kind, path, members }) => [kind, path, members.map((member) => objectOf(member).path)]),
  ).toEqual([
    ["failure", "supply", ["p[0]", "p[0].cpu[0]", "p[1].cpu[0]"]],
    ["power", "memory", ["p[0].dram", "p[1].dram", "p[1].x[0]"]],
  ]);
});

test("a domain holds what the domains in it hold, wherever they stand in the text", () => {
  const { domains } = machineOf(`${chip} box Server { package p: Chip; failure domain supply: p.cpu[0] }
    machine m {
      failure domain room: rack, s[2]
      failure domain rack: s[0..1].supply, s[0].p.dram
      box s[3]: Server
    }`);
  const members = new Map(domains.map((domain) => [domain.path, domain.members.map((one) => objectOf(one).path)]));
  expect(members.get("s[1].supply")).toEqual(["s[1].p.cpu[0]"]);
  expect(members.get("rack")).toEqual(["s[0].p.dram", "s[0].p.cpu[0]", "s[1].p.cpu[0]"]);
  expect(members.get("room")).toEqual(["s[2]", "s[0].p.dram", "s[0].p.cpu[0]", "s[1].p.cpu[0]"]);
  expect(domains.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  expect(domains.find(({ path }) => path === "room")?.domains.map(({ path }) => path)).toEqual(["rack"]);
});

test("domains in a circle end, and are a fault of the machine only", () => {
  const { domains } = machineOf(`${chip} machine m {
    package p[2]: Chip
    failure domain a: b, p[0]
    failure domain b: a, p[1]
  }`);
  expect(domains.map(({ members }) => members.length)).toEqual([2, 2]);
});

test("what is pluggable is known by kind", () => {
  const { pluggable } = machineOf(`use "prelude/devices"; ${chip} machine m {
    package p[2]: Chip, pluggable
    memory stick: 1 GiB, pluggable
    core extra: amd64, pluggable
    link p[0].x[0] -- p[1].x[0], pluggable
    device d: SataDisk at p[0].x[1], pluggable
  }`);
  expect(pluggable.map((element) => `${element.kind} ${objectOf(element).path}`)).toEqual([
    "part p[0]",
    "part p[1]",
    "core extra",
    "memory stick",
    "device d",
    "link p[0].x[0] -- p[1].x[0]",
  ]);
});

test("a domain of caches, or of what is not there, is a fault", () => {
  const text = (path: string) =>
    `use "prelude/amd64"\nmachine m { core c: amd64 @ 1 GHz { cache l1: 1 KiB }\nfailure domain f: ${path} }`;
  const faults = (path: string) => printAll(describeText(text(path)).diagnostics);
  expect(faults("c.l1")).toEqual([
    "a.skerry:3:19 SK2306 a member of a domain must be a part, a core, a memory, a port, a device, a controller or a domain, but `c.l1` is a cache",
  ]);
  expect(faults("d")).toEqual([expect.stringContaining("SK2301")]);
});
