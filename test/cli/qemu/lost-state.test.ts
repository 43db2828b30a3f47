/** Replicated state whose last replica is lost, on a board in QEMU. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { root } from "../skerry.ts";
import { bootBoard } from "./booted-board.ts";

const machine = readFileSync(path.join(root, "examples", "riscv-quad", "machine.skerry"), "utf8").replace(
  "  link west.hart[1] -- east.hart[0]: Bridge\n",
  "  link west.hart[1] -- east.hart[0]: Bridge\n  link west.hart[0] -- east.hart[1]: Bridge\n",
);

const system = `use "./machine"

system counting on riscvQuad {
  state total: counter replicas on west.hart[1] agree broadcast
  client adder = "./adder.c" on west.hart[0] uses total
}
`;

/**
 * Adds one after the other; says how the first ends, and whenever it is another way; then reads once, and is done. On a busy machine
 * the time of what is under way may be over before the loss is agreed on: that says nothing of the state, and it goes on.
 */
const adder = `#include "counting-state.h"

struct adder {
  skerry_program *me;
  skerry_state *total;
  uint8_t outcome;
};

static void on_read(void *context, const skerry_agreement *agreement) {
  struct adder *adder = context;
  if (agreement->outcome != SKERRY_NO_QUORUM) skerry_fail(adder->me, "it was read");
  else skerry_done(adder->me);
}

static void add(struct adder *adder);

/* "nobody has said in time …", and not "its state is lost …". */
static bool is_late(const skerry_agreement *agreement) {
  return agreement->outcome == SKERRY_UNKNOWN && *(const char *)agreement->value.at == 'n';
}

static void on_added(void *context, const skerry_agreement *agreement) {
  struct adder *adder = context;
  if (is_late(agreement)) {
    add(adder);
    return;
  }
  const bool is_other = adder->outcome != agreement->outcome;
  adder->outcome = agreement->outcome;
  if (is_other && agreement->outcome == SKERRY_AGREED) skerry_log(adder->me, "adding");
  if (is_other && agreement->outcome == SKERRY_UNKNOWN) skerry_log(adder->me, "unknown");
  if (agreement->outcome != SKERRY_NO_QUORUM) add(adder);
  else if (!skerry_state_read(adder->total, (skerry_part){0, 0}, on_read, adder)) skerry_fail(adder->me, "it cannot ask");
}

static void add(struct adder *adder) { total_propose(adder->total, 1, on_added, adder); }

static void start(void *self, skerry_program *me) {
  struct adder *adder = self;
  adder->me = me;
  adder->outcome = SKERRY_NO_QUORUM;
  adder->total = total_use(me);
  add(adder);
}

SKERRY_PROGRAM(adder) = {.name = "adder", .state_bytes = sizeof(struct adder), .start = start};
`;

interface Said {
  readonly at: number;
  readonly kind: string;
  readonly text?: string;
}

test("programs in C learn at once that nobody has the state any more, of what is under way and of what they want later", async () => {
  const files = { "machine.skerry": machine, "system.skerry": system, "adder.c": adder };
  const { ctl, ended } = await bootBoard(files, "adding");
  expect((await ctl("kill", "west.hart[1]")).code).toBe(0);
  const { code, out } = await ended;
  const lines: readonly Said[] = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const at = (text: string): number => lines.find((line) => JSON.stringify(line).includes(text))?.at ?? Number.NaN;
  expect(at('"objectLost"')).toBeGreaterThanOrEqual(at("kernelLost"));
  expect(at('"unknown"')).toBeGreaterThanOrEqual(at("kernelLost"));
  expect(lines.filter(({ kind }) => kind === "clientDone" || kind === "clientFailed").map(({ kind }) => kind)).toEqual([
    "clientDone",
  ]);
  // A kernel has died.
  expect(code).toBe(4);
}, 60_000);
