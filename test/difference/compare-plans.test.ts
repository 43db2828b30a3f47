import { expect, test } from "vitest";
import { renderDifference } from "../../src/cli/diff/render-difference.ts";
import { comparePlans } from "../../src/difference/compare-plans.ts";
import { compile } from "../../src/pipeline.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { textHost } from "../plan/example-host.ts";

const ring = `use "prelude/amd64"
use "prelude/links"
package Socket {
  core cpu: amd64 @ 2 GHz
  memory dram: 1 GiB
  port ht[2]
}
machine ring {
  package p[4]: Socket
  link p[0].ht[0] -- p[1].ht[1]: HyperTransport, latency 60 ns
  link p[1].ht[0] -- p[2].ht[1]: HyperTransport, latency 60 ns
  link p[2].ht[0] -- p[3].ht[1]: HyperTransport, latency 60 ns
  link p[3].ht[0] -- p[0].ht[1]: HyperTransport, latency 60 ns
}
interface Echo { call say(n: u32) -> (n: u32) }
system ping on ring {
  service echo: Echo = "./echo.ts" on p[2].cpu
  client ask = "./ask.ts" uses echo on p[0].cpu
}
`;

function planOf(text: string): Plan {
  const { product, diagnostics } = compile(["ring.skerry"], textHost({ "ring.skerry": text }));
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return product.plan;
}

const plan = planOf(ring);
const against = (text: string) => comparePlans(plan, planOf(text));

test("a plan does not differ from itself, nor from one whose text only looks otherwise", () => {
  expect(comparePlans(plan, plan)).toMatchObject({ isNone: true, changes: [], routes: { pairs: 12, rerouted: 0 } });
  expect(against(`\n\n// moved\n${ring}`).isNone).toBe(true);
  expect(renderDifference(comparePlans(plan, plan))).toMatch(/^No difference/);
});

test("a link that is gone takes routes with it: those that went over it go the other way round, and are slower", () => {
  const { isNone, changes, routes } = against(ring.replace(/ {2}link p\[1\].*\n/, ""));
  expect(isNone).toBe(false);
  expect(changes.filter(({ what }) => what === "link")).toMatchObject([
    { kind: "removed", name: "p[1].ht[0] -- p[2].ht[1]" },
  ]);
  expect(routes).toMatchObject({ pairs: 12, quicker: 0 });
  expect(routes?.slower).toBeGreaterThanOrEqual(2);
  expect(routes?.examples).toContainEqual({
    ...{ from: "p[1].cpu", to: "p[2].cpu" },
    old: { via: "p[2].cpu", latency: "60 ns" },
    new: { via: "p[0].cpu", latency: "180 ns" },
  });
});

test("a part more is its core, its memory and what joins them; routes between the others are as long as before", () => {
  const link = "  link p[4].ht[0] -- p[0].ht[2]: HyperTransport, latency 60 ns\n";
  const larger = ring
    .replace("port ht[2]", "port ht[3]")
    .replace("p[4]:", "p[5]:")
    .replace("  link p[0]", `${link}  link p[0]`);
  const { changes, routes } = against(larger);
  expect(routes).toMatchObject({ pairs: 12, quicker: 0, slower: 0 });
  const added = changes.filter(({ kind }) => kind === "added").map(({ what, name }) => `${what} ${name}`);
  expect(added).toEqual(expect.arrayContaining(["core p[4].cpu", "memory p[4].dram"]));
});

test("a service that moves is told with where its clients find it, in words and units", () => {
  const moved = against(ring.replace("on p[2].cpu", "on p[3].cpu"));
  const programs = moved.changes.filter(({ what }) => ["service", "client"].includes(what));
  expect(programs).toEqual([
    { what: "service", name: "echo", kind: "changed", changes: [{ fact: "on", old: "p[2].cpu", new: "p[3].cpu" }] },
    {
      ...{ what: "client", name: "ask", kind: "changed" },
      changes: [{ fact: "bound to echo on", old: "p[2].cpu", new: "p[3].cpu" }],
    },
  ]);
  expect(renderDifference(moved)).toContain("1 service:\n  ~ echo\n      on: p[2].cpu -> p[3].cpu\n");
});

test("what changes alike is told once", () => {
  const text = renderDifference(against(ring.replace("1 GiB", "2 GiB")));
  expect(text).toContain("4 memories:\n  ~ p[0].dram, p[1].dram, p[2].dram, p[3].dram\n      size: 1 GiB -> 2 GiB\n");
});

test("each thing that differs is told from both sides: what one adds, the other lacks", () => {
  const other = planOf(ring.replace("client ask", "client another").replace("60 ns", "70 ns"));
  const [there, back] = [comparePlans(plan, other), comparePlans(other, plan)];
  const names = (changes: typeof there.changes, kind: string) =>
    changes
      .filter((change) => change.kind === kind)
      .map(({ what, name }) => `${what} ${name}`)
      .sort();
  expect(names(there.changes, "added")).toEqual(names(back.changes, "removed"));
  expect(names(there.changes, "removed")).toEqual(names(back.changes, "added"));
  expect(names(there.changes, "changed")).toEqual(names(back.changes, "changed"));
  expect([there.routes?.slower, there.routes?.quicker]).toEqual([back.routes?.quicker, back.routes?.slower]);
});
