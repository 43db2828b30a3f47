// A build of Skerry in which known faults in protocols can be switched on: `skerry simulate` has to find them, and the faults that they take.
import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ended, ended, folderOf, root, smallMachine } from "../skerry.ts";

interface Mutant {
  readonly name: string;
  /** In the runtime. */
  readonly file: string;
  readonly right: string;
  /** Does what is wrong where `isOn` holds, else what is right. */
  readonly wrong: (isOn: string) => string;
  /** Few, for each that fails is run again and again without some of its faults; the two last ones are found by seed 57. */
  readonly seeds: string;
}

const mutants: readonly Mutant[] = [
  {
    name: "a read of what is latest that asks nobody",
    file: "state/local-object.ts",
    right: "    else if (this.#agreement?.readsByTicket === true) {",
    wrong: (isOn) => `    else if (${isOn}) then(true);\n    else if (this.#agreement?.readsByTicket === true) {`,
    seeds: "1..10",
  },
  {
    name: "a majority of one",
    file: "agreement/majority/quorum.ts",
    right: "  return (servers.length >> 1) + 1;",
    wrong: (isOn) => `  return ${isOn} ? Math.min(servers.length, 1) : (servers.length >> 1) + 1;`,
    seeds: "46..60",
  },
  {
    name: "a sequencer that agrees with itself",
    file: "agreement/ordering.ts",
    right: "      this.#advance(this.#subtree.all(this.log.last));",
    wrong: (isOn) => `      this.#advance(${isOn} ? this.log.last : this.#subtree.all(this.log.last));`,
    seeds: "46..60",
  },
];

const description = `${smallMachine}
system agreed on small {
  state led: register<u32> replicas on cpu[0], cpu[1], cpu[2], agree majority
  state ordered: register<u32> replicas every core, agree broadcast
  state voted: counter replicas every core, agree twoPhase
  client user = "./user.ts" on cpu[*] uses led, ordered, voted
}
`;

const user = `import type { User } from "~skerry/agreed";

// One at a time writes, and the others read what they have not written: what was lost of it is missing there.
export const program: User = async ({ state: { led, ordered, voted }, instance, sleep }) => {
  for (let turn = 1; turn <= 16; turn++) {
    const writes = turn % 4 === instance;
    const ended = writes ? await Promise.all([led.set(turn), ordered.set(turn), voted.add(1)]) : [];
    if (ended.some(({ kind }) => kind === "failed")) return;
    await Promise.all([led.read(), ordered.read(), voted.read()]);
    await sleep(0.2);
  }
};
`;

const installation = mkdtempSync(path.join(tmpdir(), "skerry-mutants-"));
const program = path.join(installation, "dist", "skerry.js");

beforeAll(async () => {
  copyFileSync(path.join(root, "package.json"), path.join(installation, "package.json"));
  for (const name of ["dsl", "node_modules"]) symlinkSync(path.join(root, name), path.join(installation, name));
  const { bundle }: { readonly bundle: (folder: string, plugins: readonly object[]) => Promise<void> } = await import(
    path.join(root, "scripts", "bundle.js")
  );
  await bundle(path.join(installation, "dist"), mutants.map(pluginOf));
});

afterAll(() => rmSync(installation, { recursive: true, force: true }));

test.each(mutants)("finds $name", { timeout: 300_000 }, async (mutant) => {
  const { code, out, err } = await simulateWith(mutant);
  expect({ code, err }).toEqual({ code: 4, err: "" });
  const told: readonly Told[] = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const wrong = told.filter(({ shrunk }) => shrunk?.failures.some((text) => text.includes("is not linearisable")));
  expect(wrong.length).toBeGreaterThan(0);
  for (const { faults, shrunk } of wrong) expect(shrunk?.faults.length).toBeLessThanOrEqual(faults?.length ?? 0);
  // Of some, faults were left out that they do not need.
  expect(wrong.some(({ faults, shrunk }) => (shrunk?.faults.length ?? 0) < (faults?.length ?? 0))).toBe(true);
});

test("finds nothing wrong with what is right", { timeout: 300_000 }, async () => {
  expect(await simulateWith(null)).toMatchObject({ code: 0, err: "" });
});

interface Told {
  readonly faults?: readonly object[];
  readonly shrunk?: { readonly failures: readonly string[]; readonly faults: readonly object[] };
}

async function simulateWith(mutant: Mutant | null): Promise<Ended> {
  const cwd = folderOf({ "agreed.skerry": description, "user.ts": user });
  const env = { ...process.env, SKERRY_MUTANT: mutant?.name ?? "" };
  const args = [program, "simulate", "--seeds", mutant?.seeds ?? "46..60", "--json"];
  return await ended(spawn(process.execPath, args, { cwd, env }));
}

interface Loads {
  readonly onLoad: (options: { readonly filter: RegExp }, load: (file: { readonly path: string }) => object) => void;
}

function pluginOf({ name, file, right, wrong }: Mutant): object {
  const isOn = `process.env["SKERRY_MUTANT"] === ${JSON.stringify(name)}`;
  return {
    name,
    setup: ({ onLoad }: Loads) => {
      onLoad({ filter: new RegExp(`runtime/${file}$`) }, ({ path: source }) => {
        const text = readFileSync(source, "utf8");
        if (!text.includes(right)) throw new Error(`${file} does not say: ${right}`);
        return { contents: text.replace(right, wrong(isOn)), loader: "ts" };
      });
    },
  };
}
