import { expect, test } from "vitest";
import { coreOffline } from "../../../src/checks/deployment/core-offline.ts";
import { foundBy, small } from "../found-by.ts";

test("no program is put on a core that is offline", () => {
  const found = (cores: string) =>
    foundBy(coreOffline, `${small}system a on small { client x = "./x.ts" on ${cores} }`);
  expect(found("p[*].cpu[*]")).toEqual([]);
  expect(found("p[0].cpu[0], spare")).toEqual(["5:41 `x` is put on `spare`, which is offline"]);
});
