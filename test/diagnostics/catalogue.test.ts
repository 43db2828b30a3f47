import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { catalogue, findEntry } from "../../src/diagnostics/catalogue.ts";

const folder = new URL("../../src/diagnostics/catalogue/", import.meta.url);

/** The entries of every file in the folder, whether the catalogue joins it or not. */
async function entriesOfFiles(): Promise<{ code: string }[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const areas: Record<string, Record<string, { code: string }>>[] = await Promise.all(
    names.map((name) => import(new URL(name, folder).href)),
  );
  return areas.flatMap((area) => Object.values(area).flatMap((group) => Object.values(group)));
}

test("joins every file of the folder", async () => {
  const codes = (await entriesOfFiles()).map((entry) => entry.code).sort();
  expect(codes.length).toBeGreaterThan(0);
  expect(catalogue.map((entry) => entry.code)).toEqual(codes);
});

test("no code stands for two things", () => {
  const codes = catalogue.map((entry) => entry.code);
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
});

test.each(catalogue.map((entry) => [entry.code, entry] as const))("%s is well formed and explained", (code, entry) => {
  expect(code).toMatch(/^SK\d{4}$/);
  expect(entry.title).toMatch(/^\S.*[^.\s]$/);
  expect(entry.explanation.length).toBeGreaterThan(60);
  expect(entry.explanation).not.toBe(entry.title);
});

test("finds an entry however its code is capitalised", () => {
  expect(findEntry("sk8001")?.code).toBe("SK8001");
  expect(findEntry("SK0000")).toBeNull();
});
