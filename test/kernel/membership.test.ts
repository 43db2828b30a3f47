/** Kernels in C that agree on who takes part, on a network that a harness plays. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { timingOf } from "../../src/cli/boot/qemu/host-kernel.ts";
import { decodeBlob } from "../../src/emit/boot/qemu/decode-blob.ts";
import { viewThreads } from "../../src/emit/boot/threads/threads-view.ts";
import { BackOff } from "../../src/runtime/membership/back-off.ts";
import { decodeGossip, encodeGossip } from "../../src/runtime/membership/gossip.ts";
import { chooseStandIns } from "../../src/runtime/membership/stand-ins.ts";
import { blobOfQuad, planQuad, viewQuad } from "../emit/boot/qemu/quad.ts";
import { leaving, run, sanitizers } from "./run.ts";
import { kernelFolder } from "./sources.ts";

const harness = fileURLToPath(new URL("fixtures/lose-domain.c", import.meta.url));
const watcher = fileURLToPath(new URL("fixtures/watch-neighbours.c", import.meta.url));
const seeds = Array.from({ length: 40 }, (_, seed) => seed);
const few = seeds.slice(0, 8);
/** The last hart of either triple, whose neighbours have none in common. */
const edge = [2, 5];
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "skerry-membership-"));
  const room = path.join(kernelFolder, "membership");
  const files = readdirSync(room).filter((name) => name.endsWith(".c"));
  const options = ["-std=gnu11", "-O1", "-Wall", ...sanitizers, "-I", kernelFolder];
  const common = [...files.map((name) => path.join(room, name)), path.join(kernelFolder, "blob", "latencies.c")];
  run("cc", [...options, ...common, harness, "-o", path.join(folder, "lose")]);
  const watching = [path.join(kernelFolder, "control", "monitor.c"), watcher];
  run("cc", [...options, ...common, ...watching, "-o", path.join(folder, "watch")]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two triples of harts with a link between them; `more`: what the machine says besides. */
function blobOfTriples(more: string, changes: Readonly<Record<string, string>> = {}): string {
  return fileOf({ ...changes, "hart[i in 0..1]": "hart[i in 0..2]", "east: Pair(2)": `east: Pair(3)\n${more}` });
}

function fileOf(changes: Readonly<Record<string, string>>): string {
  const file = path.join(folder, "blob.bin");
  writeFileSync(file, blobOfQuad(changes));
  return file;
}

/** So many neighbours as some here have a hart of RISC-V could not be fenced from. */
const arm64 = { 'use "prelude/riscv64"': 'use "prelude/arm64"', ": riscv64 @": ": arm64 @" };
const pairOfTwo = `package Two(first: count) {
  core hart[i in 0..1]: arm64 @ 1 GHz, id first + i
  coherence between hart[*]: latency 60 cycles
  memory dram: 128 MiB, latency 80 ns
  port out
}

`;

/** What becomes of every kernel that is left, by seed. */
function lose(blob: string, what: readonly (number | string)[], of = seeds): readonly (readonly string[])[] {
  return of.map((seed) => {
    const lines = run(path.join(folder, "lose"), [blob, `${seed}`, ...what.map(String)], leaving);
    return lines.trimEnd().split("\n");
  });
}

const edgeFails = "  failure domain edge: west.hart[2], east.hart[2]";
/** By seed, the views of so many kernels: this one. */
const alone = (view: string, kernels: number, of = seeds) => of.map(() => Array.from({ length: kernels }, () => view));
/** Each hart of one triple has a hop to its like in the other. */
const broad = { "west.hart[1] -- east.hart[0]": "west.out -- east.out" };

describe("what is lost together", () => {
  test("leaves in one view, whoever misses it last", () => {
    expect(lose(blobOfTriples(edgeFails), edge)).toEqual(alone("0 1 3 4", 4));
    expect(lose(blobOfTriples(edgeFails, broad), edge)).toEqual(alone("0 1 3 4", 4));
  });

  test("leaves in several where nothing says that it fails together", () => {
    const outcomes = lose(blobOfTriples(""), edge).flat();
    expect(outcomes.filter((views) => views.includes("then")).length).toBeGreaterThan(0);
  });

  test("is not waited for for ever: a core leaves without the rest", () => {
    expect(lose(blobOfTriples(edgeFails), [2])).toEqual(alone("0 1 3 4 5", 5));
  });

  test("is waited for as long as news of it takes over the slowest way of the machine", () => {
    // Those on one side are enough to go on without what they miss, and hear three seconds later of what the others do.
    const blob = fileOf({
      ...{ ...arm64, "hart[i in 0..1]": "hart[i in 0..4]", "/// Carries": `${pairOfTwo}/// Carries` },
      ...{ "east: Pair(2)": "east: Two(5)\n  failure domain edge: west.hart[4], east.hart[1]" },
      ...{ "latency 200 ns": "latency 3 s" },
    });
    expect(lose(blob, [4, 6], few)).toEqual(alone("0 1 2 3 5", 5, few));
  });

  test("one core is lost by all its ways at once, not by one after another", () => {
    expect(lose(blobOfTriples("", broad), [4])).toEqual(alone("0 1 2 3 5", 5));
  });

  test("the hops of a link are cut in one view, whichever end is told first", () => {
    const whole = "0 1 2 3 4 5";
    const blob = blobOfTriples("  link west.hart[0] -- east.hart[1]: Bridge", { ...arm64, ...broad });
    const cut = lose(blob, ["0/3", "1/4", "2/5"]);
    expect(cut).toEqual(alone(`${whole} 0/3 1/4 2/5`, 6));
  });
});

describe("for a replica that is lost", () => {
  /** An object of which each triple has a replica, which any other hart there may stand in for. */
  const spread = { ...broad, "replicas on west.hart[0], east.hart[0]": "replicas one per package" };
  const { states } = viewQuad({ ...spread, "hart[i in 0..1]": "hart[i in 0..2]", "east: Pair(2)": "east: Pair(3)" });
  const objects = states.map(({ candidates }) => {
    const replicas = [...new Set(candidates.map(({ replica }) => replica))];
    const of = (core: number) => candidates.filter(({ replica }) => replica === core).map((each) => each.core);
    return { replicas, candidates: replicas.map(of) };
  });
  const all = [0, 1, 2, 3, 4, 5];
  const found = objects.findIndex(({ replicas }) => replicas.length > 0);
  const { replicas = [], candidates = [] } = objects[found] ?? {};
  const [first = -1] = replicas;
  const [next = -1, last = -1] = candidates[0] ?? [];

  /** As kernels in TypeScript choose. */
  function viewWithout(lost: readonly number[]): string {
    const members = new Set(all.filter((core) => !lost.includes(core)));
    const chosen = chooseStandIns(objects, { standIns: [], members, holds: () => false });
    return [...members, ...chosen.map(([object, core]) => `+${object}@${core}`)].join(" ");
  }

  test("all agree on the same stand-in, which kernels in TypeScript choose too", () => {
    const views = lose(blobOfTriples("", spread), [first], few).flat();
    expect(new Set(views)).toEqual(new Set([viewWithout([first])]));
    expect(views[0]).toContain(`+${found}@${next}`);
  });

  test("what is said of that kernels in TypeScript read, and would say in the same words", () => {
    const lines = lose(blobOfTriples("", spread), [first, "gossip"], few).flat();
    const said = lines.map((line) => Int32Array.from(line.split(" "), Number));
    for (const words of said) {
      const gossip = decodeGossip(words, all.length);
      expect(gossip?.view?.standIns).toEqual([[found, next]]);
      expect(gossip === null ? null : encodeGossip(gossip, all.length)).toEqual(words);
    }
    const held = said
      .flatMap((words) => decodeGossip(words, all.length)?.reports ?? [])
      .filter(({ holds }) => holds.length > 0);
    expect(new Set(held.map(({ core, holds }) => `${core} ${holds}`))).toEqual(new Set([`${replicas[1]} ${found}`]));
  });

  test("another stands in once that is lost too, whichever is missed first", () => {
    const views = lose(blobOfTriples("", spread), [first, next], few).flat();
    expect(new Set(views.map((each) => each.split(", then ").at(-1)))).toEqual(new Set([viewWithout([first, next])]));
    expect(views[0]).toContain(`+${found}@${last}`);
  });
});

test("what is planned anew since the last ballot is stale is planned once, however much is heard meanwhile", () => {
  expect(run(path.join(folder, "lose"), [blobOfTriples("", broad), "stale"], leaving)).toBe("planned: 1\n");
});

describe("who says nothing any more is missed", () => {
  /** Of a hart next to the bridge, by neighbour: the milliseconds after which it does. */
  const watch = (latency: string): string =>
    run(path.join(folder, "watch"), [blobOfTriples("", { "latency 200 ns": latency }), "1"], leaving);

  test("after nine looks, half a second apart", () => {
    expect(watch("latency 200 ns")).toContain("0: 4500\n2: 4500\n3: 4500\n");
  });

  test("and once a word could have come there and back over the way to it, however slow that is", () => {
    expect(watch("latency 1499 ms")).toContain("0: 4500\n2: 4500\n3: 7000\n");
    expect(watch("latency 3 s")).toContain("0: 4500\n2: 4500\n3: 10500\n");
    expect(watch("latency 20 s")).toContain("0: 4500\n2: 4500\n3: 44500\n");
  });
});

test.for(["latency 200 ns", "latency 3 s"])(
  "the computer beside the board waits as long for the rest: with a %s",
  (latency) => {
    const changes = { "latency 200 ns": latency };
    const configuration = viewThreads(planQuad(changes));
    const { gather = 0, doubt } = configuration === null ? {} : timingOf(configuration);
    expect(doubt).toBe(gather);
    const said = run(path.join(folder, "watch"), [fileOf(changes), "1"], leaving);
    expect(said).toContain(`gather: ${Math.floor(gather)}\n`);
  },
);

test.for([100, 500])("over ways of %i ms all agree on who is left: no ballot is overtaken for ever", (latency) => {
  for (const blob of [blobOfTriples(edgeFails), blobOfTriples(edgeFails, broad)]) {
    expect(lose(blob, [...edge, `latency=${latency}`], few)).toEqual(alone("0 1 3 4", 4, few));
  }
});

test("ballots are left alone as long as by kernels in TypeScript", () => {
  const backOff = new BackOff(50, 0, 0);
  const waits = Array.from({ length: 12 }, (_, index) => {
    if (index >= 6) backOff.decided();
    return backOff.waitAfterBegin();
  });
  expect(run(path.join(folder, "lose"), [blobOfTriples(""), "waits"], leaving)).toBe(`${waits.join(" ")} \n`);
});

test("the blob says which cores fail together, where several have a kernel", () => {
  const domains = (more: string): unknown => {
    const read = decodeBlob(blobOfQuad({ "east: Pair(2)": `east: Pair(2)\n${more}` }));
    return read.kind === "blob" ? read.blob.domains : read.fault;
  };
  expect(domains("")).toEqual([]);
  expect(domains("  failure domain one: east.hart[1]\n  power domain two: west")).toEqual([]);
  const nested = "  failure domain inner: east\n  failure domain outer: inner, west.hart[0]";
  expect(domains(nested)).toEqual([
    [2, 3],
    [0, 2, 3],
  ]);
});
