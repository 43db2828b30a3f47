import type { BootConfiguration } from "./boot-configuration.ts";
import type { RouteTable } from "./route-table.ts";

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
    const path = [from, ...(routes.path(from, to) ?? [])];
    return path.slice(1).reduce((sum, next, index) => sum + (latencies.get(`${path[index]} ${next}`) ?? 0), 0);
  };
  const distance = (to: number): number => (to === core ? 0 : along(core, to) + along(to, core));
  return instances
    .map((program) => ({ instance: program.instance, core: program.core, distance: distance(program.core) }))
    .sort((a, b) => a.distance - b.distance || a.instance - b.instance);
}

/** Of each configuration once: a simulation asks for every kernel. */
const known = new WeakMap<BootConfiguration, ReadonlyMap<string, number>>();

function latenciesOf(configuration: BootConfiguration): ReadonlyMap<string, number> {
  const found = known.get(configuration);
  if (found !== undefined) return found;
  const latencies = new Map(configuration.channels.map(({ from, to, latency }) => [`${from} ${to}`, latency]));
  known.set(configuration, latencies);
  return latencies;
}
