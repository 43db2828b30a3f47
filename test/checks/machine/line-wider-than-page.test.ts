import { expect, test } from "vitest";
import { lineWiderThanPage } from "../../../src/checks/machine/line-wider-than-page.ts";
import { faultsOf } from "./faults-of.ts";

test("a cache line lies within one page", () => {
  const found = (line: string, page: string) => {
    const isa = `isa odd { word 64 bits, little endian, line ${line}, page ${page} }`;
    return faultsOf(lineWiderThanPage, `${isa} machine m { core cpu: odd @ 1 GHz }`);
  };
  expect(found("64 bytes", "4 KiB")).toEqual([]);
  expect(found("4 KiB", "4 KiB")).toEqual([]);
  expect(found("4 KiB", "1 KiB")).toEqual(["2:1 SK3023 the cache line of `odd` has 4096 bytes, but its page 1024"]);
});
