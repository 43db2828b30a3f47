import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bindClients } from "../../../src/analyses/placement/bind-clients.ts";
import { placePrograms } from "../../../src/analyses/placement/place-programs.ts";
import type { Placement } from "../../../src/analyses/placement/placement.ts";
import { computeFabric } from "../../../src/analyses/routing/fabric.ts";
import { computeRoutes } from "../../../src/analyses/routing/routes.ts";
import type { Client, NearTarget, Program, Service, System, Wish } from "../../../src/model/deployment.ts";
import type { Core, Machine } from "../../../src/model/machine.ts";
import type { Span } from "../../../src/source/source-file.ts";
import { cycles, MachineBuilder } from "../machine-builder.ts";
import { coreAt, hotos09, machines } from "../machines.ts";

/** The wishes' text is what messages quote. */
const text = "on these / near that / every level";
const source = { path: "system.skerry", text };
const spans: Record<"on" | "near" | "every", Span> = {
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
    drives: [],
    buffers: [],
    traffic: [],
    stateTraffic: [],
    states: [],
    uses: uses.map((service) => ({ service, span: spans.on })),
  };
}

function service(name: string, wishes: readonly Wish[], uses: readonly Service[] = []): Service {
  const nothing = {
    documentation: null,
    span: spans.on,
    constants: [],
    aliases: [],
    enums: [],
    flags: [],
    structs: [],
    unions: [],
    operations: [],
    reserved: { names: [], numbers: [] },
  };
  return { ...client(name, wishes, uses), interface: { name: "Nothing", version: 1, ...nothing }, allow: null };
}

function systemOn(machine: Machine, services: readonly Service[], clients: readonly Client[] = []): System {
  return {
    name: "system",
    documentation: null,
    span: spans.on,
    machine,
    services,
    clients,
    isolations: [],
    states: [],
  };
}

function place(machine: Machine, services: readonly Service[], clients: readonly Client[] = []) {
  const hops = computeFabric(machine).map(({ from, to, latency }) => ({ from: from.index, to: to.index, latency }));
  const [table] = computeRoutes(machine.cores.length, hops).dimensions;
  const latency = (from: number, to: number): number => table?.latency[from]?.[to] ?? -1;
  const system = systemOn(machine, services, clients);
  const placed = placePrograms(system, latency, null);
  if (placed === null) throw new Error("no placement");
  const { placement } = placed;
  return { placement, bindings: bindClients(system, placement, latency) };
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
    expect(pathsOf(placement, free)).toEqual(["p[0].cpu[1]"]);
    expect(pathsOf(placement, shadow)).toEqual(["p[0].cpu[0]"]);
  });

  test("services that want to be near each other both get a place", () => {
    const a = service("a", [near({ kind: "service", service: "b" })]);
    const b = service("b", [near({ kind: "service", service: "a" })]);
    const { placement } = place(machine, [a, b]);
    expect([pathsOf(placement, a), pathsOf(placement, b)]).toEqual([["p[0].cpu[0]"], ["p[0].cpu[1]"]]);
  });

  test("`every package` puts one on the first core of each that runs nothing else", () => {
    const busy = service("busy", [on(core(4))]);
    const names = service("names", [every("package")]);
    const { placement } = place(machine, [names, busy]);
    const expected = Array.from({ length: 8 }, (_, p) => `p[${p}].cpu[${p === 1 ? 1 : 0}]`);
    expect(pathsOf(placement, names)).toEqual(expected);
    expect(placement.get(names)?.[2]?.reasons).toEqual(["one in every package: p[2]", "runs no other program"]);
  });

  test("`every` with `near` takes the nearest core in each part; `on` leaves `near` nothing to choose", () => {
    const close = service("close", [every("package"), near({ kind: "core", core: core(2) })]);
    const fixed = service("fixed", [near({ kind: "core", core: core(2) }), on(core(9))]);
    const { placement } = place(machine, [close, fixed]);
    expect(pathsOf(placement, close)).toEqual(Array.from({ length: 8 }, (_, p) => `p[${p}].cpu[2]`));
    expect(pathsOf(placement, fixed)).toEqual(["p[2].cpu[1]"]);
  });

  test("`every core` is one on each that is online", () => {
    const counter = service("counter", [every("core")]);
    expect(pathsOf(place(machine, [counter]).placement, counter)).toEqual(machine.cores.map(({ path }) => path));
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
});

test("nothing is put on a core that is offline, or in a part where all are", () => {
  const builder = new MachineBuilder();
  const [a, b] = [builder.part("a"), builder.part("b")];
  const cores = [builder.core(a, "a.cpu", { online: false }), builder.core(b, "b.cpu")];
  builder.coherence(builder.root, cores, cycles(1));
  const [free, spread] = [service("free", []), service("spread", [every("package")])];
  const { placement } = place(builder.build(), [free, spread]);
  expect(pathsOf(placement, free)).toEqual(["b.cpu"]);
  expect(pathsOf(placement, spread)).toEqual(["b.cpu"]);
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
