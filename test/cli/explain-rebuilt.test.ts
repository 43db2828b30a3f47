/** Where replicas are rebuilt that are lost, by the description. */
import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { folderOf } from "./skerry.ts";

const text = `use "prelude/amd64"

package Chip {
  core cpu[2]: amd64 @ 1 GHz
  coherence between cpu[*]: latency 50 ns
  port x[2]
}

machine square {
  package p[4]: Chip
  for i in 0..3 { link p[i].x[0] -- p[(i + 1) % 4].x[1], latency 100 ns }
}

system kept on square {
  state each: counter replicas one per package, agree broadcast
  state some: counter replicas 2 spread by package, agree twoPhase
  state given: counter replicas on p[0].cpu[0], p[1].cpu[0], agree broadcast
  state all: counter replicas every core, agree broadcast
  client user = "./user.ts" uses each, some, given, all on p[0].cpu[0]
}
`;

const folder = () => folderOf({ "kept.skerry": text });

interface View {
  readonly name: string;
  readonly replicas: readonly string[];
  readonly candidates: readonly (readonly string[])[];
}

test("the other cores of a part stand in, and parts without a replica where they are spread; never two in one part", async () => {
  const { code, out } = await skerry(["explain", "agreement", folder(), "--json"]);
  expect(code).toBe(0);
  const views: readonly View[] = JSON.parse(out).states;
  const candidatesOf = (name: string) => views.find((view) => view.name === name)?.candidates;
  expect(candidatesOf("each")).toEqual([["p[0].cpu[1]"], ["p[1].cpu[1]"], ["p[2].cpu[1]"], ["p[3].cpu[1]"]]);
  expect([candidatesOf("given"), candidatesOf("all")]).toEqual([[], []]);
  const some = views.find(({ name }) => name === "some");
  expect(some?.candidates).toHaveLength(2);
  const parts = (some?.replicas ?? []).map((replica, place) => {
    return new Set([replica, ...(some?.candidates[place] ?? [])].map((path) => path.slice(0, 4)));
  });
  const [first, second] = [[...(parts[0] ?? [])], [...(parts[1] ?? [])]];
  expect([first.length, second.length]).toEqual([2, 2]);
  expect(new Set([...first, ...second]).size).toBe(4);
});

test("a failure says where", async () => {
  const { out } = await skerry(["explain", "failure", folder(), "p[1].cpu[0]"]);
  expect(out).toMatch(/^each \(replicated\) loses p\[1\]\.cpu\[0\].*; rebuilt on p\[1\]\.cpu\[1\]$/m);
  expect(out).toMatch(/^given \(replicated\) loses p\[1\]\.cpu\[0\] and stays on p\[0\]\.cpu\[0\], and goes on$/m);
  const agreement = await skerry(["explain", "agreement", folder(), "each"]);
  expect(agreement.out).toContain("A replica that is lost is rebuilt elsewhere:\n  p[0].cpu[0] → p[0].cpu[1]\n");
});
