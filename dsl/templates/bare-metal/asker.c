/* The client: asks for one sum and knows what it must be. A system ends when all of its clients are done. */
#include "sums.h"

struct asker {
  skerry_program *me;
  sums_add_pending adding;
  sums_add_request request;
};

static void on_sum(sums_add_pending *pending, const sums_add_answer *answer) {
  struct asker *asker = pending->context;
  if (answer->kind != SKERRY_REPLY || answer->as.reply.sum != 55) {
    skerry_fail(asker->me, "the sum is wrong");
    return;
  }
  skerry_log(asker->me, "1 + 2 + … + 10 = 55, three hops away");
  skerry_done(asker->me);
}

static void start(void *self, skerry_program *me) {
  struct asker *asker = self;
  skerry_binding *sums = skerry_use(me, "summer", &sums_interface);
  asker->me = me;
  asker->adding = (sums_add_pending){on_sum, asker};
  asker->request.numbers.count = 10;
  for (uint32_t i = 0; i < 10; i++) asker->request.numbers.items[i] = i + 1;
  if (sums == NULL || sums_add(sums, &asker->request, &asker->adding) != SKERRY_OK) skerry_fail(me, "there is no summer");
}

SKERRY_PROGRAM(asker) = {.name = "asker", .state_bytes = sizeof(struct asker), .start = start};
