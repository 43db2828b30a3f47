import { expect, test } from "vitest";
import { compile, judge } from "../src/pipeline.ts";
import { textHost } from "./plan/example-host.ts";

const twoMachines = `use "prelude/amd64"
machine one { core cpu: amd64 @ 1 GHz }
machine two { core cpu: amd64 @ 1 GHz }
`;

function codes(text: string, stage: typeof compile | typeof judge): readonly string[] {
  return stage(["a.skerry"], textHost({ "a.skerry": text })).diagnostics.map(({ code }) => code);
}

test("a plan is of one machine, but any number can be judged", () => {
  expect(codes(twoMachines, compile)).toEqual(["SK6003"]);
  expect(codes(twoMachines, judge)).toEqual([]);
});

test("every machine is judged, whether a system runs on it or not", () => {
  const offline = twoMachines.replaceAll("1 GHz", "1 GHz, offline");
  expect(codes(offline, judge)).toEqual(["SK6004", "SK6004"]);
  const system = `interface Echo { message say() }
system s on one { service echo: Echo = "./echo.ts" }
`;
  expect(codes(offline.replace("offline", "threads 1") + system, judge)).toEqual(["SK6004"]);
});

test("what stands in the way of a plan is not looked at in a description with other errors", () => {
  expect(codes(`${twoMachines}machine two {}`, judge)).not.toContain("SK6004");
});
