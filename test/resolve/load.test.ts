import { describe, expect, test } from "vitest";
import { load } from "../../src/resolve/load.ts";
import type { SourceHost } from "../../src/source/source-host.ts";
import { hostOf, printAll } from "./described.ts";

function counting(texts: Readonly<Record<string, string>>): { host: SourceHost; reads: string[] } {
  const reads: string[] = [];
  const host = hostOf(texts);
  const read: SourceHost["read"] = (path) => {
    reads.push(path);
    return host.read(path);
  };
  return { reads, host: { read } };
}

const isa = "isa x { }";

describe("loading", () => {
  test("follows what is used, each file once, sorted by path", () => {
    const { host, reads } = counting({
      "z.skerry": 'use "./sub/b"; use "./sub/a.skerry"',
      "sub/a.skerry": 'use "./b"',
      "sub/b.skerry": 'use "../prelude"',
      "prelude.skerry": isa,
    });
    const { product, diagnostics } = load(["z.skerry"], host);
    expect(diagnostics).toEqual([]);
    expect(product.map(({ source }) => source.path)).toEqual([
      "prelude.skerry",
      "sub/a.skerry",
      "sub/b.skerry",
      "z.skerry",
    ]);
    expect(product[3]?.uses.map(({ source }) => source.path)).toEqual(["sub/b.skerry", "sub/a.skerry"]);
    expect(reads.toSorted()).toEqual(product.map(({ source }) => source.path));
  });

  test("the order of the roots makes no difference", () => {
    const texts = { "a.skerry": 'use "./b"; use "./gone"', "b.skerry": 'use "./a"', "c.skerry": "machine {" };
    const forwards = load(["a.skerry", "b.skerry", "c.skerry"], hostOf(texts));
    const backwards = load(["c.skerry", "b.skerry", "a.skerry", "b.skerry"], hostOf(texts));
    expect(printAll(backwards.diagnostics)).toEqual(printAll(forwards.diagnostics));
    expect(backwards.product.map(({ source }) => source.path)).toEqual(
      forwards.product.map(({ source }) => source.path),
    );
  });

  test("`prelude/…` means the standard parts from every folder", () => {
    const { product } = load(["deep/down/a.skerry"], hostOf({ "deep/down/a.skerry": 'use "prelude/amd64"' }));
    expect(product.map(({ source }) => source.path)).toEqual(["deep/down/a.skerry", "prelude/amd64.skerry"]);
  });

  test("files above the folder of the description can be used", () => {
    const host = hostOf({
      "a.skerry": 'use "../../shared/x"',
      "../../shared/x.skerry": 'use "./y"',
      "../../shared/y.skerry": isa,
    });
    const { product, diagnostics } = load(["a.skerry"], host);
    expect(diagnostics).toEqual([]);
    expect(product.map(({ source }) => source.path)).toEqual([
      "../../shared/x.skerry",
      "../../shared/y.skerry",
      "a.skerry",
    ]);
  });

  test("a root that is missing or no text is reported at its start", () => {
    expect(printAll(load(["gone.skerry"], hostOf({})).diagnostics)).toEqual([
      "gone.skerry:1:1 SK2001 there is no file `gone.skerry`",
    ]);
    const binary: SourceHost = { read: () => ({ kind: "notText", reason: "byte 0 is not UTF-8" }) };
    expect(printAll(load(["a.skerry"], binary).diagnostics)).toEqual([
      "a.skerry:1:1 SK2002 `a.skerry` cannot be read as UTF-8 text: byte 0 is not UTF-8",
    ]);
  });

  test("a file that cannot be read is reported at each use", () => {
    const host = hostOf({ "a.skerry": 'use "./gone"', "b.skerry": 'use "./gone"' });
    expect(printAll(load(["a.skerry", "b.skerry"], host).diagnostics)).toEqual([
      "a.skerry:1:5 SK2001 there is no file `gone.skerry`",
      "b.skerry:1:5 SK2001 there is no file `gone.skerry`",
    ]);
  });

  test("an empty file is a warning, a file of uses alone is none", () => {
    const { diagnostics } = load(["a.skerry"], hostOf({ "a.skerry": 'use "./b"', "b.skerry": "// nothing yet\n" }));
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(["warning SK2003"]);
  });

  test("a circle is reported once, from the file that sorts first, with its chain", () => {
    const host = hostOf({
      "a.skerry": 'use "./b"',
      "b.skerry": 'use "./c"',
      "c.skerry": 'use "./d"; use "./b"',
      "d.skerry": isa,
    });
    const { product, diagnostics } = load(["a.skerry"], host);
    expect(printAll(diagnostics)).toEqual([
      "b.skerry:1:5 SK2004 files use each other in a circle: `b.skerry` uses `c.skerry` uses `b.skerry`",
    ]);
    expect(diagnostics[0]?.related).toHaveLength(1);
    expect(product).toHaveLength(4);
  });

  test("says which files are incomplete", () => {
    const host = hostOf({
      "a.skerry": 'use "./b"',
      "b.skerry": "machine {",
      "c.skerry": 'use "./gone"',
      "d.skerry": isa,
    });
    const { product } = load(["a.skerry", "c.skerry", "d.skerry"], host);
    expect(product.map(({ isComplete }) => isComplete)).toEqual([true, false, false, true]);
  });
});
