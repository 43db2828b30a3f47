import { expect, test } from "vitest";
import { listPaths } from "../../src/algorithms/list-paths.ts";

test("neighbours in an array are said together", () => {
  expect(listPaths(["cpu[0]", "cpu[1]", "cpu[2]", "cpu[4]"])).toBe("cpu[0..2], cpu[4]");
  expect(listPaths(["p[0].cpu[1]", "p[1].cpu[1]"])).toBe("p[0].cpu[1], p[1].cpu[1]");
  expect(listPaths(["p[0].dram", "p[1].dram", "disk"])).toBe("p[0..1].dram, disk");
  expect(listPaths(["tile[0][1]", "tile[0][2]", "tile[1][0]"])).toBe("tile[0][1..2], tile[1][0]");
});

test("links are left as they are", () => {
  expect(listPaths(["a[0] -- b[1]", "a[0] -- b[2]"])).toBe("a[0] -- b[1], a[0] -- b[2]");
});

test("of many the first are named and the rest counted", () => {
  const paths = ["a", "b", "c", "d[0]", "d[1]", "e"];
  expect(listPaths(paths, 2)).toBe("a, b and 4 more");
  expect(listPaths(paths, 4)).toBe("a, b, c, d[0..1] and 1 more");
});
