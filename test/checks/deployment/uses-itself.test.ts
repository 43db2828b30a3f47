import { expect, test } from "vitest";
import { usesItself } from "../../../src/checks/deployment/uses-itself.ts";
import { foundBy, small } from "../found-by.ts";

test("a service may be used by all but itself, in circles too", () => {
  const text = `${small}system a on small {
  service x: Echo = "./x.ts" uses y, x
  service y: Echo = "./y.ts" uses x
}`;
  expect(foundBy(usesItself, text)).toEqual(["6:38 the service `x` uses itself"]);
});
