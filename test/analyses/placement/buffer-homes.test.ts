import { describe, expect, test } from "vitest";
import { loadHighs } from "../../../src/algorithms/highs.ts";
import { compile } from "../../../src/pipeline.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { textHost } from "../../plan/example-host.ts";

const solver = await loadHighs();

/** Two cores on a bus with a large memory, a small core with memory of its own and a window of the large one. */
const machine = `isa arm { word 64 bits }
isa micro { word 32 bits, line 64 bytes }
interface Net @ 1 { message ping() }
device Nic { registers 4 KiB }
part Near { memory tcm: 64 KiB, latency 1 ns }
machine soc {
  core a[2]: arm @ 1 GHz, sees bus
  core m: micro @ 200 MHz, sees local
  coherence between a[*], m: latency 100 ns
  part near: Near
  memory dram: 64 MiB, latency 90 ns
  memory vault: 1 MiB
  device nic: Nic at m, sees smmu
  iommu smmu: 40 bits to bus, contexts 4, page 64 KiB
  space bus: 32 bits {
    map 0x8000_0000 to dram
    map 0x7000_0000 to vault
    map 0x4000_0000 to nic
  }
  space local: 32 bits {
    map 0x2000_0000 to near.tcm
    map 0x8000_0000 size 1 MiB to dram at 0x10_0000
  }
}
`;

function planned(items: string, text = machine): Plan {
  const source = `${text}system shared on soc {\n${items}\n}\n`;
  const { product, diagnostics } = compile(["d.skerry"], textHost({ "d.skerry": source }), { solver });
  expect(diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
  if (product.plan === null) throw new Error("no plan");
  return product.plan;
}

/** `m`, `dram at 0x1f0000`. */
function whereIs({ system, machine: described }: Plan, name: string): readonly string[] {
  const program = [...(system?.services ?? []), ...(system?.clients ?? [])].find((each) => each.name === name);
  return (program?.instances ?? []).flatMap(({ core, buffers }) => [
    described?.cores[core]?.path ?? "",
    ...buffers.map(({ memory, offset }) => `${described?.memories[memory]?.path} at 0x${offset.toString(16)}`),
  ]);
}

const net = (said: string) => `service net: Net = "./net.ts" ${said}`;
const web = (said: string) => `client web = "./web.ts" uses net ${said}`;

describe("buffers", () => {
  test("lie in a memory that all who use them address, in bytes that they share", () => {
    const plan = planned(`${net("on a[0] { buffer jobs: 64 KiB, read by web }")}\n${web("on m")}`);
    expect(whereIs(plan, "net")).toEqual(["a[0]", "dram at 0x1f0000"]);
  });

  test("draw those who read them to cores that address them", () => {
    const plan = planned(`${net("on a[0] { buffer jobs: 64 KiB in vault, read by web }")}\n${web("")}`);
    expect(whereIs(plan, "web")).toEqual(["a[1]"]);
  });

  test("lie where their program can write them", () => {
    const text = machine.replace("to near.tcm", "to near.tcm, read only");
    expect(whereIs(planned(net("on m { buffer own: 4 KiB }"), text), "net")).toEqual(["m", "dram at 0x1f0000"]);
  });

  test("of a device behind an IOMMU lie where that could lead it", () => {
    const plan = planned(net("drives nic { buffer rx: 4 KiB for nic, forwarded }"));
    expect(whereIs(plan, "net")[1]).toMatch(/^(dram|vault) at /);
  });
});

describe("drivers", () => {
  test("run on cores that address their device, however near others are", () => {
    expect(whereIs(planned(net("drives nic")), "net")[0]).toMatch(/^a/);
  });
});

describe("isolate", () => {
  const secret = (said: string) => `client keys = "./keys.ts" { buffer secret: 4 KiB ${said} }`;

  test("keeps a buffer out of what the other side addresses", () => {
    const plan = planned(`${net("on m")}\n${secret("")}\nisolate net from keys`);
    const [core, memory] = whereIs(plan, "keys");
    expect(core).toMatch(/^a/);
    expect(memory).not.toMatch(/^near/);
    const start = Number(memory?.split(" at ")[1]);
    expect(memory?.startsWith("dram") && start + 4096 > 0x10_0000 && start < 0x20_0000).toBe(false);
  });

  test("keeps programs from running on one core", () => {
    const one = machine.replace("core a[2]", "core a[1]");
    const plan = planned(`${net("requires isa arm")}\n${secret("")}\nisolate net from keys`, one);
    expect(whereIs(plan, "keys")[0]).toBe("m");
  });

  test("lays what a device fills and what others have on different pages of its IOMMU", () => {
    const plan = planned(`${net("drives nic { buffer rx: 4 KiB for nic in dram }")}
client keys = "./keys.ts" on m { buffer secret: 4 KiB in dram }
isolate nic from keys`);
    const pages = ["net", "keys"].map((name) => Math.floor(Number(whereIs(plan, name)[1]?.split(" at ")[1]) / 65536));
    expect(new Set(pages).size).toBe(2);
  });
});
