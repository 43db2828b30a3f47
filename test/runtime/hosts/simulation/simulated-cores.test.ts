import { clientEntry } from "skerry/runtime";
import { expect, test } from "vitest";
import { Simulation } from "../../../../src/runtime/hosts/simulation/simulation.ts";
import { line, systemOf } from "../../fixtures/system.ts";

test("a kernel that dies while it takes its leave ends once, and can start anew at once", async () => {
  const programs = [{ name: "main", kind: "client" as const, core: 0 }];
  const { configuration, routes } = systemOf({ cores: 3, edges: line(3), programs });
  const simulation = new Simulation(configuration, routes, { patience: 0 });
  const main = clientEntry({
    uses: {},
    load: async () => ({
      program: async ({ sleep }) => {
        await simulation.offline(2);
        await sleep(5);
      },
    }),
  });
  await simulation.start({ main });
  while (!simulation.stopped && (await simulation.step())) {
    const isLeaving = simulation.kernel(2)?.signal.aborted === true && simulation.isAlive(2);
    if (!isLeaving || simulation.stopped) continue;
    simulation.kill(2);
    simulation.restart(2);
  }
  const ends = ["kernelLost", "kernelRestarted", "kernelStopped"];
  const told = simulation.events.flatMap((event) =>
    "core" in event && event.core === 2 && ends.includes(event.kind) ? [event.kind] : [],
  );
  // It stops with all others, at the end.
  expect(told).toEqual(ends);
  expect(simulation.running).toEqual([0, 1, 2]);
});
