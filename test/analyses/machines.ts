import fc from "fast-check";
import type { Core, Endpoint, Machine } from "../../src/model/machine.ts";
import { cycles, MachineBuilder } from "./machine-builder.ts";

/** Board links of the 8 × 4-core PC: package a's port, package b's port. */
const boardLinks = [
  [0, 0, 1, 0],
  [0, 1, 7, 0],
  [1, 1, 2, 0],
  [1, 2, 6, 0],
  [2, 1, 3, 0],
  [2, 2, 4, 0],
  [3, 1, 4, 1],
  [3, 2, 5, 0],
  [4, 2, 5, 1],
  [5, 2, 6, 1],
  [6, 2, 7, 1],
] as const;

/** The machine of examples/hotos09, by hand. */
export function hotos09(): MachineBuilder {
  const builder = new MachineBuilder("hotos09");
  const ports: Endpoint[][] = [];
  for (let p = 0; p < 8; p++) {
    const part = builder.part(`p[${p}]`, { type: "Opteron8350" });
    const cores = [0, 1, 2, 3].map((i) => builder.core(part, `p[${p}].cpu[${i}]`));
    for (const core of cores) {
      builder.cache(part, `${core.path}.l1`, [core], cycles(2));
      builder.cache(part, `${core.path}.l2`, [core], cycles(15));
    }
    builder.cache(part, `p[${p}].l3`, cores, cycles(75));
    builder.coherence(part, cores, cycles(130));
    builder.memory(part, `p[${p}].dram`);
    ports.push([0, 1, 2].map((i) => builder.port(part, `p[${p}].ht[${i}]`)));
  }
  const port = (p: number, i: number): Endpoint => ports[p]?.[i] ?? { kind: "core", core: coreAt(builder, 0) };
  for (const [a, i, b, j] of boardLinks) builder.link(port(a, i), port(b, j), cycles(65));
  builder.device(port(0, 2), "nic", { dma: builder.memories, interrupts: [coreAt(builder, 0)] });
  builder.device(port(7, 2), "disk0", { dma: builder.memories, interrupts: [coreAt(builder, 28)] });
  return builder;
}

export function coreAt(machine: Pick<Machine, "cores">, index: number): Core {
  const core = machine.cores[index];
  if (core === undefined) throw new RangeError(`The machine has no core ${index}.`);
  return core;
}

interface Shape {
  readonly packages: readonly { readonly cores: number; readonly parent: number; readonly oneWay: boolean }[];
  readonly extra: readonly { readonly a: number; readonly b: number; readonly cycles: number | null }[];
  readonly offline: readonly number[];
}

/** Machines of one to six packages of one to five cores, all joined both ways, some numbers unsaid, some cores off. */
export const machines: fc.Arbitrary<Machine> = fc
  .record({
    packages: fc.array(fc.record({ cores: fc.integer({ min: 1, max: 5 }), parent: fc.nat(5), oneWay: fc.boolean() }), {
      minLength: 1,
      maxLength: 6,
    }),
    extra: fc.array(fc.record({ a: fc.nat(5), b: fc.nat(5), cycles: fc.option(fc.integer({ min: 0, max: 100 })) }), {
      maxLength: 6,
    }),
    offline: fc.array(fc.nat(30), { maxLength: 3 }),
  })
  .map(buildShape);

function buildShape({ packages, extra, offline }: Shape): Machine {
  const builder = new MachineBuilder("random");
  const parts = packages.map((_, p) => builder.part(`p[${p}]`));
  parts.forEach((part, p) => {
    // The first core of a package stays on: it keeps the machine whole.
    const cores = Array.from({ length: packages[p]?.cores ?? 1 }, (_, i) =>
      builder.core(part, `p[${p}].cpu[${i}]`, { online: i === 0 || !offline.includes(builder.cores.length) }),
    );
    builder.coherence(part, cores, p % 3 === 2 ? null : cycles(50 + 10 * p));
  });
  const join = (a: number, b: number, latency: number | null, oneWay: boolean): void => {
    const [from, to] = [parts[a], parts[b]];
    if (from === undefined || to === undefined || from === to) return;
    const ends = [
      builder.port(from, `p[${a}].x${builder.ports.length}`),
      builder.port(to, `p[${b}].y${builder.ports.length}`),
    ] as const;
    const time = latency === null ? null : cycles(latency);
    if (!oneWay) builder.link(...ends, time);
    else {
      builder.link(...ends, time, { direction: "oneWay" });
      builder.link(ends[1], ends[0], time, { direction: "oneWay" });
    }
  };
  packages.forEach(({ parent, oneWay }, p) => {
    if (p > 0) join(p, parent % p, 10 * p, oneWay);
  });
  for (const { a, b, cycles: latency } of extra) join(a % parts.length, b % parts.length, latency, false);
  return builder.build();
}
