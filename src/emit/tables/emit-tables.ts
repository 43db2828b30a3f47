import type { Plan } from "../../plan/plan.ts";
import { serialiseJson } from "../../plan/serialise.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { encodeRoutes } from "./routes-binary.ts";
import { printRoutesModule } from "./routes-typescript.ts";

/**
 * The routes three times: for programs (`routes.ts`), for tools in other languages (`routes.json`) and for kernels
 * (`routes.bin`). Latencies stand in the first two only: a kernel forwards by the next hop alone.
 */
export function emitTables({ machine, routes, fabric }: Plan): OutputFile[] {
  if (machine === null || routes === null) return [];
  const table = {
    format: "skerry-routes",
    version: 2,
    machine: machine.name,
    cores: machine.cores.map(({ path }) => path),
    virtualChannels: routes.virtualChannels,
    coordinates: routes.coordinates,
    ...(routes.places === undefined ? {} : { places: routes.places }),
    dimensions: routes.dimensions.map(({ nextHop, virtualChannel, latency }) => {
      return { nextHop, virtualChannel, latencyPicoseconds: latency };
    }),
  };
  return [
    { path: "routes.bin", content: encodeRoutes(routes, fabric?.hops) },
    { path: "routes.json", content: serialiseJson(table) },
    { path: "routes.ts", content: printRoutesModule(machine, routes) },
  ];
}
