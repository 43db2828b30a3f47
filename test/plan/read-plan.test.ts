import { describe, expect, test } from "vitest";
import type { Plan, PlanInterface, PlanType } from "../../src/plan/plan.ts";
import { readPlan } from "../../src/plan/read-plan.ts";
import { serialisePlan } from "../../src/plan/serialise.ts";
import { planOf } from "../breaking/changes.ts";

const plan = planOf(`use "prelude/amd64"

machine m {
  core cpu[2]: amd64 @ 2 GHz
  coherence between cpu[*]: latency 100 cycles
}

interface Block {
  type Lba = id u64
  enum Status: u8 { ok }
  struct Extent { lba: Lba; more: u32[2] }
  union Key { at: Extent; none }
  call read(at: Extent[..2], key: Key) -> () fails Status
}

system one on m {
  service disk: Block = "./disk.ts"
  client web = "./web.ts" uses disk
}
`);

function faultsOf(changed: Plan): readonly string[] {
  return readPlan(serialisePlan(changed)).faults;
}

/** With another type in place of the first field of the struct. */
function withField(type: PlanType): Plan {
  const interfaces = plan.interfaces.map(
    (declared): PlanInterface => ({
      ...declared,
      structs: declared.structs.map((struct) => ({
        ...struct,
        layout: {
          ...struct.layout,
          fields: struct.layout.fields.map((field, index) => (index === 0 ? { ...field, type } : field)),
        },
      })),
    }),
  );
  return { ...plan, interfaces };
}

describe("a plan that is read", () => {
  test("is the one that was written", () => {
    expect(readPlan(serialisePlan(plan))).toEqual({ plan, faults: [] });
  });

  test("is JSON, and keeps to the schema", () => {
    expect(readPlan("{")).toEqual({ plan: null, faults: ["it is not JSON"] });
    expect(readPlan("3").faults).toEqual(["/ must be object"]);
  });

  test.each([
    [{ kind: "struct", struct: 7 }, '/interfaces/0: a type is {"kind":"struct","struct":7}, which is not there'],
    [
      { kind: "endpoint", interface: 2 },
      '/interfaces/0: a type is {"kind":"endpoint","interface":2}, which is not there',
    ],
  ] as const)("has no type that leads nowhere: %j", (type, fault) => {
    expect(faultsOf(withField(type))).toEqual([fault]);
  });

  test("has no type that contains itself", () => {
    const inside: PlanType = { kind: "struct", struct: 0 };
    const array: PlanType = { kind: "array", element: inside, length: 1, bounded: false, stride: 1, dataOffset: 0 };
    expect(faultsOf(withField(inside))).toEqual(["/interfaces/0: a type contains itself"]);
    expect(faultsOf(withField(array))).toEqual(["/interfaces/0: a type contains itself"]);
    expect(faultsOf(withField({ kind: "union", union: 0 }))).toEqual(["/interfaces/0: a type contains itself"]);
  });

  test("has no program that uses what is not there", () => {
    if (plan.system === null) throw new Error("there is a system");
    const clients = plan.system.clients.map((client) => ({ ...client, uses: [4] }));
    expect(faultsOf({ ...plan, system: { ...plan.system, clients } })).toEqual([
      "/system: the program web serves or uses what is not there",
    ]);
  });

  test("has no type that comes from nowhere", () => {
    const interfaces = plan.interfaces.map((declared) => ({
      ...declared,
      enums: declared.enums.map((type) => ({ ...type, from: 3 })),
    }));
    expect(faultsOf({ ...plan, interfaces })).toEqual([
      "/interfaces/0: the type Status comes from interface 3, which is not there",
    ]);
  });
});

describe("the addresses of a plan", () => {
  const text = `isa arm { word 64 bits }
interface Net @ 1 { message ping() }
device Nic { registers 4 KiB }
machine soc {
  core host: arm @ 1 GHz, sees bus
  core far: arm @ 1 GHz, sees shielded
  coherence between host, far
  memory dram: 64 MiB
  memory vault: 64 KiB
  device nic: Nic at host, sees smmu
  iommu smmu: 48 bits to bus, contexts 4, page 4 KiB
  space bus: 32 bits { map 0x8000_0000 to dram; map 0x4000_0000 to nic }
  space shielded: 32 bits { map 0x1000_0000 to vault }
}
system apart on soc {
  service net: Net = "./net.ts" drives nic on host { buffer rx: 64 KiB for nic in dram }
  client keys = "./keys.ts" on far { buffer secret: 8 KiB in vault }
  isolate net from keys, vault
}
`;
  const whole = planOf(text);
  /** The faults of a plan whose JSON has one text in place of another. */
  const faultsWith = (from: string | RegExp, to: string): readonly string[] => {
    const json = JSON.stringify(whole);
    const changed = json.replace(from, to);
    expect(changed).not.toBe(json);
    return readPlan(changed).faults;
  };

  test("are those that were written, isolations among them", () => {
    expect(readPlan(serialisePlan(whole))).toEqual({ plan: whole, faults: [] });
    expect(whole.system?.isolations).toMatchObject([
      {
        subject: { name: "net", program: "net", cores: [0], devices: [0], memories: [] },
        others: [
          { name: "keys", program: "keys", cores: [1], devices: [], memories: [] },
          { name: "vault", program: null, cores: [], devices: [], memories: [1] },
        ],
      },
    ]);
  });

  test.each([
    [/"target":\{"memory":1\}/, '"target":{"memory":9}', "/machine/addresses/spaces/2: the memory 9 is not there"],
    [
      /"target":\{"registers":0\}/,
      '"target":{"registers":3}',
      "/machine/addresses/spaces/1: the registers 3 is not there",
    ],
    [/"iommu":\{"to":1/, '"iommu":{"to":5', "/machine/addresses/spaces/0: the space 5 is not there"],
    [
      /"contexts":\[\{"device":0/,
      '"contexts":[{"device":4',
      "/machine/addresses/contexts/0: the device 4 is not there",
    ],
    [
      '"to":"0x1000ffff"',
      '"to":"0xfff"',
      "/machine/addresses/spaces/2: the range from 0x10000000 ends before it begins, at 0xfff",
    ],
    [
      /"from":"0x80000000","to":"0x83ffffff"/,
      '"from":"0x40000000","to":"0x83ffffff"',
      "/machine/addresses/spaces/1: the range from 0x40000000 begins within the one before it",
    ],
    [/"program":"keys"/, '"program":"kees"', "/system/isolations/0: the program kees is not there"],
    [
      /"offset":57344/,
      '"offset":65000',
      "/system: the program keys: a buffer at 65000 goes beyond the end of the memory 1",
    ],
  ])("%s", (from, to, fault) => {
    expect(faultsWith(from, to)).toContain(fault);
  });
});
