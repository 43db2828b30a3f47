/** Plans of machines put together by hand, for pictures of what no example shows. */
import type { Plan, PlanCore, PlanDevice, PlanEndpoint, PlanLink, PlanMachine } from "../../../src/plan/plan.ts";

type Mutable<Machine> = {
  -readonly [Key in keyof Machine]: Machine[Key] extends readonly (infer Item)[] ? Item[] : Machine[Key];
};

const isa = { name: "amd64", wordBits: 64, endianness: "little", lineBytes: 64, pageBytes: 4096 } as const;

/** Adds elements by path and gives their index. */
export class PlanBuilder {
  readonly machine: Mutable<PlanMachine>;

  constructor(name: string) {
    const parts = [{ path: "", level: "machine", type: name, parent: null, at: "m.skerry:1:1" }];
    this.machine = {
      name,
      documentation: null,
      at: "m.skerry:1:1",
      parts,
      cores: [],
      caches: [],
      memories: [],
      coherences: [],
      ports: [],
      links: [],
      devices: [],
      measurements: [],
    };
  }

  part(name: string, level = "package", type = "Package", parent = 0): number {
    return this.machine.parts.push({ path: this.path(parent, name), level, type, parent, at: "m.skerry:1:1" }) - 1;
  }

  core(part: number, name: string, facts: Partial<PlanCore> = {}): number {
    const path = this.path(part, name);
    const given = {
      clock: 2e9,
      threads: 1,
      kind: null,
      osIndex: null,
      hardwareId: null,
      online: true,
      documentation: null,
    };
    return this.machine.cores.push({ path, part, isa, ...given, at: "m.skerry:1:1", ...facts }) - 1;
  }

  /** In picoseconds and bytes. */
  cache(part: number, name: string, size: number, latency: number | null, sharedBy: readonly number[]): void {
    const owner = sharedBy.length === 1 ? this.machine.cores[sharedBy[0] ?? 0]?.path : this.machine.parts[part]?.path;
    const path = owner === "" ? name : `${owner}.${name}`;
    this.machine.caches.push({ path, name, part, size, latency, sharedBy, at: "m.skerry:1:1" });
  }

  memory(part: number, name: string, size: number, node: number | null = null): void {
    const path = this.path(part, name);
    this.machine.memories.push({ path, part, size, latency: null, bandwidth: null, node, at: "m.skerry:1:1" });
  }

  coherence(part: number, members: readonly number[], latency: number | null): void {
    this.machine.coherences.push({ part, members, latency, bandwidth: null, at: "m.skerry:1:1" });
  }

  port(part: number, name: string): PlanEndpoint {
    return { port: this.machine.ports.push({ path: this.path(part, name), part, at: "m.skerry:1:1" }) - 1 };
  }

  link(from: PlanEndpoint, to: PlanEndpoint, facts: Partial<PlanLink> = {}): void {
    const path = `link ${this.machine.links.length}`;
    const promises = {
      transferBytes: 64,
      ordered: true,
      reliable: true,
      broadcast: false,
      notification: "polled",
    } as const;
    const given = { direction: "both", interconnect: "Wire", latency: 32_500, bandwidth: 4e9, credits: null } as const;
    this.machine.links.push({ path, from, to, ...given, ...promises, at: "m.skerry:1:1", ...facts });
  }

  device(name: string, type: string, endpoint: PlanDevice["endpoint"]): void {
    const given = { part: 0, address: null, bandwidth: null, latency: null, dma: [], interrupts: [] };
    this.machine.devices.push({ path: name, type, endpoint, ...given, at: "m.skerry:1:1" });
  }

  build(): Plan {
    const { machine } = this;
    const empty = { interfaces: [], fabric: null, routes: null, system: null, boot: null };
    return { format: "skerry-plan", version: 1, name: machine.name, provenance: [], machine, ...empty };
  }

  private path(part: number, name: string): string {
    const outer = this.machine.parts[part]?.path ?? "";
    return outer === "" ? name : `${outer}.${name}`;
  }
}

/** `count` cores with two caches each, over a third that they share. */
export function addCores(
  builder: PlanBuilder,
  part: number,
  count: number,
  facts: Partial<PlanCore> = {},
): readonly number[] {
  const cores = Array.from({ length: count }, (_, index) => builder.core(part, `cpu[${index}]`, facts));
  for (const core of cores) {
    builder.cache(part, "l1", 2 ** 16, 1_000, [core]);
    builder.cache(part, "l2", 2 ** 19, 7_500, [core]);
  }
  if (count > 1) {
    builder.cache(part, "l3", 2 ** 21, 37_500, cores);
    builder.coherence(part, cores, 65_000);
  }
  return cores;
}

/** The machine of examples/hotos09, with its file server. */
export function hotos09(): Plan {
  const builder = new PlanBuilder("hotos09");
  const packages = Array.from({ length: 8 }, (_, index) => builder.part(`p[${index}]`, "package", "Opteron8350"));
  for (const part of packages) {
    addCores(builder, part, 4);
    builder.memory(part, "dram", 2 ** 31);
  }
  const joined = [
    [0, 1],
    [0, 7],
    [1, 2],
    [1, 6],
    [2, 3],
    [2, 4],
    [3, 4],
    [3, 5],
    [4, 5],
    [5, 6],
    [6, 7],
  ] as const;
  for (const [a, b] of joined)
    builder.link(builder.port(a + 1, `ht[${b}]`), builder.port(b + 1, `ht[${a}]`), { interconnect: "HyperTransport" });
  builder.device("nic", "Ethernet10G", builder.port(1, "ht[2]"));
  builder.device("disk0", "SataDisk", builder.port(8, "ht[2]"));
  const instance = (core: number) => ({ core, reasons: [], bindings: [] });
  const program = { documentation: null, interface: null, module: "./x.ts", uses: [], at: "s.skerry:1:1" };
  const services = [
    { ...program, name: "disk", instances: [instance(28)] },
    { ...program, name: "names", instances: [instance(1)] },
  ];
  const clients = [{ ...program, name: "web", instances: [12, 13, 14, 15].map(instance) }];
  const system = { name: "fileserver", documentation: null, at: "s.skerry:1:1", services, clients };
  return { ...builder.build(), system };
}
