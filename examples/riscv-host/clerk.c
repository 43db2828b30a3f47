/* Adds up what was bought, on the board, and enters it in the ledger, which is none of the board's. */
#include "ledger.h"
#include "sums.h"

enum { ENTRIES = 8 };

struct clerk {
  skerry_program *me;
  skerry_binding *sums, *ledger;
  sums_add_pending adding;
  ledger_enter_pending entering;
  ledger_total_pending asking;
  uint32_t entries;
  uint64_t sum;
};

static void buy(struct clerk *clerk);

static void on_total(ledger_total_pending *pending, const ledger_total_answer *answer) {
  struct clerk *clerk = pending->context;
  /* There may be other clerks. */
  if (answer->kind != SKERRY_REPLY || answer->as.reply.entries < ENTRIES || answer->as.reply.sum < clerk->sum)
    skerry_fail(clerk->me, "the ledger has lost an entry");
  else {
    skerry_log(clerk->me, "all of it is in the ledger");
    skerry_done(clerk->me);
  }
}

static void on_entry(ledger_enter_pending *pending, const ledger_enter_answer *answer) {
  static const char text[] = "paid";
  struct clerk *clerk = pending->context;
  if (answer->kind != SKERRY_REPLY) {
    skerry_fail(clerk->me, "the ledger does not take an entry");
    return;
  }
  if (++clerk->entries < ENTRIES) {
    buy(clerk);
    return;
  }
  const ledger_remark_request remark = {answer->as.reply.entry, {text, sizeof text - 1}};
  clerk->asking = (ledger_total_pending){on_total, clerk};
  if (ledger_remark(clerk->ledger, &remark) != SKERRY_OK || ledger_total(clerk->ledger, &clerk->asking) != SKERRY_OK)
    skerry_fail(clerk->me, "a call found no room");
}

static void on_sum(sums_add_pending *pending, const sums_add_answer *answer) {
  static const char text[] = "nails and boards";
  struct clerk *clerk = pending->context;
  if (answer->kind != SKERRY_REPLY) {
    skerry_fail(clerk->me, "nobody adds up");
    return;
  }
  clerk->sum += answer->as.reply.sum;
  const ledger_enter_request request = {{text, sizeof text - 1}, answer->as.reply.sum};
  clerk->entering = (ledger_enter_pending){on_entry, clerk};
  if (ledger_enter(clerk->ledger, &request, &clerk->entering) != SKERRY_OK) skerry_fail(clerk->me, "a call found no room");
}

static void buy(struct clerk *clerk) {
  const sums_add_request request = {.numbers = {2, {clerk->entries + 1, 100}}};
  clerk->adding = (sums_add_pending){on_sum, clerk};
  if (sums_add(clerk->sums, &request, &clerk->adding) != SKERRY_OK) skerry_fail(clerk->me, "a call found no room");
}

static void start(void *self, skerry_program *me) {
  struct clerk *clerk = self;
  clerk->me = me;
  clerk->sums = skerry_use(me, "summer", &sums_interface);
  clerk->ledger = skerry_use(me, "ledger", &ledger_interface);
  if (clerk->sums == NULL || clerk->ledger == NULL) skerry_fail(me, "there is no summer, or no ledger");
  else buy(clerk);
}

SKERRY_PROGRAM(clerk) = {.name = "clerk", .state_bytes = sizeof(struct clerk), .start = start};
