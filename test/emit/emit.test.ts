import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { emit } from "../../src/emit/emit.ts";
import { compile } from "../../src/pipeline.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { OutputFile } from "../../src/source/output-file.ts";
import { textHost } from "../plan/example-host.ts";
import { exampleFolder, planHotos09, root } from "./hotos09.ts";
import { block } from "./interface-plans.ts";
import { checkTypes, findLooseness } from "./typescript/check-types.ts";

const interfacesOnly: Plan = {
  ...{ format: "skerry-plan", version: 1, name: "Block", provenance: [], interfaces: [block] },
  ...{ machine: null, fabric: null, routes: null, system: null, boot: null, traffic: null },
};

function textOf(files: readonly OutputFile[], path: string): string {
  const content = files.find((file) => file.path === path)?.content;
  if (typeof content !== "string") throw new Error(`${path} is missing or not text`);
  return content;
}

describe("the files of hotos09", () => {
  let files: readonly OutputFile[] = [];
  beforeAll(async () => {
    files = await emit(planHotos09(), { modulesFolder: "../../examples/hotos09", inPlace: true });
  });

  test("are those that a reader expects, sorted by path", () => {
    expect(files.map(({ path }) => path)).toEqual([
      ...[
        "README.md",
        "block-in-place.ts",
        "block.ts",
        "boot/threads.json",
        "fileserver-state.ts",
        "fileserver.ts",
        "machine.svg",
        "machine.xml",
        "plan.json",
        "programs.ts",
      ],
      ...["registry-in-place.ts", "registry.ts", "routes.bin", "routes.json", "routes.ts"],
    ]);
  });

  test("are the same for the same plan", async () => {
    expect(await emit(planHotos09(), { modulesFolder: "../../examples/hotos09", inPlace: true })).toEqual(files);
  });

  test("end every text with one line feed and have no other kind of line end", () => {
    for (const { path, content } of files) {
      if (typeof content !== "string") continue;
      expect(content, path).toMatch(/[^\n]\n$/);
      expect(content, path).not.toContain("\r");
    }
  });

  test("compile together with the example's own services", { timeout: 120_000 }, () => {
    const texts = files
      .filter(({ path }) => path.endsWith(".ts"))
      .map(({ path }) => [`generated/hotos09/${path}`, textOf(files, path)]);
    const services = readdirSync(root + exampleFolder).filter((name) => name.endsWith(".ts"));
    const own = services.map((name) => [
      `${exampleFolder}/${name}`,
      readFileSync(`${root}${exampleFolder}/${name}`, "utf8"),
    ]);
    expect(checkTypes(Object.fromEntries([...texts, ...own]))).toEqual([]);
    expect(texts.flatMap(([, text]) => findLooseness(text ?? ""))).toEqual([]);
  });

  test("carry the documentation and the place of every operation", () => {
    expect(textOf(files, "block.ts")).toContain("/** Size of the disk in sectors. `block.skerry:16:8` */");
  });

  test("say in the README where each program lies and why", () => {
    const readme = textOf(files, "README.md");
    expect(readme).toContain("| `disk` | Block | `p[7].cpu[0]` | near disk0");
    expect(readme).toContain("call read @ 2 (at: Extent) -> (data: bytes<4096>) fails Status");
    for (const { path } of files) if (path !== "README.md") expect(readme).toContain(`](${path})`);
  });
});

test("a plan of interfaces only gives their stubs, itself and the page", async () => {
  const files = await emit(interfacesOnly, { modulesFolder: ".", inPlace: true });
  expect(files.map(({ path }) => path)).toEqual(["README.md", "block-in-place.ts", "block.ts", "plan.json"]);
  const plain = await emit(interfacesOnly, { modulesFolder: ".", inPlace: false });
  expect(plain.map(({ path }) => path)).toEqual(["README.md", "block.ts", "plan.json"]);
});

describe("a machine whose clocks nobody tells, as hwloc's XML", () => {
  const text = `use "prelude/amd64"
machine quiet {
  core cpu[2]: amd64
  coherence between cpu[*]
  memory ram: 1 GiB
}`;
  const { product, diagnostics } = compile(["quiet.skerry"], textHost({ "quiet.skerry": text }));

  test("is built like any other", async () => {
    expect(diagnostics).toEqual([]);
    if (product.plan === null) throw new Error("no plan");
    const files = await emit(product.plan, { modulesFolder: ".", inPlace: false });
    expect(JSON.parse(textOf(files, "boot/threads.json")).cores).toEqual([
      { name: "cpu[0]", clock: 0, osIndex: null },
      { name: "cpu[1]", clock: 0, osIndex: null },
    ]);
    expect(textOf(files, "README.md")).toContain("| 2 | amd64, 64 bits, little endian |  | quiet |");
  });
});
