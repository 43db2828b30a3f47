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
