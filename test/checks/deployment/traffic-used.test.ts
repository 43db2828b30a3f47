import { expect, test } from "vitest";
import { trafficUsed } from "../../../src/checks/deployment/traffic-used.ts";
import { foundBy, small } from "../found-by.ts";

const disk = "interface Block { call read() -> () call trim() -> () } ";

test("a program asks only services that it uses, and only for what these allow it", () => {
  const found = (allow: string, client: string) => {
    const programs = `service disk: Block = "./d.ts" ${allow} client x = "./x.ts" ${client}`;
    return foundBy(trafficUsed, `${small}${disk}system a on small { ${programs} }`);
  };
  expect(found("", "uses disk traffic disk.read 1 kHz, disk.trim 1 Hz")).toEqual([]);
  expect(found("allow x: read", "uses disk traffic disk.read 1 kHz")).toEqual([]);
  expect(found("", "traffic disk.read 1 kHz")).toEqual(["5:137 `x` does `disk.read`, but does not use `disk`"]);
  expect(found("allow x: trim", "uses disk traffic disk.read 1 kHz, disk.trim 1 Hz")).toEqual([
    "5:160 `x` does `disk.read`, which `disk` does not allow it",
  ]);
});
