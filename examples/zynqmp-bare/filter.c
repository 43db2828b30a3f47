/* Runs on an R5: 32 bits, and floating point of its own. */
#include "filter.h"

static void sum(void *self, const skerry_call *call, const filter_sum_request *request) {
  (void)self;
  const uint32_t count = request->samples.count;
  if (count == 0) {
    const filter_sum_failure failure = {FILTER_PROBLEM_NOTHING_MEASURED};
    filter_sum_fail(call, &failure);
    return;
  }
  const float *samples = request->samples.items;
  filter_summary summary = {0, samples[0], samples[0]};
  float all = 0;
  for (uint32_t i = 0; i < count; i++) {
    all += samples[i];
    if (samples[i] < summary.least) summary.least = samples[i];
    if (samples[i] > summary.most) summary.most = samples[i];
  }
  summary.mean = all / (float)count;
  const filter_sum_reply reply = {summary};
  filter_sum_reply_send(call, &reply);
}

static void word(void *self, const skerry_call *call) {
  (void)self;
  const filter_word_reply reply = {8 * sizeof(void *)};
  filter_word_reply_send(call, &reply);
}

static const filter_server server = {.sum = sum, .word = word};

static void receive(void *self, const skerry_call *call, const void *payload, uint32_t bytes) {
  filter_dispatch(&server, self, call, payload, bytes);
}

SKERRY_PROGRAM(filter) = {.name = "filter", .serves = &filter_interface, .receive = receive};
