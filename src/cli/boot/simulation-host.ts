import { Simulation } from "../../runtime/hosts/simulation/simulation.ts";
import type { Programs } from "../../runtime/program.ts";
import type { Bootable, Running } from "./boot.ts";

/** All kernels in this thread under virtual time; `--for` is virtual too. */
export async function startSimulation(bootable: Bootable): Promise<Running> {
  const { configuration, routes, options, onEvent } = bootable;
  const simulation = new Simulation(configuration, routes, {
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.for === undefined ? {} : { stopAt: options.for }),
    onEvent,
  });
  const programs = bootable.programs === null ? {} : await loadPrograms(bootable.programs);
  await simulation.start(programs);
  return { done: simulation.run().then(({ outcome }) => outcome), stop: (reason) => simulation.stop(reason) };
}

async function loadPrograms(module: URL): Promise<Programs> {
  const loaded: { readonly programs: Programs } = await import(module.href);
  return loaded.programs;
}
