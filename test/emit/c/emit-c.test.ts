import { describe, expect, test } from "vitest";
import { emitC } from "../../../src/emit/c/emit-c.ts";
import { compile } from "../../../src/pipeline.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { textHost } from "../../plan/example-host.ts";

const interfaces = `
interface Block @ 2 { struct Extent { lba: u64 } call read(at: Extent) -> () }
interface Names { call find(name: string<8>) -> (core: u16) }
interface Log { message write(line: string<80>) }
interface skerryCodec { call size() -> (t: u32) }
`;

function planOf(text: string): Plan {
  const { product, diagnostics } = compile(["a.skerry"], textHost({ "a.skerry": text }), {});
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return product.plan;
}

function pathsOf(plan: Plan, all: boolean): readonly string[] {
  return emitC(plan, all).map(({ path }) => path);
}

function textOf(plan: Plan, name: string): string {
  return String(emitC(plan, true).find(({ path }) => path === name)?.content);
}

function systemOf(disk: string, web: string): Plan {
  return planOf(`use "prelude/amd64"
    ${interfaces}
    machine twin { core cpu[2]: amd64 @ 1 GHz; coherence between cpu[*]: latency 100 ns }
    system site on twin {
      service disk: Block = "${disk}" uses names
      service names: Names = "./names.ts"
      service log: Log = "./log.ts"
      client web = "${web}" uses disk, log
    }`);
}

describe("headers are written", () => {
  test("for what programs in C serve and use", () => {
    const common = ["c/skerry-codec.h", "c/skerry.h"];
    expect(pathsOf(systemOf("./disk.c", "./web.ts"), false)).toEqual([...common, "c/block.h", "c/names.h"]);
    expect(pathsOf(systemOf("./disk.ts", "./web.c"), false)).toEqual([...common, "c/block.h", "c/log.h"]);
  });

  test("for nobody without a program in C", () => {
    expect(pathsOf(systemOf("./disk.ts", "./web.ts"), false)).toEqual([]);
    expect(pathsOf(planOf(interfaces), false)).toEqual([]);
  });

  test("for all on demand, none over the two that they share", () => {
    const paths = pathsOf(planOf(interfaces), true);
    expect(paths).toHaveLength(6);
    expect(new Set(paths).size).toBe(6);
  });
});

describe("names", () => {
  test("of the description step aside for those of C", () => {
    const header = textOf(
      planOf(`interface Int8 { type T = id u8; const max = 3; call errno(int: T, Linux: u8, linux: u8) -> () }`),
      "c/int8.h",
    );
    expect(header).toContain("} int8__t;");
    expect(header).toContain("#define INT8__MAX 3");
    expect(header).toContain("  uint8_t linux_;\n  uint8_t linux__;\n");
    expect(header).toContain("void (*errno_)(void *self");
  });

  test("of two interfaces never meet", () => {
    const plan = planOf(`
      interface Block { struct CacheLine { a: u8 } call read() -> () }
      interface BlockCache { struct Line { b: u8 } call read() -> () }`);
    expect(textOf(plan, "c/block.h")).toContain("} block_cache_line;");
    expect(textOf(plan, "c/block-cache.h")).toContain("} block_cache_line_;");
  });
});

test("documentation comes along, and cannot end its comment", () => {
  const header = textOf(
    planOf(`/// Sectors */ here.\ninterface Disk {\n  /// Read /* all\n  call read() -> ()\n}`),
    "c/disk.h",
  );
  expect(header).toContain(" * Sectors * / here.");
  expect(header).toContain("/** Read / * all */");
});
