import { expect, test } from "vitest";
import { everyOfNothing } from "../../../src/checks/deployment/every-of-nothing.ts";
import { foundBy, small } from "../found-by.ts";

const found = (level: string, machine = small) =>
  foundBy(everyOfNothing, `${machine}system a on small { client x = "./x.ts" every ${level} }`);

test.each(["core", "package", "machine"])("every %s is somewhere", (level) => {
  expect(found(level)).toEqual([]);
});

test("a level that the machine lacks is told together with those it has", () => {
  expect(found("die")).toEqual([
    "5:41 `x` would run nowhere: the machine `small` has no die with a core that is online; it has machine, package, core",
  ]);
});

test("a part whose cores are all offline is no place to run", () => {
  expect(
    found("package", small.replace("core cpu[2]: tiny @ 1 GHz", "core cpu[2]: tiny @ 1 GHz { offline }")),
  ).toHaveLength(1);
});
