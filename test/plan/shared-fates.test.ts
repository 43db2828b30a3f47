import { expect, test } from "vitest";
import { compile } from "../../src/pipeline.ts";
import { textHost } from "./example-host.ts";

const machine = `use "prelude/amd64"
package Chip { core cpu[2]: amd64 @ 1 GHz; coherence between cpu[*]: latency 50 ns; port x }
machine pair {
  package p[2]: Chip
  link p[0].x -- p[1].x, latency 100 ns
  failure domain left: p[0]
  failure domain all: p[*]
}
interface Echo { call echo() -> () }
`;

function notes(place: string): readonly string[] {
  const text = `${machine}system s on pair { service echo: Echo = "./echo.ts" on ${place} }`;
  return compile(["a.skerry"], textHost({ "a.skerry": text })).diagnostics.map(
    ({ code, message }) => `${code} ${message}`,
  );
}

test("copies that fail together are noted, unless everything does", () => {
  expect(notes("p[0].cpu[*]")).toEqual([
    "SK3204 both copies of `echo` lie in the failure domain `left` and fail together",
  ]);
  expect(notes("p[*].cpu[0]")).toEqual([]);
  expect(notes("p[0].cpu[1]")).toEqual([]);
  expect(notes("p[1].cpu[*]")).toEqual([]);
});
