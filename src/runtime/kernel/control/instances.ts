import type { BootConfiguration } from "../boot-configuration.ts";
import type { RouteTable } from "../routes/route-table.ts";

/** Where an instance of a service runs. */
export interface InstancePlace {
  readonly instance: number;
  readonly core: number;
}

/** The instances of a service, the nearest to a core first: by the latency there and back, then in their order. */
export function instancesByNearness(
  configuration: BootConfiguration,
  routes: RouteTable,
  core: number,
  service: string,
): readonly InstancePlace[] {
  const instances = configuration.programs.filter(({ name, kind }) => name === service && kind === "service");
  const latencies = latenciesOf(configuration);
  const along = (from: number, to: number): number => {
    let [sum, at] = [0, from];
    for (const next of routes.path(from, to) ?? []) {
      sum += latencies.get(hopFrom(at, next)) ?? 0;
      at = next;
    }
    return sum;
  };
  const distance = (to: number): number => (to === core ? 0 : along(core, to) + along(to, core));
  return instances
    .map((program) => ({ instance: program.instance, core: program.core, distance: distance(program.core) }))
    .sort((a, b) => a.distance - b.distance || a.instance - b.instance);
}

/** Of each configuration once: a simulation asks for every kernel. */
const known = new WeakMap<BootConfiguration, ReadonlyMap<number, number>>();

function latenciesOf(configuration: BootConfiguration): ReadonlyMap<number, number> {
  const found = known.get(configuration);
  if (found !== undefined) return found;
  const latencies = new Map(configuration.channels.map(({ from, to, latency }) => [hopFrom(from, to), latency]));
  known.set(configuration, latencies);
  return latencies;
}

/** A hop as a key. */
function hopFrom(from: number, to: number): number {
  return from * 0x10000 + to;
}
