/* Asks for longer and longer sums, and knows what they must be. */
#include "adding-state.h"
#include "sums.h"

enum { ROUNDS = 32, STEP = 8, NOTES = 5 };

struct asker {
  skerry_program *me;
  skerry_binding *sums;
  sums_add_pending adding;
  sums_noted_pending asking;
  skerry_state *scores, *total, *finished;
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

/* Both askers are done once both are in the set; then their scores are known on every hart, in the same order. */
static void on_finished(void *context, const skerry_change *change) {
  struct asker *asker = context;
  const finished_key other = {1 - skerry_instance(asker->me)};
  scores_value score = {0};
  int64_t total = 0;
  if (change->operation != SKERRY_ADD || !finished_get(asker->finished, &(finished_key){skerry_instance(asker->me)})) return;
  if (!finished_get(asker->finished, &other)) return;
  if (!scores_get(asker->scores, &(scores_key){other.key}, &score) || score.value != ROUNDS) {
    skerry_fail(asker->me, "the other's score is not known");
    return;
  }
  if (!total_get(asker->total, &total) || total != 2 * ROUNDS) {
    skerry_fail(asker->me, "the total is wrong");
    return;
  }
  log_number(asker, "sums of both, as agreed: ", (uint32_t)total);
  skerry_done(asker->me);
}

static void fail(struct asker *asker, const skerry_agreement *agreement) {
  char text[100] = "a change was not agreed on: ";
  uint32_t length = 28;
  for (uint32_t i = 0; i < agreement->value.bytes && length < sizeof text - 1; i++) text[length++] = ((const char *)agreement->value.at)[i];
  skerry_fail(asker->me, text);
}

static void on_added_finished(void *context, const skerry_agreement *agreement) {
  if (agreement->outcome != SKERRY_AGREED) fail(context, agreement);
}

static void on_total(void *context, const skerry_agreement *agreement) {
  struct asker *asker = context;
  if (agreement->outcome != SKERRY_AGREED) fail(asker, agreement);
  else finished_propose(asker->finished, &(finished_key){skerry_instance(asker->me)}, true, on_added_finished, asker);
}

static void on_score(void *context, const skerry_agreement *agreement) {
  struct asker *asker = context;
  if (agreement->outcome != SKERRY_AGREED) fail(asker, agreement);
  else total_propose(asker->total, ROUNDS, on_total, asker);
}

static void on_noted(sums_noted_pending *pending, const sums_noted_answer *answer) {
  struct asker *asker = pending->context;
  if (answer->kind != SKERRY_REPLY || answer->as.reply.count < NOTES) {
    skerry_fail(asker->me, "what it noted was not noted");
    return;
  }
  log_number(asker, "sums that were right: ", asker->round);
  const scores_key own = {skerry_instance(asker->me)};
  scores_propose(asker->scores, &own, &(scores_value){asker->round}, on_score, asker);
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
  asker->scores = scores_use(me);
  asker->total = total_use(me);
  asker->finished = finished_use(me);
  if (!finished_watch(asker->finished, on_finished, asker)) skerry_fail(me, "it cannot be told who is done");
  if (asker->sums == NULL) skerry_fail(me, "there is no summer");
  else ask(asker);
}

SKERRY_PROGRAM(asker) = {.name = "asker", .state_bytes = sizeof(struct asker), .start = start};
