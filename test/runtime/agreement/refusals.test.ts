/** Why a change is not made is told alike by every protocol that orders changes. */
import { type Agreement, clientEntry, type RemoteMap, stateEntry } from "skerry/runtime";
import { expect, test } from "vitest";
import { simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import type { BootState } from "../../../src/runtime/kernel/boot-configuration.ts";
import { circle, type Shape, systemOf } from "../fixtures/system.ts";
import { u32 } from "../fixtures/u32.ts";

function shapeOf(protocol: BootState["protocol"]): Shape {
  return {
    ...{ cores: 4, edges: circle(4) },
    programs: [{ name: "writer", kind: "client", core: 0 }],
    states: [{ name: "names", kind: "map", protocol, replicas: [1, 2, 3], keyBytes: 4, valueBytes: 4, capacity: 1 }],
  };
}

const textOf = (agreement: Agreement<unknown>): string =>
  agreement.kind === "agreed" ? "agreed" : `${agreement.reason}: ${agreement.text}`;

test.each(["broadcast", "twoPhase", "majority"] as const)("by %s", async (protocol) => {
  const said: string[] = [];
  const writer = clientEntry<object, { names: RemoteMap<number, number> }>({
    ...{ uses: {}, state: { names: stateEntry.map({ key: u32, value: u32 }).remote } },
    load: async () => ({
      program: async ({ state: { names } }) => {
        said.push(textOf(await names.set(1, 10)));
        said.push(textOf(await names.set(2, 20)));
        said.push(textOf(await names.replace(1, 11, 12)));
      },
    }),
  });
  const { configuration, routes } = systemOf(shapeOf(protocol));
  await simulate(configuration, routes, { writer }, { stopAt: 1e5 });
  expect(said).toEqual(["agreed", "rejected: it is full", "superseded: another value than expected is there"]);
});
