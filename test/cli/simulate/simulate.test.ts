import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { skerry, smallFolder, stackTrace, talker } from "../skerry.ts";

/** Loses what it was told when nobody answers within a tenth of a millisecond, and says nothing of it. */
const forgetful = `import type { Talker } from "~skerry/chat";

export const program: Talker = async ({ services }) => {
  for (let turn = 0; turn < 20; turn++) {
    const { text } = await services.parrot.echo(\`turn \${turn}\`, { timeout: 0.1 }).catch(() => ({ text: "nothing" }));
    if (text !== \`turn \${turn}\`) throw new Error(\`turn \${turn} was lost\`);
  }
};
`;

/** Waits for what does not come once its service is gone. */
const stubborn = `import type { Talker } from "~skerry/chat";

export const program: Talker = async ({ services }) => {
  for (let turn = 0; turn < 500; turn++) {
    await services.parrot.echo("hello", { timeout: Number.POSITIVE_INFINITY }).catch(() => new Promise(() => {}));
  }
};
`;

/** Sleeps for a second, so often. */
function sleepy(often: number): string {
  return `import type { Talker } from "~skerry/chat";

export const program: Talker = async ({ sleep }) => {
  for (let turn = 0; turn < ${often}; turn++) await sleep(1000);
};
`;
}

/** Waits for what nobody does. */
const lost = `import type { Talker } from "~skerry/chat";

export const program: Talker = () => new Promise(() => {});
`;

function lines(out: string): readonly { readonly kind: string; readonly [key: string]: unknown }[] {
  return out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("skerry simulate", () => {
  test("runs a system under faults, and ends with 0 when nothing is wrong with it", async () => {
    const { code, out, err } = await skerry(["simulate", "--seeds", "1..20"], { cwd: smallFolder() });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(
      /^Simulating chat: 4 kernels, seeds 1 to 20; undisturbed, 0\.\d+ ms\.\n\n20 seeds: all passed\.\n$/,
    );
  });

  test("finds what a program does wrong, and the faults that this takes", async () => {
    const cwd = smallFolder({ "talker.ts": forgetful });
    const { code, out, err } = await skerry(["simulate", "--seeds", "1..60", "--json"], { cwd });
    expect({ code, err }).toEqual({ code: 4, err: "" });
    const told = lines(out);
    const failed = told.filter(({ kind }) => kind === "failed");
    expect(failed.length).toBeGreaterThan(0);
    for (const { shrunk } of failed) {
      expect(shrunk).toMatchObject({
        failures: [expect.stringMatching(/^client talker on cpu\[1\] failed: turn \d+ was lost/)],
        faults: [expect.anything()],
      });
    }
    expect(told.at(-1)).toEqual({ kind: "end", ok: false, seeds: 60, failed: failed.length, interrupted: false });
  });

  test("runs the faults it has found again, alone, and draws what happens", async () => {
    const cwd = smallFolder({ "talker.ts": forgetful, "faults.json": lateAnswer });
    const { code, out, err } = await skerry(["simulate", "--faults", "faults.json", "--trace"], { cwd });
    expect({ code, err }).toEqual({ code: 4, err: "" });
    expect(out).toMatch(
      /\nseed 1 failed\n {2}with 1 of its 2 faults:\n {4}0\.000 ms cpu\[3\] is 10000 times slower until 5\.000 ms\n/,
    );
    expect(out).toMatch(/\n {2}client talker on cpu\[1\] failed: turn \d+ was lost \(\.\/talker\.ts:6:\d+\)\n/);
    expect(out).toMatch(/\n +ms {2}1 +2\n/);
    expect(out).toMatch(/\n +\d+\.\d{6} {2}├───▶ {2}request 1 #\d+, \d+ bytes \(\d+ ns\)\n/);
    expect(out).not.toMatch(stackTrace);
    const again = await skerry(["simulate", "--faults", "faults.json", "--trace"], { cwd });
    expect(again.out).toBe(out);
  });

  test("draws to a file", async () => {
    const cwd = smallFolder();
    const { code, err } = await skerry(["simulate", "--seed", "3", "--trace", "run.svg"], { cwd });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const svg = readFileSync(path.join(cwd, "run.svg"), "utf8");
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
    expect(svg).toMatch(/cpu\[1\]<\/text>/);
    expect(svg.trimEnd()).toMatch(/<\/svg>$/);
  });

  test("notices who is not done long after the last fault", async () => {
    const gone = JSON.stringify([{ kind: "kill", at: 0.03, core: "cpu[3]", until: null }]);
    const cwd = smallFolder({ "talker.ts": stubborn, "faults.json": gone });
    const { code, out } = await skerry(["simulate", "--faults", "faults.json"], { cwd });
    expect(code).toBe(4);
    expect(out).toMatch(/\n {2}client talker#0 is not done after 10 minutes in which nothing went wrong\n/);
  });

  test.each([
    ["sleeps for two minutes", sleepy(120), 0, /\n1 seed: all passed\./],
    [
      "never stops sleeping",
      sleepy(1e9),
      4,
      /client talker#0 is not done after 10 minutes in which nothing went wrong/,
    ],
    ["waits for what nobody does", lost, 4, /client talker#0 is not done after 10 minutes in which nothing went wrong/],
  ])("knows of a client that %s what becomes of it", async (_, program, ends, text) => {
    const { code, out } = await skerry(["simulate"], { cwd: smallFolder({ "talker.ts": program }) });
    expect(out).toMatch(text);
    expect(code).toBe(ends);
  });

  test("a system that fails by itself needs no faults", async () => {
    const cwd = smallFolder({ "talker.ts": talker.replace("log(`heard", "throw new Error(`lost") });
    const { code, out } = await skerry(["simulate", "--seeds", "1..5"], { cwd });
    expect(code).toBe(4);
    expect(out).toMatch(/\nIt fails even when nothing goes wrong:\n {2}client talker on cpu\[1\] failed: lost hello/);
  });

  test.each([
    [["--seeds", "5"], /Say two whole numbers: 1\.\.2000\./],
    [["--seeds", "5..1"], /The second is less than the first\./],
    [["--seeds", "1..2", "--seed", "1"], /--seed and --seeds exclude each other/],
    [["--seeds", "1..2", "--trace"], /--trace draws the run of one seed/],
    [["--for", "5ms"], /chat ends with its clients\.\nLeave out --for\./],
    [["--faults", "none.json"], /none\.json cannot be read: it is not there/],
    [["--faults", "machine.skerry"], /machine\.skerry is no schedule of faults: it is no JSON array of faults/],
  ])("refuses %j", async (args, text) => {
    const cwd = smallFolder();
    const { code, err, out } = await skerry(["simulate", ...args], { cwd });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(text);
    expect(existsSync(path.join(cwd, "run.svg"))).toBe(false);
  });
});

const lateAnswer = JSON.stringify([
  { kind: "skew", at: 0, core: "cpu[0]", rate: 2, until: 5 },
  { kind: "slow", at: 0, core: "cpu[3]", factor: 10000, until: 5 },
]);
