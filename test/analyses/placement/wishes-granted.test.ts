import { describe, expect, test } from "vitest";
import { wishesGranted } from "../../../src/analyses/placement/wishes-granted.ts";
import { foundBy, small } from "../../checks/found-by.ts";

const wired = `${small}isa micro { word 16 bits, little endian, line 64 bytes, page 4 KiB }
device Nic {}
machine wired {
  package p[2]: Pair
  core helper: micro @ 1 MHz
  device nic: Nic at p[0] { dma reaches p[0].ram }
}
`;
const found = (programs: string) =>
  foundBy(wishesGranted, `${wired}system a on wired {\n${programs}\n}`).map((each) => each.replace(/^\d+:/, ""));
const x = (clauses: string) => `client x = "./x.ts" ${clauses}`;
const y = (clauses: string) => `client y = "./y.ts" ${clauses}`;

describe("a wish alone", () => {
  test.each([
    [x("copies 6"), "21 `x` cannot have `copies 6`: the machine `wired` has only 5 cores online"],
    [
      x("copies 4 spread by package"),
      "21 `x` cannot have `copies 4 spread by package`: the machine `wired` has only 2 packages with a core online",
    ],
    [
      x("requires word 64 bits"),
      "30 `x` cannot have `requires word 64 bits`: no core of the machine `wired` that is online has it",
    ],
    [
      x("requires memory 2 GiB"),
      "30 `x` cannot have `requires memory 2 GiB`: no memory next to a core is so large: `p[0].ram` has 1 GiB",
    ],
    [x("{ buffer b: 2 GiB }"), "30 `x` cannot have `buffer b`: no memory is so large: `p[0].ram` has 1 GiB"],
    [x("{ buffer b: 2 GiB in p[1].ram }"), "30 `x` cannot have `buffer b`: it is too large: `p[1].ram` has 1 GiB"],
    [
      x("drives nic { buffer b: 1 KiB for nic in p[1].ram }"),
      "41 `x` cannot have `buffer b`: the DMA of `nic` does not reach `p[1].ram`",
    ],
  ])("%s", (programs, message) => {
    expect(found(programs)).toEqual([message]);
  });
});

describe("wishes together", () => {
  test.each([
    [x("on helper requires isa tiny"), "40 these wishes cannot all be granted: `x` on helper; `x` requires isa tiny"],
    [
      `${x("on p[0].cpu[0]")}\n${y("on p[0].cpu[1] apart from x by package")}`,
      "36 these wishes cannot all be granted: `x` on p[0].cpu[0]; `y` on p[0].cpu[1]; `y` apart from x by package",
    ],
    [
      `${x("requires isa micro")}\n${y("apart from x requires isa micro")}`,
      "43 these wishes cannot all be granted: `x` requires isa micro; `y` apart from x; `y` requires isa micro",
    ],
    [x("copies 2 requires isa micro"), "39 these wishes cannot all be granted: `x` copies 2; `x` requires isa micro"],
    [
      `${x("{ buffer a: 700 MiB in p[0].ram }")}\n${y("{ buffer b: 700 MiB in p[0].ram }")}`,
      "30 these wishes cannot all be granted: `x` buffer a; `y` buffer b",
    ],
    [
      x("on p[0].cpu[0] requires memory 600 MiB { buffer a: 600 MiB in p[0].ram }"),
      "69 these wishes cannot all be granted: `x` on p[0].cpu[0]; `x` requires memory 600 MiB; `x` buffer a",
    ],
  ])("%s", (programs, message) => {
    expect(found(programs)).toEqual([message]);
  });

  test("of several conflicts each is told, of few wishes among many only those that matter", () => {
    const others = Array.from({ length: 6 }, (_, at) => `client z${at} = "./z.ts" copies 2 spread by package`);
    const conflicts = [x("copies 2 requires isa micro"), y("on helper requires isa tiny")];
    expect(found([...others, ...conflicts].join("\n"))).toEqual([
      "39 these wishes cannot all be granted: `x` copies 2; `x` requires isa micro",
      "40 these wishes cannot all be granted: `y` on helper; `y` requires isa tiny",
    ]);
  });
});

test.each([
  x("copies 4"),
  x("copies 2 spread by package"),
  x("copies 2 on p[0].cpu[*]"),
  x("requires isa micro requires word 16 bits"),
  `${x("copies 2")}\n${y("copies 2 apart from x")}`,
  `${x("on p[0].cpu[0]")}\n${y("apart from x by package near p[0]")}`,
  x("every package requires isa tiny"),
  x("drives nic { buffer b: 1 GiB for nic; buffer c: 1 GiB }"),
])("%s is granted", (programs) => {
  expect(found(programs)).toEqual([]);
});
