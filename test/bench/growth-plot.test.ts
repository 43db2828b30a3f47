import { describe, expect, test } from "vitest";
import { drawGrowth, type Goal } from "../../bench/machine/growth-plot.ts";
import { draw } from "../../bench/machine/run.ts";
import type { BenchRow } from "../../bench/row.ts";

function row(series: string, x: number, skerry: number): BenchRow {
  return { what: `${x}`, unit: "ms", skerry, limit: null, peers: {}, ratioToLimit: null, plot: { series, x } };
}

const rows = [row("time", 64, 10), row("time", 256, 40), row("time", 1024, 160), row("memory", 64, 80)];
const goals: readonly Goal[] = [{ cores: 1024, amount: 1000, text: "no more than 1 s" }];

function drawn(of: readonly BenchRow[] = rows): string {
  return drawGrowth(of, goals) ?? "";
}

function dots(svg: string, index: number): readonly { readonly x: number; readonly y: number }[] {
  const found = svg.matchAll(new RegExp(`<circle cx="([\\d.]+)" cy="([\\d.]+)" r="4" class="dot${index}"/>`, "g"));
  return Array.from(found, ([, x, y]) => ({ x: Number(x), y: Number(y) }));
}

describe("the plot of growth", () => {
  test("has a dot for each figure, and a line for each series with its name", () => {
    const svg = drawn();
    expect([dots(svg, 0).length, dots(svg, 1).length]).toEqual([3, 1]);
    expect(svg).toContain(">time</text>");
    expect(svg).toContain(">memory</text>");
    expect(svg).toContain(">no more than 1 s</text>");
  });

  test("is logarithmic both ways: equal ratios are equally far apart", () => {
    const [a, b, c] = dots(drawn(), 0);
    expect((b?.x ?? 0) - (a?.x ?? 0)).toBeCloseTo((c?.x ?? 0) - (b?.x ?? 0), 0);
    expect((a?.y ?? 0) - (b?.y ?? 0)).toBeCloseTo((b?.y ?? 0) - (c?.y ?? 0), 0);
    expect(a?.y).toBeGreaterThan(b?.y ?? 0);
  });

  test("has colours for dark pages, and every element that it opens is closed", () => {
    const svg = drawn();
    expect(svg).toContain("prefers-color-scheme: dark");
    const opened = svg.match(/<(svg|style|title|text)\b/g) ?? [];
    expect(svg.match(/<\/(svg|style|title|text)>/g)).toHaveLength(opened.length);
  });

  test("shows nothing where no row stands in it", () => {
    const { plot, ...plain } = row("time", 1, 1);
    expect(plot).toBeDefined();
    expect(drawGrowth([plain], goals)).toBeNull();
    expect(draw([plain])).toEqual([]);
  });

  test("is written beside the numbers", () => {
    expect(draw(rows).map(({ path }) => path)).toEqual(["growth.svg"]);
  });
});
