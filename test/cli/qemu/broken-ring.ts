/** The harts of the example of RISC-V in a ring, so that there is a way round each of them, and one of them ends in the middle of it all. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../skerry.ts";

const bridge = "link west.hart[1] -- east.hart[0]: Bridge";

const system = `use "./machine"
use "./sums"

system adding on riscvQuad {
  state rounds: counter  replicas every core, agree broadcast
  service summer: Sums = "./summer.c" on east.hart[1]
  client asker = "./asker.c" on west.hart[1] uses summer, rounds
  client breaker = "./breaker.c" on east.hart[0] uses summer
}
`;

/** Asks until it has seen a call get lost and others go on, and a change be agreed on by those who are left. */
const asker = `#include "adding-state.h"
#include "sums.h"

struct asker {
  skerry_program *me;
  skerry_binding *sums;
  skerry_state *rounds;
  sums_noted_pending asking;
  uint32_t lost, since;
};

static void on_rounds(void *context, const skerry_agreement *agreement) {
  struct asker *it = context;
  int64_t rounds = 0;
  if (agreement->outcome != SKERRY_AGREED || !rounds_get(it->rounds, &rounds) || rounds != 7) skerry_fail(it->me, "not agreed");
  else skerry_log(it->me, "agreed on by those who are left");
  skerry_done(it->me);
}

static void on_noted(sums_noted_pending *pending, const sums_noted_answer *answer) {
  struct asker *it = pending->context;
  if (answer->kind == SKERRY_LOST && it->lost++ == 0) skerry_log(it->me, "a call was lost");
  if (answer->kind == SKERRY_REPLY && it->lost != 0) it->since++;
  if (it->since == 100) rounds_propose(it->rounds, 7, on_rounds, it);
  else if (sums_noted(it->sums, &it->asking) != SKERRY_OK) skerry_fail(it->me, "no room");
}

static void start(void *self, skerry_program *me) {
  struct asker *it = self;
  it->me = me;
  it->sums = skerry_use(me, "summer", &sums_interface);
  it->rounds = rounds_use(me);
  it->asking = (sums_noted_pending){on_noted, it};
  sums_noted(it->sums, &it->asking);
}

SKERRY_PROGRAM(asker) = {.name = "asker", .state_bytes = sizeof(struct asker), .start = start};
`;

/** Ends its core in the middle of it all. */
const breaker = (end: string) => `#include "sums.h"

struct breaker {
  skerry_program *me;
  skerry_binding *sums;
  sums_noted_pending asking;
};

static void on_noted(sums_noted_pending *pending, const sums_noted_answer *answer) {
  struct breaker *it = pending->context;
  (void)answer;
  if (skerry_now(it->me) > 500000000) {
    ${end}
  }
  sums_noted(it->sums, &it->asking);
}

static void start(void *self, skerry_program *me) {
  struct breaker *it = self;
  it->me = me;
  it->sums = skerry_use(me, "summer", &sums_interface);
  it->asking = (sums_noted_pending){on_noted, it};
  sums_noted(it->sums, &it->asking);
}

SKERRY_PROGRAM(breaker) = {.name = "breaker", .state_bytes = sizeof(struct breaker), .start = start};
`;

/** `end`: what the core on the way does. */
export function brokenRing(end: string): Readonly<Record<string, string>> {
  const machine = readFileSync(path.join(root, "examples", "riscv-quad", "machine.skerry"), "utf8");
  return {
    "machine.skerry": machine.replace(bridge, `${bridge}\n  link west.hart[0] -- east.hart[1]: Bridge`),
    ...{ "system.skerry": system, "asker.c": asker, "breaker.c": breaker(end) },
  };
}
