import { describe, expect, test } from "vitest";
import { documentation, lineComment } from "../../../src/emit/typescript/documentation.ts";
import { Imports } from "../../../src/emit/typescript/imports.ts";
import { kebabCase, moduleScope, pascalCase, Scope } from "../../../src/emit/typescript/names.ts";
import { joinModule } from "../../../src/emit/typescript/system/programs-file.ts";

describe("names", () => {
  test.each([
    ["Block", "Block", "block"],
    ["blockStore", "BlockStore", "block-store"],
    ["HTTPServer", "HTTPServer", "http-server"],
    ["io_error", "IoError", "io-error"],
    ["_9p", "_9p", "9p"],
  ])("%s becomes %s and %s", (name, pascal, kebab) => {
    expect([pascalCase(name), kebabCase(name)]).toEqual([pascal, kebab]);
  });

  test("that are taken or reserved get an underscore", () => {
    const scope = moduleScope();
    expect(scope.claimAll(["Store", "Store", "class", "Promise"])).toEqual(["Store", "Store_", "class_", "Promise_"]);
    const inner = scope.open();
    expect([inner.claim("Store"), scope.claim("Store__")]).toEqual(["Store__", "Store__"]);
  });
});

describe("imports", () => {
  test("are sorted, typed where they can be, and renamed where the name is taken", () => {
    const imports = new Imports("skerry/runtime", new Scope(new Set(["Store"])));
    expect([imports.type("Store"), imports.value("checkU8"), imports.type("Binding")]).toEqual([
      "Store_",
      "checkU8",
      "Binding",
    ]);
    expect(imports.print()).toBe('import { type Binding, checkU8, type Store as Store_ } from "skerry/runtime";');
  });

  test("of types only say so once; a class used both ways is a value", () => {
    const imports = new Imports("./block.ts", new Scope(new Set()));
    expect(imports.print()).toBeNull();
    imports.type("Block");
    expect(imports.print()).toBe('import type { Block } from "./block.ts";');
    imports.value("Block");
    expect(imports.print()).toBe('import { Block } from "./block.ts";');
  });
});

describe("documentation", () => {
  test("cannot end its comment", () => {
    expect(documentation("a */ b", null)).toEqual(["a *\\/ b"]);
    expect(lineComment("a\nb\u2028c")).toBe("// a b c");
  });

  test("stands in front of the place, tags behind it", () => {
    expect(documentation(null, "a.skerry:1:2")).toEqual(["`a.skerry:1:2`"]);
    expect(documentation("Reads.", "a.skerry:1:2")).toEqual(["Reads. `a.skerry:1:2`"]);
    expect(documentation("Reads.", "a.skerry:1:2", "Fails.", "@param at Where.")).toEqual([
      "\nReads.\n\nFails.\n\n`a.skerry:1:2`\n\n@param at Where.",
    ]);
  });
});

test.each([
  ["../../examples/hotos09", "./disk.ts", "../../examples/hotos09/disk.ts"],
  ["..", "../services/disk.ts", "../../services/disk.ts"],
  ["", "./disk.ts", "./disk.ts"],
  [".", "./a/../disk.ts", "./disk.ts"],
  ["/srv/it", "./disk.ts", "/srv/it/disk.ts"],
])("a module of %j said as %j is imported from %j", (folder, module, expected) => {
  expect(joinModule(folder, module)).toBe(expected);
});
