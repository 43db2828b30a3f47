import { expect, test } from "vitest";
import { deviceDrivenOnce } from "../../../src/checks/deployment/device-driven-once.ts";
import { foundBy, small } from "../found-by.ts";

const wired = `${small}device Nic {}
machine wired { package p[2]: Pair; device nic: Nic at p[0]; device disk: Nic at p[1] }
`;
const found = (programs: string) => foundBy(deviceDrivenOnce, `${wired}system a on wired { ${programs} }`);

test("two drivers of one device", () => {
  expect(found('client x = "./x.ts" drives disk, nic; client y = "./y.ts" drives nic')).toEqual([
    "7:86 `y` drives `nic`, which `x` drives already",
  ]);
});

test.each(["copies 2", "every package", "on p[0].cpu[0], p[1].cpu[0]"])("a driver that runs %s", (wish) => {
  expect(found(`client x = "./x.ts" drives nic ${wish}`)).toEqual([
    `7:52 \`x\` drives \`nic\` and would run in several copies: \`${wish}\``,
  ]);
});

test.each(["", "copies 1", "on p[0].cpu[0]", "on p[*].cpu[*] copies 1", "near disk", "every machine"])(
  "%s is fine",
  (wish) => {
    expect(found(`client x = "./x.ts" drives nic ${wish}; client y = "./y.ts" drives disk`)).toEqual([]);
  },
);
