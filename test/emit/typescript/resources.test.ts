import { clientEntry, type InterfaceDescriptor, type Lease, type Region, serviceEntry } from "skerry/runtime";
import { expect, test } from "vitest";
import { printInterfaceFile } from "../../../src/emit/typescript/interface/interface-file.ts";
import { printFile } from "../../../src/emit/typescript/print-file.ts";
import { simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import { logsOf } from "../../runtime/fixtures/reports.ts";
import { line, systemOf } from "../../runtime/fixtures/system.ts";
import { array, endpointOfItself, planInterface, region, scalar, structType } from "../interface-plans.ts";
import { checkTypes } from "./check-types.ts";
import { loadGenerated } from "./load-generated.ts";

const pair = structType("Pair", { from: region(4096, false), to: region(4096, true) });
const plan = planInterface({
  name: "Vault",
  structs: [pair],
  operations: [
    { verb: "call", name: "copy", parameters: { pair }, results: { bytes: scalar("u32") } },
    {
      verb: "call",
      name: "sum",
      parameters: { parts: array(region(64, false), 3, true) },
      results: { sum: scalar("u32") },
    },
    { verb: "call", name: "self", results: { vault: endpointOfItself } },
    { verb: "call", name: "ask", parameters: { other: endpointOfItself }, results: { sum: scalar("u32") } },
  ],
});

interface VaultClient {
  copy(pair: { readonly from: Region; readonly to: Region }): Promise<{ readonly bytes: number }>;
  sum(parts: readonly Region[]): Promise<{ readonly sum: number }>;
  self(): Promise<{ readonly vault: VaultClient }>;
  ask(other: VaultClient): Promise<{ readonly sum: number }>;
}

interface Writable extends Region {
  readonly bytes: Uint8Array;
}

test("generated code names the runtime's regions and the clients of endpoints, and is correct TypeScript", () => {
  const text = printFile(printInterfaceFile(plan));
  expect(checkTypes({ "vault.ts": text })).toEqual([]);
  expect(text).toContain("readonly from: Region;");
  expect(text).toContain("readonly to: WritableRegion;");
  expect(text).toContain("readonly vault: VaultClient;");
  expect(text).toContain("hasResources: true,");
});

test("generated clients and servers pass regions and endpoints through kernels", async () => {
  const exported = await loadGenerated(plan);
  const Vault = exported["Vault"] as InterfaceDescriptor<VaultClient, object, null>;
  const { configuration, routes } = systemOf({
    cores: 2,
    edges: line(2),
    programs: [
      { name: "vault", kind: "service", core: 0 },
      { name: "main", kind: "client", core: 1, uses: ["vault"] },
    ],
  });
  const sumOf = (parts: readonly Region[]) => parts.flatMap((part) => [...part.slice()]).reduce((a, b) => a + b, 0);
  const vault = serviceEntry({
    serves: Vault,
    uses: {},
    load: async () => ({
      program: ({ self, lease }) => ({
        copy: ({ from, to }: { readonly from: Region; readonly to: Writable }) => ({ bytes: from.copyTo(to.bytes) }),
        sum: (parts: readonly Region[]) => ({ sum: sumOf(parts) }),
        self: () => ({ vault: self(Vault) }),
        ask: async (other: VaultClient) => {
          const own: Lease = lease(10);
          own.bytes.fill(3);
          return other.sum([own]);
        },
      }),
    }),
  });
  const main = clientEntry<{ vault: VaultClient }>({
    uses: { vault: Vault },
    load: async () => ({
      program: async ({ services, lease, log }) => {
        const [from, to] = [lease(64), lease(64)];
        from.bytes.fill(7);
        log(`${(await services.vault.copy({ from, to })).bytes} ${to.bytes[63]}`);
        log(`${(await services.vault.sum([from, to])).sum}`);
        const found = (await services.vault.self()).vault;
        log(`${(await found.sum([to])).sum} ${(await services.vault.ask(found)).sum}`);
      },
    }),
  });
  const result = await simulate(configuration, routes, { vault, main }, { patience: 20 });
  expect(logsOf(result.events)).toEqual(["main: 64 7", "main: 896", "main: 448 30"]);
  expect(result.outcome.kind).toBe("completed");
});
