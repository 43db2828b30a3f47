import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bindClients } from "../../src/analyses/placement/bind-clients.ts";
import { placePrograms } from "../../src/analyses/placement/place-programs.ts";
import type { Placement } from "../../src/analyses/placement/placement.ts";
import { computeFabric } from "../../src/analyses/routing/fabric.ts";
import { computeRoutes } from "../../src/analyses/routing/routes.ts";
import type { Client, NearTarget, Program, Service, System, Wish } from "../../src/model/deployment.ts";
import type { Core, Machine } from "../../src/model/machine.ts";
import type { Span } from "../../src/source/source-file.ts";
import { cycles, MachineBuilder } from "./machine-builder.ts";
import { coreAt, hotos09, machines } from "./machines.ts";

/** The wishes' text is what messages quote. */
const text = "on these / near that / every level";
const source = { path: "system.skerry", text };
const spans: Record<Wish["kind"], Span> = {
  on: { source, start: 0, end: 8 },
  near: { source, start: 11, end: 20 },
  every: { source, start: 23, end: 34 },
};

const on = (...cores: readonly Core[]): Wish => ({ kind: "on", span: spans.on, cores });
const near = (target: NearTarget): Wish => ({ kind: "near", span: spans.near, target });
const every = (level: Extract<Wish, { kind: "every" }>["level"]): Wish => ({ kind: "every", span: spans.every, level });

function client(name: string, wishes: readonly Wish[], uses: readonly Service[] = []): Client {
  return {
    name,
    documentation: null,
    span: spans.on,
    module: `./${name}.ts`,
    moduleSpan: spans.on,
    wishes,
    uses: uses.map((service) => ({ service, span: spans.on })),
  };
}

function service(name: string, wishes: readonly Wish[], uses: readonly Service[] = []): Service {
  const nothing = { documentation: null, span: spans.on, constants: [], enums: [], structs: [], operations: [] };
  return { ...client(name, wishes, uses), interface: { name: "Nothing", version: 1, ...nothing } };
}

function systemOn(machine: Machine, services: readonly Service[], clients: readonly Client[] = []): System {
  return { name: "system", documentation: null, span: spans.on, machine, services, clients };
}

function place(machine: Machine, services: readonly Service[], clients: readonly Client[] = []) {
  const hops = computeFabric(machine).map(({ from, to, latency }) => ({ from: from.index, to: to.index, latency }));
  const { latency } = computeRoutes(machine.cores.length, hops);
  const system = systemOn(machine, services, clients);
  const { product, diagnostics } = placePrograms(system, latency);
  return { placement: product, diagnostics, bindings: bindClients(system, product, latency), latency };
}

const pathsOf = (placement: Placement, program: Program): readonly string[] =>
  (placement.get(program) ?? []).map(({ core }) => core.path);

