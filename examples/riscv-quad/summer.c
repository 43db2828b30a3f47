/* Adds up, and keeps count of what it was asked to note. */
#include "sums.h"

struct summer {
  uint32_t count;
  uint64_t sum;
};

static void add(void *self, const skerry_call *call, const sums_add_request *request) {
  (void)self;
  uint64_t sum = 0;
  for (uint32_t i = 0; i < request->numbers.count; i++) sum += request->numbers.items[i];
  if (sum > UINT32_MAX) {
    const sums_add_failure failure = {SUMS_PROBLEM_OVERFLOW};
    sums_add_fail(call, &failure);
    return;
  }
  const sums_add_reply reply = {(uint32_t)sum};
  sums_add_reply_send(call, &reply);
}

static void note(void *self, const skerry_call *call, const sums_note_request *request) {
  struct summer *summer = self;
  (void)call;
  summer->count++;
  summer->sum += request->number;
}

static void noted(void *self, const skerry_call *call) {
  const struct summer *summer = self;
  const sums_noted_reply reply = {summer->count, summer->sum};
  sums_noted_reply_send(call, &reply);
}

static const sums_server server = {.add = add, .note = note, .noted = noted};

static void receive(void *self, const skerry_call *call, const void *payload, uint32_t bytes) {
  sums_dispatch(&server, self, call, payload, bytes);
}

SKERRY_PROGRAM(summer) = {
    .name = "summer", .state_bytes = sizeof(struct summer), .serves = &sums_interface, .receive = receive};
