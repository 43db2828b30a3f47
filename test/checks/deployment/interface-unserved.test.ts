import { expect, test } from "vitest";
import { interfaceUnserved } from "../../../src/checks/deployment/interface-unserved.ts";
import { runChecks } from "../../../src/checks/run-checks.ts";
import { resolveText } from "../../resolve/resolve-text.ts";
import { foundBy, small } from "../found-by.ts";

test("an interface without a service, once there are systems", () => {
  expect(foundBy(interfaceUnserved, small)).toEqual([]);
  expect(foundBy(interfaceUnserved, `${small}system a on small {}`)).toEqual([
    '4:11 no system has a service of the interface `Echo`: `service echo: Echo = "./echo.ts"`',
  ]);
  expect(
    foundBy(interfaceUnserved, `${small}system a on small {}\nsystem b on small { service x: Echo = "./x.ts" }`),
  ).toEqual([]);
});

test("one of types only has nothing to serve", () => {
  const types = "interface Types { struct Extent { lba: u64 } }";
  expect(foundBy(interfaceUnserved, `${small}${types} system a on small { service x: Echo = "./x.ts" }`)).toEqual([]);
});

test("stays silent where a service is missing by another fault", () => {
  const { product, diagnostics } = resolveText(`${small}system a on small { service x: Ecko = "./x.ts" }`);
  expect(diagnostics).toHaveLength(1);
  expect(runChecks(product, [interfaceUnserved])).toEqual([]);
});
