import type {
  Cache,
  CoherenceDomain,
  Core,
  Device,
  Endpoint,
  Isa,
  Link,
  Machine,
  Measurement,
  Memory,
  Part,
  Port,
} from "../../src/model/machine.ts";
import type { Time } from "../../src/model/quantity.ts";
import type { Span } from "../../src/source/source-file.ts";

const source = { path: "machine.skerry", text: "x".repeat(1000) };
const lineSize = 64;

/** A time in cycles of 2 GHz. */
export function cycles(count: number): Time {
  return { picoseconds: count * 500, cycles: { count, hertz: 2e9 } };
}

/** A machine put together by hand, for tests of what comes after the model. Every element gets a span of its own. */
export class MachineBuilder {
  readonly parts: Part[] = [];
  readonly cores: Core[] = [];
  readonly caches: Cache[] = [];
  readonly memories: Memory[] = [];
  readonly coherences: CoherenceDomain[] = [];
  readonly ports: Port[] = [];
  readonly links: Link[] = [];
  readonly devices: Device[] = [];
  readonly measurements: Measurement[] = [];
  readonly name: string;
  readonly root: Part;
  #spans = 0;

  constructor(name = "machine") {
    this.name = name;
    this.root = this.part("", { level: "machine", parent: null, type: name });
  }

  span(): Span {
    this.#spans += 2;
    return { source, start: this.#spans, end: this.#spans + 1 };
  }

  part(path: string, options: Partial<Part> = {}): Part {
    const parent = options.parent === undefined ? this.root : options.parent;
    const part: Part = {
      ...this.#element(this.parts, path),
      level: "package",
      type: "Package",
      ...options,
      parent,
    };
    this.parts.push(part);
    return part;
  }

  core(part: Part, path: string, options: Partial<Core> = {}): Core {
    const core: Core = {
      ...this.#element(this.cores, path),
      part,
      isa: this.isa(),
      clock: 2e9,
      threads: 1,
      kind: null,
      osIndex: null,
      hardwareId: null,
      online: true,
      protection: "pages",
      sees: null,
      ...options,
    };
    this.cores.push(core);
    return core;
  }

  isa(): Isa {
    return {
      name: "amd64",
      documentation: null,
      span: { source, start: 0, end: 1 },
      wordBits: 64,
      endianness: "little",
      lineBytes: lineSize,
      pageBytes: 4096,
      protection: "pages",
    };
  }

  cache(part: Part, path: string, sharedBy: readonly Core[], latency: Time | null): Cache {
    const name = path.slice(path.lastIndexOf(".") + 1);
    const cache = { ...this.#element(this.caches, path), part, name, size: 65_536, latency, lineBytes: null, sharedBy };
    this.caches.push(cache);
    return cache;
  }

  memory(part: Part, path: string, options: Partial<Memory> = {}): Memory {
    const memory = {
      ...this.#element(this.memories, path),
      part,
      size: 2 ** 31,
      latency: null,
      bandwidth: null,
      node: null,
      ...options,
    };
    this.memories.push(memory);
    return memory;
  }

  coherence(part: Part, members: readonly Core[], latency: Time | null): CoherenceDomain {
    const domain = {
      index: this.coherences.length,
      documentation: null,
      span: this.span(),
      part,
      members,
      latency,
      bandwidth: null,
    };
    this.coherences.push(domain);
    return domain;
  }

  port(part: Part, path: string): Endpoint {
    const port = { ...this.#element(this.ports, path), part };
    this.ports.push(port);
    return { kind: "port", port };
  }

  link(from: Endpoint, to: Endpoint, latency: Time | null, options: Partial<Link> = {}): Link {
    const interconnect = {
      name: "HyperTransport",
      transferBytes: 64,
      ordered: true,
      reliable: true,
      broadcast: false,
      notification: "polled",
      credits: 32,
    } as const;
    const link: Link = {
      index: this.links.length,
      path: `${pathOf(from)} ${options.direction === "oneWay" ? "->" : "--"} ${pathOf(to)}`,
      documentation: null,
      span: this.span(),
      from,
      fromSpan: this.span(),
      to,
      toSpan: this.span(),
      direction: "both",
      interconnect,
      latency,
      bandwidth: 4e9,
      ...options,
    };
    this.links.push(link);
    return link;
  }

  device(at: Endpoint | Part, path: string, options: Partial<Device> = {}): Device {
    const part = "kind" in at ? this.root : at;
    const device: Device = {
      ...this.#element(this.devices, path),
      part,
      type: "Device",
      at,
      atSpan: this.span(),
      bandwidth: null,
      latency: null,
      address: null,
      pci: null,
      isCoherent: null,
      compatible: [],
      isMailbox: false,
      osDevices: [],
      dma: [],
      sees: null,
      registers: [],
      interrupts: [],
      sources: sourcesOf(options.interrupts ?? [], this.span()),
      ...options,
    };
    this.devices.push(device);
    return device;
  }

  measure(from: Core, to: Core | Memory | Cache, time: Time): void {
    const index = this.measurements.length;
    this.measurements.push({
      index,
      span: this.span(),
      documentation: null,
      quantity: "latency",
      from,
      to,
      time,
      source: "a stopwatch",
    });
  }

  build(): Machine {
    const { root, parts, cores, caches, memories, coherences, ports, links, devices, measurements } = this;
    const head = { name: this.name, documentation: null, span: root.span };
    return {
      ...head,
      parts,
      cores,
      caches,
      memories,
      coherences,
      ports,
      links,
      devices,
      measurements,
      spaces: [],
      registers: [],
      controllers: [],
      domains: [],
      pluggable: [],
    };
  }

  #element(list: readonly unknown[], path: string) {
    return { index: list.length, path, documentation: null, span: this.span() };
  }
}

/** One source, that interrupts these cores itself. */
function sourcesOf(cores: readonly Core[], span: Span): Device["sources"] {
  return cores.length === 0 ? [] : [{ span, sources: { from: 0, to: 0 }, to: { kind: "cores", cores } }];
}

export function pathOf(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case "core":
      return endpoint.core.path;
    case "port":
      return endpoint.port.path;
    case "device":
      return endpoint.device.path;
  }
}