describe("on hotos09", () => {
  const machine = hotos09().build();
  const core = (index: number): Core => coreAt(machine, index);
  const [, disk0] = machine.devices;
  if (disk0 === undefined) throw new Error("hotos09 has two devices");

  test("`on` puts one instance on each core it names", () => {
    const web = client("web", [on(core(12), core(14))]);
    const { placement } = place(machine, [], [web]);
    expect(pathsOf(placement, web)).toEqual(["p[3].cpu[0]", "p[3].cpu[2]"]);
    expect(placement.get(web)?.[0]?.reasons).toEqual(["said by hand: on p[3].cpu[0]"]);
  });

  test("`near` a device takes the core that gets its interrupts, or the next free one beside it", () => {
    const disk = service("disk", [near({ kind: "device", device: disk0 })]);
    const cache = service("cache", [near({ kind: "device", device: disk0 })]);
    const { placement } = place(machine, [disk, cache]);
    expect(pathsOf(placement, disk)).toEqual(["p[7].cpu[0]"]);
    expect(pathsOf(placement, cache)).toEqual(["p[7].cpu[1]"]);
    expect(placement.get(disk)?.[0]?.reasons).toEqual([
      "near disk0: as near as can be, and takes its interrupts",
      "runs no other program",
    ]);
  });

  test("`near` a memory or a part stays in its package, `near` a core takes the core", () => {
    const [, dram] = machine.memories;
    const part = machine.parts[3];
    if (dram === undefined || part === undefined) throw new Error("hotos09 has eight packages");
    const programs = [
      service("a", [near({ kind: "memory", memory: dram })]),
      service("b", [near({ kind: "part", part })]),
      service("c", [near({ kind: "core", core: core(30) })]),
    ] as const;
    const { placement } = place(machine, programs);
    expect(programs.map((program) => pathsOf(placement, program)[0])).toEqual([
      "p[1].cpu[0]",
      "p[2].cpu[0]",
      "p[7].cpu[2]",
    ]);
  });

  test("`near` a service takes a neighbour of its own, also when the service is declared later and placed freely", () => {
    const reader = service("reader", [near({ kind: "service", service: "disk" })]);
    const disk = service("disk", [on(core(28))]);
    const shadow = service("shadow", [near({ kind: "service", service: "free" })]);
    const free = service("free", []);
    const { placement } = place(machine, [reader, disk, shadow, free]);
    expect(pathsOf(placement, reader)).toEqual(["p[7].cpu[1]"]);
    expect(placement.get(reader)?.[0]?.reasons[0]).toBe("near disk: 65 ns away");
    expect(pathsOf(placement, free)).toEqual(["p[0].cpu[0]"]);
    expect(pathsOf(placement, shadow)).toEqual(["p[0].cpu[1]"]);
  });

  test("services that want to be near each other both get a place", () => {
    const a = service("a", [near({ kind: "service", service: "b" })]);
    const b = service("b", [near({ kind: "service", service: "a" })]);
    const { placement, diagnostics } = place(machine, [a, b]);
    expect([pathsOf(placement, a), pathsOf(placement, b)]).toEqual([["p[0].cpu[0]"], ["p[0].cpu[1]"]]);
    expect(diagnostics).toEqual([]);
  });

  test("`every package` puts one on the first core of each that runs nothing else", () => {
    const busy = service("busy", [on(core(4))]);
    const names = service("names", [every("package")]);
    const { placement } = place(machine, [names, busy]);
    const expected = Array.from({ length: 8 }, (_, p) => `p[${p}].cpu[${p === 1 ? 1 : 0}]`);
    expect(pathsOf(placement, names)).toEqual(expected);
    expect(placement.get(names)?.[2]?.reasons).toEqual(["one in every package: p[2]", "runs no other program"]);
  });

  test("`every` with `on` chooses among the cores named; with `near`, the nearest in each part", () => {
    const last = machine.cores.filter((one) => one.path.endsWith("cpu[3]"));
    const names = service("names", [every("package"), on(...last)]);
    const close = service("close", [every("package"), near({ kind: "core", core: core(2) })]);
    const { placement } = place(machine, [names, close]);
    expect(pathsOf(placement, names)).toEqual(last.map((one) => one.path));
    expect(pathsOf(placement, close)).toEqual(Array.from({ length: 8 }, (_, p) => `p[${p}].cpu[2]`));
  });

  test("programs without a wish go where it is quiet, close to those they talk to", () => {
    const disk = service("disk", [on(core(28))]);
    const web = client("web", [], [disk]);
    const { placement } = place(machine, [disk], [web]);
    expect(pathsOf(placement, web)).toEqual(["p[7].cpu[1]"]);
    expect(placement.get(web)?.[0]?.reasons).toEqual(["runs no other program", "close to disk"]);
  });

  test("clients bind to the nearest instance, and share out equally near ones", () => {
    const names = service("names", [on(core(1), core(29), core(31))]);
    const web = client("web", [on(core(0), core(24), core(28), core(28 + 2))], [names]);
    const { bindings } = place(machine, [names], [web]);
    expect(bindings.get(web)).toEqual([[0], [1], [2], [1]]);
  });

  test.each([
    ["two sets of cores without a common one", [on(core(0)), on(core(1))], "no core is named by both"],
    [
      "near what lies elsewhere",
      [on(core(0)), near({ kind: "device", device: disk0 })],
      "p[7].cpu[0] is 0 ns from disk0",
    ],
    [
      "every package, on cores of one",
      [on(core(0), core(1)), every("package")],
      "no core of p[1] is among those named",
    ],
    ["every package and every core", [every("package"), every("core")], "their numbers of instances differ"],
  ] as const)("wishes that conflict are both shown: %s", (_, wishes, why) => {
    const { diagnostics } = place(machine, [service("a", wishes)]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code: "SK6006", span: wishes[1].span });
    expect(diagnostics[0]?.related.map(({ span }) => span)).toEqual([wishes[0].span]);
    expect(diagnostics[0]?.message).toContain(why);
  });

  test("a wish for what the machine lacks is an error", () => {
    const { diagnostics } = place(machine, [service("a", [every("board")])]);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ["SK6008", "a is wished once for every board, but machine hotos09 has no board with a core online."],
    ]);
  });
});

test("nothing is put on a core that is offline; naming one is an error", () => {
  const builder = new MachineBuilder();
  const cores = [false, true].map((online, i) => builder.core(builder.root, `cpu[${i}]`, { online }));
  builder.coherence(builder.root, cores, cycles(1));
  const machine = builder.build();
  const [free, named] = [service("free", []), service("named", [on(...cores)])];
  const { placement, diagnostics } = place(machine, [free, named]);
  expect(pathsOf(placement, free)).toEqual(["cpu[1]"]);
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ["SK6007", "named is wished on cpu[0], which is offline."],
  ]);
});

test("on any machine, free programs are spread evenly over the online cores", () => {
  fc.assert(
    fc.property(machines, fc.integer({ min: 1, max: 20 }), (machine, count) => {
      const services = Array.from({ length: count }, (_, i) => service(`s${i}`, []));
      const { placement } = place(machine, services);
      const online = machine.cores.filter((core) => core.online);
      const load = online.map((core) => services.filter((s) => placement.get(s)?.[0]?.core === core).length);
      expect(load.reduce((sum, value) => sum + value, 0)).toBe(count);
      expect(Math.max(...load) - Math.min(...load)).toBeLessThanOrEqual(1);
    }),
  );
});
