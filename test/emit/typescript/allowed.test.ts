/** Who may use what of a service: what the generated types leave of its client, and what is told to the kernel. */
import { beforeAll, describe, expect, test } from "vitest";
import { checkTypes } from "./check-types.ts";
import { type Described, describeTexts } from "./described.ts";

const texts = {
  "site.skerry": `
use "prelude/amd64"
machine twin {
  core cpu[2]: amd64 @ 2 GHz
  memory ram: 1 GiB
  coherence between cpu[*]: latency 100 ns
}
interface Disk {
  call read(lba: u32) -> (data: bytes<8>)
  stream scan(from: u32) -> (lba: u32)
  message trim(lba: u32)
  event full(lba: u32)
}
system site on twin {
  service disk: Disk = "./disk.ts" allow web: read, scan allow cleaner: trim, full allow names: *
  service names: Disk = "./names.ts" uses disk
  client web = "./web.ts" uses disk, names
  client cleaner = "./cleaner.ts" uses disk
}
`,
};

const folder = "generated/by-allowed-test";

/** Of each use by a program: what the compiler says to it, if anything. */
const uses: readonly (readonly [program: string, code: string, refusal: RegExp | null])[] = [
  ["Web", "void disk.read(1);", null],
  ["Web", "void disk.scan(1);", null],
  ["Web", "void disk.trim(1);", /'trim' does not exist/],
  ["Web", "void disk.tryTrim(1);", /'tryTrim' does not exist/],
  ["Web", "void disk.full();", /'full' does not exist/],
  ["Cleaner", "void disk.trim(1);", null],
  ["Cleaner", "void disk.tryTrim(1);", null],
  ["Cleaner", "void disk.full();", null],
  ["Cleaner", "void disk.read(1);", /'read' does not exist/],
  ["Cleaner", "void disk.scan(1);", /'scan' does not exist/],
  ["Names", "void disk.read(1); void disk.scan(1); void disk.tryTrim(1); void disk.full();", null],
  ["Names", "const whole: DiskClient = disk; void whole;", null],
  ["Web", "const whole: DiskClient = disk; void whole;", /missing the following properties.*trim|not assignable/],
];

function printUse(program: string, code: string): string {
  return [
    `import type { ${program}Services } from "./site.ts";`,
    ...(code.includes("DiskClient") ? [`import type { DiskClient } from "./disk.ts";`] : []),
    `export function use({ disk }: ${program}Services): void {`,
    `  ${code}`,
    "}",
    "",
  ].join("\n");
}

describe("a service that says who may use what", () => {
  let described: Described;
  let found: readonly string[] = [];

  beforeAll(() => {
    described = describeTexts(texts);
    const made = ["disk.ts", "site.ts"].map((path) => [path, described.files[path] ?? ""]);
    const used = uses.map(([program, code], index) => [`use-${index}.ts`, printUse(program, code)]);
    const files = [...made, ...used].map(([path, text]) => [`${folder}/${path}`, text]);
    found = checkTypes(Object.fromEntries(files));
  }, 120_000);

  test("has faultless types", () => {
    expect(found.filter((one) => !one.includes("/use-"))).toEqual([]);
  });

  test.each(uses.map(([program, code, refusal], index) => ({ program, code, refusal, index })))(
    "$program: $code",
    ({ refusal, index }) => {
      const said = found.filter((one) => one.startsWith(`${folder}/use-${index}.ts:`));
      expect(said).toEqual(refusal === null ? [] : [expect.stringMatching(refusal)]);
    },
  );

  test("tells the kernel the same by the names of operations", () => {
    const text = (described.files["programs.ts"] ?? "").replaceAll(/\s+/g, " ");
    const allow = /allow: \{(?<said>[^}]*)\}/.exec(text)?.groups?.["said"]?.trim();
    expect(allow).toBe('web: ["read", "scan"], cleaner: ["trim", "full"], names: ["read", "scan", "trim", "full"],');
  });
});
