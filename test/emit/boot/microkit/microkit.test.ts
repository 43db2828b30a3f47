import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { domainsOf } from "../../../../src/emit/boot/microkit/domains.ts";
import { microkit } from "../../../../src/emit/boot/microkit/emit-microkit.ts";
import { rankPrograms } from "../../../../src/emit/boot/microkit/priorities.ts";
import { compile } from "../../../../src/pipeline.ts";
import type { Plan } from "../../../../src/plan/plan.ts";
import { exampleHost, textHost } from "../../../plan/example-host.ts";

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Its elements, in order. */
function tagsOf(xml: string): readonly Tag[] {
  return [...xml.matchAll(/<(\w+)((?: \w+="[^"]*")*)\/?>/g)].map(([, name = "", attributes = ""]) => {
    return {
      name,
      attributes: Object.fromEntries(
        [...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
      ),
    };
  });
}

function systemFile(plan: Plan): string {
  const [file] = microkit.emit(plan).filter(({ path }) => path.endsWith(".system"));
  return String(file?.content);
}

const plans = readdirSync("examples")
  .filter((name) => !name.includes(".") && name !== "torus")
  .flatMap((name) => {
    const { plan } = compile(
      readdirSync(`examples/${name}`).filter((file) => file.endsWith(".skerry")),
      exampleHost(name),
    ).product;
    return plan === null || microkit.judge(plan).some(({ kind }) => kind.severity === "error") ? [] : [{ name, plan }];
  });

/** What the manual and the tool's own checks ask for (seL4/microkit, tool/microkit/src/sdf.rs). */
describe.each(plans)("the system of $name", ({ plan }) => {
  const tags = tagsOf(systemFile(plan));
  const named = (name: string): readonly Tag["attributes"][] =>
    tags.filter((tag) => tag.name === name).map(({ attributes }) => attributes);

  test("has domains with an image each, priorities and names of their own", () => {
    const domains = named("protection_domain");
    expect(domains.length).toBeGreaterThan(0);
    expect(new Set(domains.map(({ name }) => name)).size).toBe(domains.length);
    expect(named("program_image")).toHaveLength(domains.length);
    for (const { priority } of domains) expect(Number(priority)).toBeLessThanOrEqual(254);
  });

  test("has ids that are one domain's once, and below 62", () => {
    const model = domainsOf(plan);
    for (const domain of model?.domains ?? []) {
      const ends = (model?.channels ?? [])
        .flatMap(({ client, service }) => [client, service])
        .filter((end) => end.domain === domain);
      const ids = [...ends.map(({ id }) => id), ...domain.interrupts.map(({ id }) => id)];
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.every((id) => id >= 0 && id < 62)).toBe(true);
    }
  });

  test("maps whole pages, each at its own place, of regions that there are", () => {
    const regions = new Map(
      named("memory_region").map(({ name, size, phys_addr: address }) => [name, { size, address }]),
    );
    for (const { size, address = "0" } of regions.values()) {
      expect([Number(size) % 4096, Number(BigInt(address) % 4096n)]).toEqual([0, 0]);
    }
    let last = 0;
    for (const { name, attributes } of tags) {
      if (name === "protection_domain") last = 0;
      if (name !== "map") continue;
      expect(Number(attributes["vaddr"])).toBeGreaterThanOrEqual(last);
      last = Number(attributes["vaddr"]) + Number(regions.get(attributes["mr"])?.size);
    }
    expect(new Set(named("map").map(({ mr }) => mr))).toEqual(new Set(regions.keys()));
  });

  test("lets only those call who are on the same core and less urgent", () => {
    const domains = new Map(named("protection_domain").map((domain) => [domain["name"], domain]));
    const ends = named("end");
    for (const [place, end] of ends.entries()) {
      const caller = domains.get(end["pd"]);
      const called = domains.get(ends[place ^ 1]?.["pd"]);
      if (end["pp"] !== "true") continue;
      expect(caller?.["cpu"]).toBe(called?.["cpu"]);
      expect(Number(called?.["priority"])).toBeGreaterThan(Number(caller?.["priority"]));
    }
  });
});

function described(system: string, isAddressed = true, card = "0x1000_0000"): Plan {
  const text = `use "prelude/arm64"
device Card { registers 4 KiB }
machine board {
  core cpu[2]: arm64 @ 1 GHz${isAddressed ? ", sees bus" : ""}
  coherence between cpu[*]: latency 50 ns
  memory dram: 1 GiB
  ${isAddressed ? `space bus: 40 bits { map 0x4000_0000 to dram; map ${card} to card }` : ""}
  device card: Card at cpu[0] { dma reaches dram; interrupt 0 -> gic 33 }
  controller gic: 64 lines -> cpu[*]
}
interface Echo { call say(n: u32) -> (n: u32) }
system ping on board { ${system} }
`;
  const { product, diagnostics } = compile(["board.skerry"], textHost({ "board.skerry": text }));
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return product.plan;
}

const driver = `service echo: Echo = "./echo.ts" drives card on cpu[0] { buffer frames: 64 KiB for card, read by echo }
  client near = "./near.ts" uses echo on cpu[0]
  client far = "./far.ts" uses echo on cpu[1]`;

test("a driver has its registers uncached, its interrupt, and its buffer where the device finds it", () => {
  const tags = tagsOf(systemFile(described(driver)));
  const find = (name: string, key: string, value: string) =>
    tags.find((tag) => tag.name === name && tag.attributes[key] === value)?.attributes;
  expect(find("memory_region", "name", "card")).toMatchObject({ size: "0x1000", phys_addr: "0x10000000" });
  expect(find("map", "mr", "card")).toMatchObject({ perms: "rw", cached: "false" });
  expect(find("irq", "irq", "33")).toEqual({ irq: "33", id: "2" });
  const buffer = find("memory_region", "name", "echo-frames");
  expect(Number(buffer?.["phys_addr"]) + Number(buffer?.["size"])).toBe(0x8000_0000);
  expect(tags.filter(({ name }) => name === "end").map(({ attributes }) => attributes)).toEqual([
    { pd: "near", id: "0", pp: "true" },
    { pd: "echo", id: "0" },
    { pd: "far", id: "0" },
    { pd: "echo", id: "1" },
  ]);
  const header = microkit.emit(described(driver)).find(({ path }) => path.endsWith("/echo.h"))?.content;
  expect(header).toContain("#define CHANNEL_FAR 1\n#define CARD_IRQ_33 2\n");
});

test("memory that a device has to find is refused where no address space tells its address", () => {
  const faults = microkit.judge(described(driver, false));
  expect(faults.map(({ kind, message }) => [kind.code, message])).toEqual([
    ["SK9806", "`microkit` needs the address of `echo-frames`, which no address space tells"],
    ["SK9806", "`microkit` needs the address of `card`, which no address space tells"],
  ]);
});

test("registers that begin in the middle of a page are refused", () => {
  expect(microkit.judge(described(driver, true, "0x1000_1000"))).toEqual([]);
  const faults = microkit.judge(described(driver, true, "0x1000_0800"));
  expect(faults.map(({ kind, message }) => [kind.code, message])).toEqual([
    ["SK9810", "`microkit` needs `card` at a multiple of 4 KiB, and it lies at 0x10000800"],
  ]);
});

test("channels of two that use each other have a name each", () => {
  const both = `service one: Echo = "./o.ts" uses two on cpu[0]
    service two: Echo = "./t.ts" uses one on cpu[1]`;
  const header = microkit.emit(described(both)).find(({ path }) => path.endsWith("/one.h"))?.content;
  expect(header).toContain("#define CHANNEL_TWO 0\n#define CHANNEL_FROM_TWO 1\n");
});

test("no domain has the name of the tool's own", () => {
  const faults = microkit.judge(described('client monitor = "./m.ts" on cpu[0]'));
  expect(faults.map(({ kind, message }) => [kind.code, message])).toEqual([
    ["SK9811", "`microkit` has something of its own called `monitor`"],
  ]);
  expect(microkit.judge(described('client monitor = "./m.ts" on cpu[*]'))).toEqual([]);
});

test("a domain has no more than 62 channels and interrupts, a system no more than 63 domains", () => {
  const clients = (count: number) =>
    Array.from({ length: count }, (_, index) => `client c${index} = "./c.ts" uses echo on cpu[${index % 2}]`).join(
      "\n",
    );
  const service = 'service echo: Echo = "./echo.ts" on cpu[0]';
  expect(microkit.judge(described(`${service}\n${clients(62)}`))).toEqual([]);
  expect(microkit.judge(described(`${service}\n${clients(63)}`)).map(({ message }) => message)).toEqual([
    "`microkit` takes at most 63 protection domains, and there would be 64",
    "`microkit` takes at most 62 channels and interrupts of `echo`, and there would be 63",
  ]);
});

test("a service is above all that use it, and those that use each other are level", () => {
  const program = (name: string, uses: readonly number[]) =>
    ({ name, uses }) as unknown as Parameters<typeof rankPrograms>[0][number];
  const services = [program("store", []), program("left", [0, 2]), program("right", [1])];
  const [store, left, right, client] = rankPrograms([...services, program("client", [1])], services);
  expect([store, left, right, client]).toEqual([3, 2, 2, 1]);
});
