/* Runs on an A53: 64 bits. */
#include "ledger.h"

struct ledger {
  uint64_t kept;
  double sum;
};

static void keep(void *self, const skerry_call *call, const ledger_keep_request *request) {
  struct ledger *ledger = self;
  (void)call;
  ledger->kept++;
  ledger->sum += request->mean;
}

static void total(void *self, const skerry_call *call) {
  const struct ledger *ledger = self;
  const ledger_total_reply reply = {ledger->kept, ledger->sum};
  ledger_total_reply_send(call, &reply);
}

static const ledger_server server = {.keep = keep, .total = total};

static void receive(void *self, const skerry_call *call, const void *payload, uint32_t bytes) {
  ledger_dispatch(&server, self, call, payload, bytes);
}

SKERRY_PROGRAM(ledger) = {
    .name = "ledger", .state_bytes = sizeof(struct ledger), .serves = &ledger_interface, .receive = receive};
