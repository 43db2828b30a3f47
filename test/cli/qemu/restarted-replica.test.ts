/** A kernel on a board that is killed and starts anew while programs in C, one of them its own, change what it has replicas of. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { until } from "../../until.ts";
import { root } from "../skerry.ts";
import { bootBoard } from "./booted-board.ts";
import { sayNumbers } from "./say-numbers.ts";

const machine = readFileSync(path.join(root, "examples", "riscv-quad", "machine.skerry"), "utf8").replace(
  "  link west.hart[1] -- east.hart[0]: Bridge\n",
  "  link west.hart[1] -- east.hart[0]: Bridge\n  link west.hart[0] -- east.hart[1]: Bridge\n",
);

const system = `use "./machine"

system counting on riscvQuad {
  state quick: counter replicas on west.hart[0], west.hart[1], east.hart[1] agree broadcast
  state sure: counter replicas on west.hart[0], west.hart[1], east.hart[1] agree twoPhase
  state lives: counter replicas on west.hart[0], west.hart[1], east.hart[1] agree broadcast
  client adder = "./adder.c" on west.hart[0], west.hart[1] uses quick, sure, lives
}
`;

/**
 * Adds to either counter in turn, and says now and then what was agreed of that, in both. The second adds one to `lives` before, and
 * begins in its second life with what it finds there: it adds ENOUGH to each, and another to `lives`. The first ends with that.
 */
const adder = `#include "counting-state.h"

enum { QUICK, SURE, OBJECTS, OFTEN = 8, ENOUGH = 16 };

struct adder {
  skerry_program *me;
  skerry_state *all[OBJECTS], *lives;
  uint32_t agreed[OBJECTS], turn;
  bool is_back, is_over;
};
${sayNumbers}
static void say_values(struct adder *adder, const char *what) {
  int64_t quick, sure;
  if (!quick_get(adder->all[QUICK], &quick) || !sure_get(adder->all[SURE], &sure)) skerry_fail(adder->me, "nothing is there");
  else say(adder->me, what, quick, sure);
}

static void add(struct adder *adder);

static void on_over(void *context, const skerry_agreement *agreement) {
  struct adder *adder = context;
  if (agreement->outcome == SKERRY_AGREED) skerry_done(adder->me);
  else skerry_fail(adder->me, "it cannot say that it is over");
}

static void on_added(void *context, const skerry_agreement *agreement) {
  struct adder *adder = context;
  const uint32_t *agreed = adder->agreed;
  if (agreement->outcome == SKERRY_AGREED) adder->agreed[adder->turn]++;
  adder->turn = (adder->turn + 1) % OBJECTS;
  const bool is_enough = adder->is_back && agreed[QUICK] >= ENOUGH && agreed[SURE] >= ENOUGH;
  const bool is_time = adder->turn == QUICK && agreed[QUICK] % OFTEN == 0;
  if (is_enough || adder->is_over || is_time) say(adder->me, "agreed ", agreed[QUICK], agreed[SURE]);
  if (is_time && agreed[QUICK] == OFTEN && skerry_instance(adder->me) == 1) skerry_log(adder->me, "under way");
  if (is_enough) {
    lives_propose(adder->lives, 1, on_over, adder);
  } else if (adder->is_over) {
    say_values(adder, "ended with ");
    skerry_done(adder->me);
  } else {
    add(adder);
  }
}

static void add(struct adder *adder) {
  if (adder->turn == QUICK) quick_propose(adder->all[QUICK], 1, on_added, adder);
  else sure_propose(adder->all[SURE], 1, on_added, adder);
}

static void on_begun(void *context, const skerry_agreement *agreement) {
  struct adder *adder = context;
  if (agreement->outcome == SKERRY_AGREED) add(adder);
  else skerry_fail(adder->me, "it cannot say that it lives");
}

static void on_life(void *context, const skerry_change *change) {
  struct adder *adder = context;
  int64_t lives;
  (void)change;
  adder->is_over = lives_get(adder->lives, &lives) && lives > 1;
}

static void start(void *self, skerry_program *me) {
  struct adder *adder = self;
  int64_t lives;
  adder->me = me;
  adder->all[QUICK] = quick_use(me);
  adder->all[SURE] = sure_use(me);
  adder->lives = lives_use(me);
  if (!lives_get(adder->lives, &lives) || !lives_watch(adder->lives, on_life, adder)) skerry_fail(me, "it has no replica");
  adder->is_back = skerry_instance(me) == 1 && lives > 0;
  say_values(adder, "began with ");
  if (skerry_instance(me) == 1 && !adder->is_back) lives_propose(adder->lives, 1, on_begun, adder);
  else add(adder);
}

SKERRY_PROGRAM(adder) = {.name = "adder", .state_bytes = sizeof(struct adder), .start = start};
`;

interface Said {
  readonly kind: string;
  readonly core?: number;
  readonly instance?: number;
  readonly text?: string;
}

const killed = "west.hart[1]";

/** Behind certain words of a program, the numbers that it says last. */
function lastOf(lines: readonly Said[], instance: number, words: string): readonly number[] {
  const said = lines.filter(
    (line) => line.kind === "log" && line.instance === instance && line.text?.startsWith(words),
  );
  return said.at(-1)?.text?.slice(words.length).split(" ").map(Number) ?? [];
}

/** Of two counters. */
function sum(...counts: readonly (readonly number[])[]): readonly number[] {
  return [0, 1].map((object) => counts.reduce((all, count) => all + (count[object] ?? Number.NaN), 0));
}

test("of what was agreed nothing is lost when a kernel with replicas starts anew: its program begins with it, and goes on", async () => {
  const files = { "machine.skerry": machine, "system.skerry": system, "adder.c": adder };
  const { ctl, status, ended } = await bootBoard(files, "under way");
  expect((await ctl("kill", killed)).code).toBe(0);
  await until(async () => (await status()).states[killed] === "lost");
  expect((await ctl("online", killed)).code).toBe(0);
  const { code, out } = await ended;
  const lines: readonly Said[] = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const place = (what: (line: Said) => boolean): number => lines.findLastIndex(what);
  const joined = lines.slice(
    0,
    place(({ kind, core }) => kind === "viewChanged" && core === 0),
  );
  const begun = lines.slice(place(({ instance, text }) => instance === 1 && text?.startsWith("began") === true));

  // The first says what was agreed before the view that has the other back, and the other what was before it was killed.
  const before = sum(lastOf(joined, 0, "agreed "), lastOf(joined, 1, "agreed "));
  const found = lastOf(begun, 1, "began with ");
  const later = lastOf(begun, 1, "agreed ");
  const all = lastOf(lines, 0, "ended with ");
  const agreed = sum(lastOf(lines, 0, "agreed "), lastOf(joined, 1, "agreed "), later);
  for (const object of [0, 1]) {
    expect(before[object]).toBeGreaterThanOrEqual(16);
    expect(found[object]).toBeGreaterThanOrEqual(before[object] ?? 0);
    expect(later[object]).toBeGreaterThanOrEqual(16);
    expect(all[object]).toBeGreaterThanOrEqual(agreed[object] ?? 0);
  }
  expect(lines.filter(({ kind }) => kind === "clientFailed")).toEqual([]);
  // A kernel has died.
  expect(code).toBe(4);
}, 120_000);
