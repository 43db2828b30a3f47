import type { Buffer, Client, Program, Service, System, Wish } from "../../../src/model/deployment.ts";
import type { Machine } from "../../../src/model/machine.ts";
import type { Span } from "../../../src/source/source-file.ts";

/** What a program of a test says; everything else it does not say. */
export type Said = Partial<Pick<Program, "wishes" | "drives" | "buffers" | "traffic">> & {
  readonly uses?: readonly Service[];
};

const span: Span = { source: { path: "system.skerry", text: "on these" }, start: 0, end: 8 };

export function client(name: string, { uses = [], ...said }: Said = {}): Client {
  return {
    name,
    documentation: null,
    span,
    module: `./${name}.ts`,
    moduleSpan: span,
    wishes: [],
    drives: [],
    buffers: [],
    traffic: [],
    stateTraffic: [],
    states: [],
    ...said,
    uses: uses.map((service) => ({ service, span })),
  };
}

export function service(name: string, said: Said = {}): Service {
  const nothing = {
    documentation: null,
    span,
    constants: [],
    aliases: [],
    enums: [],
    flags: [],
    structs: [],
    unions: [],
    operations: [],
    reserved: { names: [], numbers: [] },
  };
  return { ...client(name, said), interface: { name: "Nothing", version: 1, ...nothing }, allow: null };
}

export function systemOn(
  machine: Machine,
  services: readonly Service[],
  clients: readonly Client[] = [],
  name = "system",
): System {
  return { name, documentation: null, span, machine, services, clients, isolations: [], states: [] };
}

export function buffer(name: string, size: number, said: Partial<Buffer> = {}): Buffer {
  return { name, documentation: null, span, size, device: null, forwarded: false, readers: [], memory: null, ...said };
}

/** A wish without its place. */
type Placeless<W> = W extends Wish ? Omit<W, "span"> : never;

export function wish(said: Placeless<Wish>): Wish {
  return { ...said, span };
}
