import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { createCollector } from "../../src/diagnostics/report.ts";
import { createContext } from "../../src/resolve/hardware/building.ts";
import { resolveMachines } from "../../src/resolve/hardware/resolve-machines.ts";
import { load } from "../../src/resolve/load.ts";
import { buildScopes } from "../../src/resolve/scope.ts";
import { select, selectAll, selectOne } from "../../src/resolve/select.ts";
import { pathOf } from "../../src/resolve/selected.ts";
import { countOf } from "../../src/resolve/value.ts";
import type { Path } from "../../src/syntax/ast.ts";
import { hostOf } from "./described.ts";

const text = `use "prelude/amd64"
package Chip {
  core cpu[4]: amd64 @ 1 GHz { cache l1: 32 KiB }
  port x
  memory dram: 1 GiB
}
machine m {
  package p[2]: Chip
  core grid[3][2]: amd64 @ 1 GHz
  memory dram: 1 GiB
}
`;

const files = load(["a.skerry"], hostOf({ "a.skerry": text })).product;
const { report } = createCollector();
const [built] = resolveMachines(files, buildScopes(files, report), report).values();
if (built === undefined) throw new Error("no machine");
const { root } = built;

/** A path as the parser sees it. */
function pathFrom(written: string): Path {
  const source = `machine x { link ${written} -- y }`;
  const [declaration] = load(["b.skerry"], hostOf({ "b.skerry": source })).product[0]?.ast.declarations ?? [];
  const [item] = declaration?.kind === "machine" ? declaration.items : [];
  if (item?.kind !== "link") throw new Error(`no path: ${written}`);
  return item.from;
}

function selected(written: string, values: Readonly<Record<string, number>> = {}) {
  const collector = createCollector();
  const named = new Map(Object.entries(values).map(([name, value]) => [name, countOf(value)]));
  const elements = select(pathFrom(written), root, createContext(root, named, collector.report));
  const faults = collector.diagnostics().map(({ code, message }) => `${code} ${message}`);
  return { paths: elements?.map(pathOf) ?? null, faults };
}

describe("paths", () => {
  test.each([
    ["dram", ["dram"]],
    ["p[1]", ["p[1]"]],
    ["p[0].x", ["p[0].x"]],
    ["p[*].dram", ["p[0].dram", "p[1].dram"]],
    ["p[1].cpu[1..2]", ["p[1].cpu[1]", "p[1].cpu[2]"]],
    ["p[*].cpu[3]", ["p[0].cpu[3]", "p[1].cpu[3]"]],
    ["p[0].cpu[0].l1", ["p[0].cpu[0].l1"]],
    ["grid[1][*]", ["grid[1][0]", "grid[1][1]"]],
    ["grid[*][1]", ["grid[0][1]", "grid[1][1]", "grid[2][1]"]],
    ["grid[1..2][0..1]", ["grid[1][0]", "grid[1][1]", "grid[2][0]", "grid[2][1]"]],
    ["p[2 - 1].cpu[2 * 1]", ["p[1].cpu[2]"]],
  ])("%s", (written, paths) => {
    expect(selected(written)).toEqual({ paths, faults: [] });
  });

  test("know variables", () => {
    expect(selected("p[i].cpu[i + 1]", { i: 1 }).paths).toEqual(["p[1].cpu[2]"]);
    expect(selected("p[i + 1].x", { i: 1 }).faults).toEqual([
      "SK2302 `p` has indices 0 to 1, but this is 2 (with i = 1)",
    ]);
  });

  test.each([
    ["q", "SK2301 the machine `m` has no `q`: there are `p`, `grid`, `dram`"],
    ["nothing", "SK2301 the machine `m` has no `nothing`: there are `p`, `grid`, `dram`"],
    ["p[0].cqu[0]", "SK2301 `p[0]` (package `Chip`) has no `cqu`; did you mean `cpu`?"],
    ["dram.size", "SK2301 `dram` (a memory) has no `size`: nothing is declared in it"],
    ["p", "SK2303 `p` is an array of 2: say which, for example `p[0]` or `p[*]`"],
    ["grid[0]", "SK2303 `grid` is an array of 3 × 2: say which, for example `grid[0][0]` or `grid[*][*]`"],
    ["dram[0]", "SK2304 `dram` is not an array and takes no index"],
    ["p[0][1]", "SK2304 `p` has one dimension: this index is one too many"],
    ["grid[0][0][0]", "SK2304 `grid` has 2 dimensions: this index is one too many"],
    ["p[2]", "SK2302 `p` has indices 0 to 1, but this is 2"],
    ["p[-1]", "SK2302 `p` has indices 0 to 1, but this is -1"],
    ["p[0..2]", "SK2302 `p` has indices 0 to 1, but this is 2"],
    ["p[1..0]", "SK2305 the range 1..0 runs backwards and contains nothing"],
    ["p[0.5]", "SK2205 an index of `p` must be a whole number, but this is 0.5"],
    ["p[1 KiB]", "SK2202 an index of `p` must be a plain number, but this is a size (1 KiB)"],
  ])("%s is faulty", (written, fault) => {
    expect(selected(written)).toEqual({ paths: null, faults: [fault] });
  });

  test("that want one thing get just one", () => {
    const { report: hear, diagnostics } = createCollector();
    const context = createContext(root, new Map(), hear);
    expect(selectOne(pathFrom("p[1].x"), root, "an end", context)?.kind).toBe("port");
    expect(selectOne(pathFrom("p[*].x"), root, "an end", context)).toBeNull();
    expect(diagnostics().map(({ message }) => message)).toEqual([
      "an end must be one thing, but this names 2: write for example `p[0].x`",
    ]);
  });

  test("together name each thing once", () => {
    const context = createContext(root, new Map(), () => {});
    const all = selectAll([pathFrom("p[0].cpu[1]"), pathFrom("p[0].cpu[*]")], root, context);
    expect(all?.map(pathOf)).toEqual(["p[0].cpu[1]", "p[0].cpu[0]", "p[0].cpu[2]", "p[0].cpu[3]"]);
  });

  const range = (length: number) =>
    fc.tuple(fc.nat(length - 1), fc.nat(length - 1)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  test.prop([range(3), range(2)])("select the product of their ranges", ([a, b], [c, d]) => {
    const { paths } = selected(`grid[${a}..${b}][${c}..${d}]`);
    expect(paths).toHaveLength((b - a + 1) * (d - c + 1));
    expect(new Set(paths).size).toBe(paths?.length);
  });
});
