/** What a kernel in C tells of an object before its replica, which starts anew, has been given the state; and of changes. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ticketsOf } from "../../src/runtime/state/tickets.ts";
import { blobOfQuad } from "../emit/boot/qemu/quad.ts";
import { leaving, run, sanitizers } from "./run.ts";
import { kernelFolder } from "./sources.ts";

const harness = fileURLToPath(new URL("fixtures/join-object.c", import.meta.url));
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "skerry-joining-"));
  const rooms = ["state", "agreement", "membership"];
  const files = rooms.flatMap((room) => {
    const names = readdirSync(path.join(kernelFolder, room)).filter((name) => name.endsWith(".c"));
    return names.map((name) => path.join(kernelFolder, room, name));
  });
  const options = ["-std=gnu11", "-O1", "-Wall", "-fno-builtin", ...sanitizers, "-I", kernelFolder];
  const others = ["boards/line.c", "blob/latencies.c"].map((name) => path.join(kernelFolder, name));
  run("cc", [...options, ...files, ...others, harness, "-o", path.join(folder, "join")]);
  writeFileSync(path.join(folder, "blob.bin"), blobOfQuad());
  const uses = { "on west.hart[0], east.hart[0] uses": "on west.hart[0], west.hart[1], east.hart[0] uses" };
  writeFileSync(path.join(folder, "third.bin"), blobOfQuad(uses));
  writeFileSync(path.join(folder, "spread.bin"), blobOfQuad(spread));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The object may be rebuilt elsewhere. */
const spread = { "replicas on west.hart[0], east.hart[0]": "replicas one per package" };

const joinWith = (blob: string, ...args: readonly string[]): readonly string[] =>
  run(path.join(folder, "join"), [path.join(folder, blob), ...args], leaving)
    .trimEnd()
    .split("\n");
const join = (...args: readonly string[]): readonly string[] => joinWith("blob.bin", ...args);

test("a replica that starts anew tells nobody anything before it has the state, and programs there begin with it", () => {
  const rebuilt = ["scores", "total", "finished"].map((name) => `core 2 says: replica rebuilt: ${name}`);
  expect(join().toSorted()).toEqual(
    ["core 0 begins: not there", "agreed: yes", "core 2 begins: there", ...rebuilt, "answered: there"].toSorted(),
  );
  expect(join().slice(-1)).toEqual(["answered: there"]);
});

test("of what is lost for good it says so, and programs there begin", () => {
  expect(join("alone")).toEqual([
    "core 0 begins: not there",
    "agreed: yes",
    "core 2 begins: not there",
    "answered: lost",
  ]);
});

test("who watches is told of every change until it ends that, from within too, and of the last of all", () => {
  expect(join("watch")).toEqual([
    ...["core 0 begins: not there", "room for 8"],
    ...["beginning: 1", "every: 1", "once: 1", "agreed: yes"],
    ...["every: 2", "late: 2", "agreed: yes"],
    ...["ended: 1, again: 0", "late: 3", "agreed: yes"],
    "room for 7",
    ...["watches: 1", "core 2 says: state lost: scores", "core 2 says: state lost: total"],
    ...["every: gone", "core 2 says: state lost: finished", "core 2 begins: not there", "watches: 0"],
  ]);
});

test("what a kernel asks has another number in each of its lives, as in TypeScript", () => {
  const tickets = [0, 1, 2].flatMap((incarnation) => [1, 2].map((number) => ticketsOf(incarnation) + number));
  const said = joinWith("third.bin", "ask").filter((line) => line.startsWith("asked"));
  expect(said).toEqual(tickets.map((ticket) => `asked: ${ticket}`));
});

test("who stands in for a replica gets the state each time, answers while it does, and nothing in between", () => {
  expect(joinWith("spread.bin", "stand-in")).toEqual([
    ...["core 0 begins: not there", "agreed: yes"],
    ...["core 3 says: replica rebuilt: finished", "answered: there"],
    "agreed: yes",
    ...["core 3 says: replica rebuilt: finished", "answered: there"],
    "agreed: yes",
  ]);
});
