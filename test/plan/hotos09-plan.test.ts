import { describe, expect, test } from "vitest";
import { compile } from "../../src/pipeline.ts";
import { serialisePlan } from "../../src/plan/serialise.ts";
import { validatePlan } from "../../src/plan/validate.ts";
import { exampleHost } from "./example-host.ts";

const { product, diagnostics } = compile(["system.skerry"], exampleHost("hotos09"), {});
const { plan } = product;
if (plan === null) throw new Error(`hotos09 does not compile: ${diagnostics.map((d) => d.message).join("; ")}`);

describe("the plan of hotos09", () => {
  test("is the one that was checked by hand", async () => {
    expect(diagnostics).toEqual([]);
    await expect(serialisePlan(plan)).toMatchFileSnapshot("fixtures/hotos09.plan.json");
  });

  test("is a plan by its schema, also when read back", () => {
    expect(validatePlan(JSON.parse(serialisePlan(plan)))).toEqual([]);
    expect(JSON.parse(serialisePlan(plan))).toEqual(plan);
  });

  test("boots all 32 kernels from core 0, each beside one that is up", () => {
    const { boot, fabric } = plan;
    expect(boot?.bootCore).toBe(0);
    expect([...(boot?.order ?? [])].sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, i) => i));
    const up = new Set([0]);
    for (const core of boot?.order.slice(1) ?? []) {
      expect(fabric?.hops.some((hop) => up.has(hop.from) && hop.to === core)).toBe(true);
      up.add(core);
    }
  });

  test("has a ring wherever a route goes, one behind the other, and no other", () => {
    const { boot, routes, fabric } = plan;
    const wanted = new Set<string>();
    const [table] = routes?.dimensions ?? [];
    table?.nextHop.forEach((row, from) => {
      row.forEach((next, to) => {
        if (from !== to) wanted.add(`${from} ${next} ${table.virtualChannel[from]?.[to]}`);
      });
    });
    for (const { from, nextHop, virtualChannel } of routes?.failover ?? []) {
      nextHop.forEach((next, entry) => {
        if (next !== -1) wanted.add(`${from[entry]} ${next} ${virtualChannel[entry]}`);
      });
    }
    const channels = boot?.channels ?? [];
    expect(new Set(channels.map((c) => `${c.from} ${c.to} ${c.virtualChannel}`))).toEqual(wanted);
    expect(channels).toHaveLength(wanted.size);
    let end = 0;
    for (const channel of channels) {
      expect(fabric?.hops[channel.hop]).toMatchObject({ from: channel.from, to: channel.to });
      expect(channel.offset).toBe(end);
      end += channel.slotBytes * (1 + channel.slots);
    }
    for (const ring of boot?.bulk ?? []) {
      expect(ring.offset).toBe(Math.ceil(end / 128) * 128);
      end = ring.offset + 128 + ring.blocks * ring.blockBytes;
    }
    for (const pool of boot?.pools ?? []) {
      expect(pool.offset).toBe(Math.ceil(end / 128) * 128);
      end = pool.offset + pool.bytes;
    }
    expect(boot?.segmentBytes).toBe(end);
  });

  test("has blocks both ways for each binding that moves sectors, by the core that reads them", () => {
    const { boot, machine } = plan;
    const rings = boot?.bulk.filter(({ service }) => service === "disk") ?? [];
    expect(rings.map(({ program, instance, direction }) => `${program}[${instance}] ${direction}`)).toEqual(
      [0, 1, 2, 3].flatMap((instance) => [`web[${instance}] request`, `web[${instance}] reply`]),
    );
    for (const { from, to, direction, blocks, blockBytes, memory } of rings) {
      const [client, disk] = direction === "request" ? [from, to] : [to, from];
      expect([disk, client >= 12 && client <= 15]).toEqual([28, true]);
      expect([blocks, blockBytes]).toEqual([16, 4160]);
      expect(machine?.memories[memory ?? -1]?.path).toBe(direction === "request" ? "p[7].dram" : "p[3].dram");
    }
  });

  test("puts the disk service on the core that takes the disk's interrupts, clients by hand", () => {
    const [disk, registry] = plan.system?.services ?? [];
    expect(disk?.instances.map(({ core }) => plan.machine?.cores[core]?.path)).toEqual(["p[7].cpu[0]"]);
    expect(registry?.instances.map(({ core }) => core)).toEqual([1, 5, 9, 13, 17, 21, 25, 29]);
    const [web] = plan.system?.clients ?? [];
    expect(web?.instances.map(({ core }) => core)).toEqual([12, 13, 14, 15]);
    expect(web?.instances.every(({ bindings }) => bindings.length === 2)).toBe(true);
  });
});
