/* Asks for longer and longer sums, and knows what they must be: without the scores of the example riscv-quad. */
#include "sums.h"

enum { ROUNDS = 32, STEP = 8, NOTES = 5 };

struct asker {
  skerry_program *me;
  skerry_binding *sums;
  sums_add_pending adding;
  sums_noted_pending asking;
  uint32_t round;
  sums_add_request request;
};

/* A line of a text and a number. */
static void log_number(struct asker *asker, const char *text, uint32_t number) {
  char line[64], digits[10];
  uint32_t length = 0, count = 0;
  while (text[length] != 0 && length < sizeof line - sizeof digits - 1) {
    line[length] = text[length];
    length++;
  }
  do digits[count++] = (char)('0' + number % 10);
  while ((number /= 10) != 0);
  while (count != 0) line[length++] = digits[--count];
  line[length] = 0;
  skerry_log(asker->me, line);
}

static void ask(struct asker *asker);

static void on_noted(sums_noted_pending *pending, const sums_noted_answer *answer) {
  struct asker *asker = pending->context;
  if (answer->kind != SKERRY_REPLY || answer->as.reply.count < NOTES) {
    skerry_fail(asker->me, "what it noted was not noted");
    return;
  }
  log_number(asker, "sums that were right: ", asker->round);
  skerry_done(asker->me);
}

/* Messages overtake nothing: what is noted now is noted before the question behind it. */
static void finish(struct asker *asker) {
  for (uint32_t number = 1; number <= NOTES; number++) {
    const sums_note_request request = {number};
    if (sums_note(asker->sums, &request) != SKERRY_OK) skerry_fail(asker->me, "a message found no room");
  }
  asker->asking = (sums_noted_pending){on_noted, asker};
  if (sums_noted(asker->sums, &asker->asking) != SKERRY_OK) skerry_fail(asker->me, "a call found no room");
}

/* The last sum is too large for its reply. */
static void on_sum(sums_add_pending *pending, const sums_add_answer *answer) {
  struct asker *asker = pending->context;
  const uint32_t count = asker->request.numbers.count;
  if (asker->round == ROUNDS) {
    if (answer->kind == SKERRY_FAILURE && answer->as.failure.detail == SUMS_PROBLEM_OVERFLOW) finish(asker);
    else skerry_fail(asker->me, "a sum that is too large was none");
  } else if (answer->kind != SKERRY_REPLY || answer->as.reply.sum != count * (count + 1) / 2) {
    skerry_fail(asker->me, "a sum was wrong");
  } else {
    asker->round++;
    ask(asker);
  }
}

static void ask(struct asker *asker) {
  const bool is_last = asker->round == ROUNDS;
  asker->request.numbers.count = is_last ? 2 : (asker->round + 1) * STEP;
  for (uint32_t i = 0; i < asker->request.numbers.count; i++) asker->request.numbers.items[i] = is_last ? UINT32_MAX : i + 1;
  asker->adding = (sums_add_pending){on_sum, asker};
  if (sums_add(asker->sums, &asker->request, &asker->adding) != SKERRY_OK) skerry_fail(asker->me, "a call found no room");
}

static void start(void *self, skerry_program *me) {
  struct asker *asker = self;
  asker->me = me;
  asker->sums = skerry_use(me, "summer", &sums_interface);
  if (asker->sums == NULL) skerry_fail(me, "there is no summer");
  else ask(asker);
}

SKERRY_PROGRAM(asker) = {.name = "asker", .state_bytes = sizeof(struct asker), .start = start};
