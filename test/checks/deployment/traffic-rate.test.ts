import { expect, test } from "vitest";
import { trafficRate } from "../../../src/checks/deployment/traffic-rate.ts";
import { foundBy, small } from "../found-by.ts";

test("what is declared happens, and no more often than a core could do it", () => {
  const found = (rate: string) => {
    const programs = `service echo: Echo = "./e.ts" client x = "./x.ts" uses echo traffic echo.echo ${rate}`;
    return foundBy(trafficRate, `${small}system a on small { ${programs} }`);
  };
  expect(found("1 kHz / 3600")).toEqual([]);
  expect(found("1 GHz")).toEqual([]);
  expect(found("0 Hz")).toEqual(["5:99 `x` cannot do `echo.echo` at 0 Hz: that is never"]);
  expect(found("2 GHz")).toEqual([
    "5:99 `x` cannot do `echo.echo` at 2 GHz: that is more often than once a nanosecond",
  ]);
});
