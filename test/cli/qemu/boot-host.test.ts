/** Real boots of a board in QEMU with a kernel in TypeScript beside it. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { root, skerry } from "../skerry.ts";
import { boards } from "./boots.ts";

const timeout = 120_000;
const examples = path.join(root, "examples");

/** The example with other files in place of its own, beside the one that it takes its service from. */
function changed(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-host-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["riscv-host", "riscv-quad"])
    cpSync(path.join(examples, name), path.join(folder, name), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, "riscv-host", name), text);
  return path.join(folder, "riscv-host");
}

const boot = (folder: string, ...options: readonly string[]) => skerry(["boot", folder, "--host", "qemu", ...options]);

/** The machine with cores of another kind. */
function machineOf(isa: keyof typeof boards): string {
  const machine = readFileSync(path.join(examples, "riscv-host", "machine.skerry"), "utf8");
  return Object.entries(boards[isa]).reduce((text, [from, to]) => text.replaceAll(from, to), machine);
}

test.each([
  ["riscv64", "serial"],
  ["arm64", "memory"],
  ["arm64", "serial"],
  ["amd64", "memory"],
] as const)(
  "on a board of %s programs in TypeScript and in C call each other over four hops, over %s",
  async (isa, link) => {
    const folder = changed({ "machine.skerry": machineOf(isa) });
    const { code, out, err } = await boot(folder, "--json", "--host-link", link);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const of = (kind: string) => events.filter((event) => event.kind === kind);
    expect(
      of("kernelUp")
        .map(({ coreName }) => coreName)
        .sort(),
    ).toEqual(["desk", "east.hart[0]", "east.hart[1]", "west.hart[0]", "west.hart[1]"]);
    expect(
      of("serviceReady")
        .map(({ program, coreName }) => [program, coreName])
        .sort(),
    ).toEqual([
      ["ledger", "desk"],
      ["summer", "east.hart[1]"],
    ]);
    expect(
      of("clientDone")
        .map(({ coreName }) => coreName)
        .sort(),
    ).toEqual(["desk", "east.hart[0]", "west.hart[1]"]);
    const texts = of("log").map(({ text }) => text);
    expect(texts).toContain("sums that were right: 32");
    expect(texts.filter((text: string) => text === "all of it is in the ledger")).toHaveLength(2);
    expect(texts).toContain("15: paid");
    // Calls of the host to the far end cross all harts between.
    const stopped = new Map(of("kernelStopped").map(({ coreName, statistics }) => [coreName, statistics]));
    for (const name of ["west.hart[0]", "west.hart[1]", "east.hart[0]"])
      expect(stopped.get(name).forwarded).toBeGreaterThan(64);
    expect([...stopped.values()].every(({ dropped }) => Object.keys(dropped).length === 0)).toBe(true);
    expect(events.at(-1)).toMatchObject({ kind: "end", ok: true });
  },
  timeout,
);

test(
  "a client on the host that fails is counted by the board",
  async () => {
    const auditor = `import type { Auditor } from "~skerry/accounting";
export const program: Auditor = async () => { throw new Error("nothing adds up"); };
`;
    const { code, out } = await boot(changed({ "auditor.ts": auditor }));
    expect(code).toBe(4);
    expect(out).toContain("client auditor on desk failed: nothing adds up");
    expect(out).toMatch(/clerk\[0\] +done/);
  },
  timeout,
);

test(
  "what a service on the host throws is a fault of the call in C",
  async () => {
    const ledger = `import type { Ledger } from "~skerry/accounting";
export const program: Ledger = () => ({
  enter: () => { throw new Error("it has no pages left"); },
  remark: () => {},
  total: () => ({ entries: 0, sum: 0n }),
});
`;
    const { code, out } = await boot(changed({ "ledger.ts": ledger }));
    expect(code).toBe(4);
    expect(out).toContain("failed: the ledger does not take an entry");
    expect(out).toContain("it has no pages left");
  },
  timeout,
);
