/** On a board in QEMU: replicas that are lost are rebuilt on other cores, and given up again once the lost ones are back. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { until } from "../../until.ts";
import { root } from "../skerry.ts";
import { bootBoard } from "./booted-board.ts";
import { sayNumbers } from "./say-numbers.ts";

/** Either hart of one package has a link to its like in the other: without the last of both the rest holds together. */
const machine = readFileSync(path.join(root, "examples", "riscv-quad", "machine.skerry"), "utf8").replace(
  "  link west.hart[1] -- east.hart[0]: Bridge\n",
  "  link west.hart[1] -- east.hart[1]: Bridge\n  link west.hart[0] -- east.hart[0]: Bridge\n",
);

/** Replicas are where the adders are; of each package the other hart may stand in, and has to have room for all of them then. */
const system = `use "./machine"

system counting on riscvQuad {
  state quick: counter replicas one per package, agree broadcast
  state sure: counter replicas one per package, agree twoPhase
  state large: map<u32, bytes<200>, 1024> replicas one per package, agree twoPhase
  client idle = "./idle.c" on west.hart[0]
  client adder = "./adder.c" on west.hart[1], east.hart[1] uses quick, sure, large
}
`;

/** Never done: without it the machine would end with the last adder that is lost. */
const idle = `#include "skerry.h"

static void start(void *self, skerry_program *me) {
  (void)self;
  skerry_log(me, "idle");
}

SKERRY_PROGRAM(idle) = {.name = "idle", .start = start};
`;

/** Says what it finds in both counters, and what it leaves there: 32 more in each. */
const adder = `#include "counting-state.h"

enum { QUICK, SURE, OBJECTS, ENOUGH = 32 };

struct adder {
  skerry_program *me;
  skerry_state *all[OBJECTS];
  uint32_t agreed[OBJECTS], turn;
};
${sayNumbers}
static void add(struct adder *adder);

static void on_added(void *context, const skerry_agreement *agreement) {
  struct adder *adder = context;
  const uint32_t *agreed = adder->agreed;
  if (agreement->outcome != SKERRY_AGREED) skerry_fail(adder->me, "it is not agreed");
  adder->agreed[adder->turn]++;
  adder->turn = (adder->turn + 1) % OBJECTS;
  if (agreed[SURE] == ENOUGH) say(adder->me, "agreed ", agreed[QUICK], agreed[SURE]);
  else add(adder);
}

static void add(struct adder *adder) {
  if (adder->turn == QUICK) quick_propose(adder->all[QUICK], 1, on_added, adder);
  else sure_propose(adder->all[SURE], 1, on_added, adder);
}

static void start(void *self, skerry_program *me) {
  struct adder *adder = self;
  int64_t quick, sure;
  adder->me = me;
  adder->all[QUICK] = quick_use(me);
  adder->all[SURE] = sure_use(me);
  if (!quick_get(adder->all[QUICK], &quick) || !sure_get(adder->all[SURE], &sure)) skerry_fail(me, "it has no replica");
  say(adder->me, "finds ", quick, sure);
  add(adder);
}

SKERRY_PROGRAM(adder) = {.name = "adder", .state_bytes = sizeof(struct adder), .start = start};
`;

interface Said {
  readonly kind: string;
  readonly core?: number;
  readonly object?: string;
}

test("an object outlives both its replicas: each is rebuilt before the next is lost, and given up when the lost one is back", async () => {
  const files = { "machine.skerry": machine, "system.skerry": system, "adder.c": adder, "idle.c": idle };
  const { ctl, status, said, stop } = await bootBoard(files, "idle");
  const program = (core: number, text: string): Promise<void> =>
    said(`"core":${core},"program":"adder","instance":${core === 1 ? 0 : 1},"instances":2,"text":"${text}"`);
  const rebuilt = async (core: number): Promise<void> => {
    for (const object of ["quick", "sure", "large"])
      await said(`"kind":"replicaRebuilt","core":${core},"object":"${object}"`);
  };
  await Promise.all([program(1, "agreed 32 32"), program(3, "agreed 32 32")]);
  expect((await ctl("kill", "west.hart[1]")).code).toBe(0);
  await rebuilt(0);
  expect((await ctl("kill", "east.hart[1]")).code).toBe(0);
  // From one that has it from one that is lost.
  await rebuilt(2);

  expect((await ctl("online", "east.hart[1]")).code).toBe(0);
  await Promise.all([program(3, "finds 64 64"), rebuilt(3)]);
  await until(async () => (await status()).epoch >= 5);
  expect((await ctl("online", "west.hart[1]")).code).toBe(0);
  await Promise.all([said(`"core":1,"program":"adder","instance":0,"instances":2,"text":"finds `), rebuilt(1)]);
  // Two were lost, two have joined, and twice a view did without those that stood in for them.
  await until(async () => (await status()).epoch >= 7);

  const { out } = await stop();
  const lines: readonly Said[] = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const cores = lines.flatMap(({ kind, core }) => (kind === "replicaRebuilt" ? [core] : []));
  expect(cores).toEqual([0, 2, 3, 1].flatMap((core) => [core, core, core]));
  expect(lines.filter(({ kind }) => kind === "objectLost" || kind === "clientFailed")).toEqual([]);
}, 120_000);
