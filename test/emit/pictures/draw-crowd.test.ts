import { describe, expect, test } from "vitest";
import { emitPicture } from "../../../src/emit/pictures/machine-picture.ts";
import { compile } from "../../../src/pipeline.ts";
import { textHost } from "../../plan/example-host.ts";
import { descendants, hasClass, readPicture, type Shown, titleOf } from "./read-picture.ts";

async function pictureOf(machine: string, system = ""): Promise<Shown> {
  const text = `use "prelude/amd64"
    interconnect Hop { transfer 64 bytes }
    part Node { core cpu: amd64 @ 1 GHz; port up; port down }
    ${machine}
    ${system}`;
  const { product, diagnostics } = compile(["m.skerry"], textHost({ "m.skerry": text }));
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return readPicture(String((await emitPicture(product.plan)).content));
}

function ring(count: number): string {
  return `machine m {
    part n[${count}]: Node
    for i in 0..${count - 1} { link n[i].up -- n[(i + 1) % ${count}].down: Hop }
  }`;
}

const labelsOf = (picture: Shown) => descendants(picture).flatMap((shown) => titleOf(shown) || []);
const textsOf = (picture: Shown) => descendants(picture).flatMap(({ text }) => (text === "" ? [] : [text]));

/** Where the cells of a map begin. */
function cellsOf(picture: Shown): readonly string[] {
  const map = descendants(picture).find((shown) => hasClass(shown, "cells"));
  const path = descendants(map ?? picture).find(({ attributes }) => attributes.has("d"));
  return (path?.attributes.get("d") ?? "").match(/M[\d.]+ [\d.]+/g) ?? [];
}

describe("an array of parts", () => {
  test("is drawn one by one up to a hundred", async () => {
    const picture = await pictureOf("machine m { part n[2]: Node; link n[0].up -- n[1].down: Hop }");
    expect(labelsOf(picture)).toEqual(expect.arrayContaining(["part n[0]: Node", "part n[1]: Node"]));
    expect(cellsOf(picture)).toEqual([]);
  });

  test("longer than that is one of them, a cell for each, and its links counted", async () => {
    const picture = await pictureOf(ring(101));
    const labels = labelsOf(picture);
    expect(labels).toContain("part n[0]: Node");
    expect(labels).not.toContain("part n[1]: Node");
    expect(labels).toContain("101 parts n");
    expect(textsOf(picture)).toEqual(expect.arrayContaining(["n[0], one of 101 Node", "101 links Hop among them"]));
    expect(new Set(cellsOf(picture)).size).toBe(101);
  });

  test("of three dimensions is shown slice by slice", async () => {
    const picture = await pictureOf(`machine m {
      part n[3][6][7]: Node
      for x, y in 0..2 { link n[x][y][0].up -- n[x][y][1].down: Hop }
      for x in 0..2 { for y in 0..5 { for z in 1..5 { link n[x][y][z].up -- n[x][y][z + 1].down: Hop } } }
      coherence between n[*][*][*].cpu: latency 100 ns
    }`);
    expect(textsOf(picture)).toEqual(expect.arrayContaining(["n[0]", "n[1]", "n[2]", "99 links Hop among them"]));
    expect(new Set(cellsOf(picture)).size).toBe(3 * 6 * 7);
  });

  test("shows in its map where programs run, each program with its copies", async () => {
    const system = `interface Echo { call say() -> () }
      system s on m {
        service echo: Echo = "./echo.ts" on n[7].cpu
        client ask = "./ask.ts" on n[90..100].cpu uses echo
      }`;
    const picture = await pictureOf(ring(101), system);
    expect(labelsOf(picture)).toEqual(expect.arrayContaining(["service echo: Echo, 1 copy", "client ask, 11 copies"]));
  });

  test("is linked to others by a number too", async () => {
    const picture = await pictureOf(`machine m {
      part n[101]: Node
      part hub: Hub
      for i in 0..100 { link n[i].up -- hub.plug[i]: Hop }
    }
    part Hub { core cpu: amd64 @ 1 GHz; port plug[101] }`);
    expect(textsOf(picture)).toContain("101 links Hop to others");
    expect(labelsOf(picture)).toContain("part hub: Hub");
  });
});
