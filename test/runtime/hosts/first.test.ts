import { expect, test } from "vitest";
import { simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import { clientEntry, serviceEntry } from "../../../src/runtime/index.ts";
import { line, systemOf } from "../fixtures/system.ts";
import { Tester, type TesterClient } from "../fixtures/tester.ts";

test("first", async () => {
  const system = systemOf({
    cores: 4,
    edges: line(4),
    programs: [
      { name: "tester", kind: "service", core: 0 },
      { name: "main", kind: "client", core: 3, uses: ["tester"] },
    ],
  });
  const seen: unknown[] = [];
  const result = await simulate(system.configuration, system.routes, {
    tester: serviceEntry({
      serves: Tester,
      uses: {},
      load: async () => ({
        program: ({ events }) => ({
          add: (a, b) => a + b,
          echo: (d) => d,
          note: (v) => {
            seen.push(["note", v]);
            events.tick(v);
          },
          *count(to) {
            for (let i = 0; i < to; i++) yield i;
          },
        }),
      }),
    }),
    main: clientEntry<{ tester: TesterClient }>({
      uses: { tester: Tester },
      load: async () => ({
        program: async ({ services: { tester }, log, now }) => {
          const ticks = tester.tick();
          seen.push(await tester.add(2, 3));
          seen.push((await tester.echo(new Uint8Array(1000).fill(7))).length);
          await tester.note(9);
          seen.push(await ticks.next());
          for await (const n of tester.count(40, { buffer: 4 })) seen.push(n);
          log(`at ${now()}`);
        },
      }),
    }),
  });
  console.log(result.outcome, seen, result.time, JSON.stringify(result.events));
  expect(result.outcome.kind).toBe("completed");
});
