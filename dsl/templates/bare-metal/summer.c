/* The service: adds up what it is sent. */
#include "sums.h"

static void add(void *self, const skerry_call *call, const sums_add_request *request) {
  sums_add_reply reply = {0};
  (void)self;
  for (uint32_t i = 0; i < request->numbers.count; i++) reply.sum += request->numbers.items[i];
  sums_add_reply_send(call, &reply);
}

static const sums_server server = {.add = add};

static void receive(void *self, const skerry_call *call, const void *payload, uint32_t bytes) {
  sums_dispatch(&server, self, call, payload, bytes);
}

SKERRY_PROGRAM(summer) = {.name = "summer", .serves = &sums_interface, .receive = receive};
