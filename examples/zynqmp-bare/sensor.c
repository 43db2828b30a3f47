/* Measures, has it looked at, and has it kept: on cores of both kinds. What it measures it knows, and so what must come back. */
#include "filter.h"
#include "ledger.h"

enum { ROUNDS = 16, STEP = 8 };

struct sensor {
  skerry_program *me;
  skerry_binding *filter, *ledger;
  filter_word_pending asking;
  filter_sum_pending summing;
  ledger_total_pending counting;
  uint32_t round;
  filter_sum_request request;
};

static void on_total(ledger_total_pending *pending, const ledger_total_answer *answer) {
  struct sensor *sensor = pending->context;
  if (answer->kind != SKERRY_REPLY || answer->as.reply.kept < ROUNDS) {
    skerry_fail(sensor->me, "what was found was not kept");
    return;
  }
  skerry_log(sensor->me, "all means were right, and were kept");
  skerry_done(sensor->me);
}

static void measure(struct sensor *sensor);

/* Of 1 to n the mean is half of n and 1. */
static void on_sum(filter_sum_pending *pending, const filter_sum_answer *answer) {
  struct sensor *sensor = pending->context;
  const uint32_t count = sensor->request.samples.count;
  if (sensor->round == ROUNDS) {
    if (answer->kind != SKERRY_FAILURE) skerry_fail(sensor->me, "nothing has a mean");
    sensor->counting = (ledger_total_pending){on_total, sensor};
    if (ledger_total(sensor->ledger, &sensor->counting) != SKERRY_OK) skerry_fail(sensor->me, "a call found no room");
    return;
  }
  const filter_summary *summary = &answer->as.reply.summary;
  if (answer->kind != SKERRY_REPLY || summary->mean != (float)(count + 1) / 2 || summary->least != 1 ||
      summary->most != (float)count) {
    skerry_fail(sensor->me, "a mean was wrong");
    return;
  }
  const ledger_keep_request kept = {skerry_now(sensor->me), summary->mean};
  if (ledger_keep(sensor->ledger, &kept) != SKERRY_OK) skerry_fail(sensor->me, "a message found no room");
  sensor->round++;
  measure(sensor);
}

static void measure(struct sensor *sensor) {
  sensor->request.samples.count = sensor->round == ROUNDS ? 0 : (sensor->round + 1) * STEP;
  for (uint32_t i = 0; i < sensor->request.samples.count; i++) sensor->request.samples.items[i] = (float)(i + 1);
  sensor->summing = (filter_sum_pending){on_sum, sensor};
  if (filter_sum(sensor->filter, &sensor->request, &sensor->summing) != SKERRY_OK) skerry_fail(sensor->me, "a call found no room");
}

static void on_word(filter_word_pending *pending, const filter_word_answer *answer) {
  struct sensor *sensor = pending->context;
  if (answer->kind != SKERRY_REPLY || answer->as.reply.bits != 32) {
    skerry_fail(sensor->me, "the filter does not run on an R5");
    return;
  }
  skerry_log(sensor->me, sizeof(void *) == 8 ? "64 bits ask 32" : "32 bits ask 32");
  measure(sensor);
}

static void start(void *self, skerry_program *me) {
  struct sensor *sensor = self;
  sensor->me = me;
  sensor->filter = skerry_use(me, "filter", &filter_interface);
  sensor->ledger = skerry_use(me, "ledger", &ledger_interface);
  sensor->asking = (filter_word_pending){on_word, sensor};
  if (sensor->filter == NULL || sensor->ledger == NULL) skerry_fail(me, "there is nobody to ask");
  else if (filter_word(sensor->filter, &sensor->asking) != SKERRY_OK) skerry_fail(me, "a call found no room");
}

SKERRY_PROGRAM(sensor) = {.name = "sensor", .state_bytes = sizeof(struct sensor), .start = start};
