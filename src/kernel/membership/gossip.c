/* What a kernel tells a neighbour, as 32-bit words: src/runtime/membership/gossip.ts. */
#include "members.h"

enum { ASKS = 1, HAS_VIEW = 2 };

/* ── out ── */

struct writer {
  uint32_t *at;
};

static void push(struct writer *to, uint32_t word) { *to->at++ = word; }

static void push_long(struct writer *to, uint64_t number) {
  push(to, (uint32_t)(number >> 32));
  push(to, (uint32_t)number);
}

static void push_set(struct writer *to, const struct members *it, const uint32_t *set) {
  for (uint32_t i = 0; i < it->words; i++) push(to, set[i]);
}

/* Cores and a number for each that is not 0. */
static void push_numbers(struct writer *to, const struct members *it, const uint32_t *numbers) {
  uint32_t *count = to->at++;
  *count = 0;
  for (uint32_t core = 0; core < it->cores; core++) {
    if (numbers[core] == 0) continue;
    push(to, core);
    push(to, numbers[core]);
    ++*count;
  }
}

static void push_view(struct writer *to, const struct members *it, const struct view *view) {
  push(to, view->epoch);
  push_set(to, it, view->members);
  push_numbers(to, it, view->started);
  push(to, count_cores(it, it->booting));
  for (uint32_t core = 0; core < it->cores; core++)
    if (has_core(it->booting, core)) push(to, core);
  push(to, view->cut_count);
  for (uint32_t i = 0; i < view->cut_count; i++) push(to, view->cuts[i]);
  push_numbers(to, it, view->partings);
  push(to, view->stand_in_count);
  for (uint32_t i = 0; i < view->stand_in_count; i++) push(to, view->stand_ins[i]);
}

/* The objects that a core has the state of again. */
static void push_held(struct writer *to, const struct members *it, uint32_t core) {
  uint32_t *count = to->at++;
  *count = 0;
  for (uint32_t at = 0; at < it->place_count; at++) {
    if (it->places[at].replica != core || !it->holds[at]) continue;
    push(to, it->places[at].object);
    ++*count;
  }
}

static void push_hearing(struct writer *to, const struct members *it, uint32_t core) {
  const struct hearing *hearing = &it->hearings[core];
  push(to, core);
  push(to, hearing->incarnation);
  push(to, hearing->version);
  push(to, hearing->partings);
  push_held(to, it, core);
  uint32_t *count = to->at++;
  *count = 0;
  for (uint32_t i = it->first_near[core]; i < it->first_near[core + 1]; i++) {
    if (!it->silent[i]) continue;
    push(to, it->all_near[i]);
    ++*count;
  }
}

static void push_hearings(struct writer *to, const struct members *it) {
  uint32_t *count = to->at++;
  *count = 0;
  for (uint32_t core = 0; core < it->cores; core++) {
    if (!it->hearings[core].is_known || it->hearings[core].incarnation < it->view.started[core]) continue;
    push_hearing(to, it, core);
    ++*count;
  }
}

/* Incarnations from `more` on after those of the view. */
static void push_latest(struct writer *to, const struct members *it, const uint32_t *latest, uint32_t more) {
  uint32_t *count = to->at++;
  *count = 0;
  for (uint32_t core = 0; core < it->cores; core++) {
    if (latest[core] < it->view.started[core] + 1 + more) continue;
    push(to, core);
    push(to, latest[core] - 1);
    ++*count;
  }
}

static void push_ballot(struct writer *to, const struct members *it) {
  const struct ballot *ballot = &it->ballot;
  push_long(to, ballot->number);
  if (ballot->number == 0) return;
  push_set(to, it, ballot->dead);
  push_set(to, it, ballot->witnesses);
  push_set(to, it, ballot->promised);
  push_set(to, it, ballot->accepted);
  push_long(to, ballot->latest.ballot);
  if (ballot->latest.ballot != 0) push_view(to, it, &ballot->latest.view);
  push(to, ballot->has_value);
  if (ballot->has_value) push_view(to, it, &ballot->value);
}

uint32_t gossip_most_words(const struct members *it) {
  const uint32_t view = 5 + it->words + 5 * it->cores + it->hops + it->place_count;
  return 4 + view + 1 + 6 * it->cores + it->hops + it->place_count + 3 * (1 + 2 * it->cores) + 5 + 4 * it->words + 2 * view;
}

uint32_t gossip_encode(const struct members *it, const struct near *to, uint32_t *words) {
  struct writer writer = {words};
  const bool has_view = to->epoch < it->view.epoch;
  push(&writer, it->incarnation);
  push(&writer, it->view.epoch);
  push(&writer, (to->is_to_answer ? ASKS : 0) | (has_view ? HAS_VIEW : 0));
  push(&writer, it->cores);
  if (has_view) push_view(&writer, it, &it->view);
  push_hearings(&writer, it);
  push_latest(&writer, it, it->dead, 0);
  push_latest(&writer, it, it->running, 1);
  push_latest(&writer, it, it->joining, 1);
  push_ballot(&writer, it);
  return (uint32_t)(writer.at - words);
}

/* ── in: words that nobody vouches for ── */

struct reader {
  const uint32_t *at;
  uint32_t left;
  bool has_failed;
};

static uint32_t next(struct reader *from) {
  if (from->left == 0) {
    from->has_failed = true;
    return 0;
  }
  from->left--;
  return *from->at++;
}

static uint64_t next_long(struct reader *from) {
  const uint64_t high = next(from);
  return high << 32 | next(from);
}

static uint32_t next_count(struct reader *from) {
  const uint32_t count = next(from);
  if (count <= from->left) return count;
  from->has_failed = true;
  return 0;
}

static uint32_t checked(struct reader *from, const struct members *it, uint32_t core) {
  if (core < it->cores) return core;
  from->has_failed = true;
  return 0;
}

static uint32_t next_core(struct reader *from, const struct members *it) { return checked(from, it, next(from)); }

static void next_set(struct reader *from, const struct members *it, uint32_t *set) {
  for (uint32_t i = 0; i < it->words; i++) set[i] = next(from);
  const uint32_t beyond = it->cores % 32;
  if (beyond != 0) set[it->words - 1] &= (1u << beyond) - 1;
}

static void next_numbers(struct reader *from, const struct members *it, uint32_t *numbers) {
  for (uint32_t core = 0; core < it->cores; core++) numbers[core] = 0;
  for (uint32_t left = next_count(from); left != 0; left--) {
    const uint32_t core = next_core(from, it);
    numbers[core] = next(from);
  }
}

static void next_stand_ins(struct reader *from, const struct members *it, struct view *view) {
  const uint32_t count = next_count(from);
  if (count > it->place_count) from->has_failed = true;
  view->stand_in_count = from->has_failed ? 0 : count;
  for (uint32_t i = 0; i < view->stand_in_count; i++) {
    view->stand_ins[i] = next(from);
    checked(from, it, view->stand_ins[i] & 0xffff);
  }
}

static void next_view(struct reader *from, const struct members *it, struct view *view) {
  view->epoch = next(from);
  next_set(from, it, view->members);
  next_numbers(from, it, view->started);
  for (uint32_t left = next_count(from); left != 0; left--) next_core(from, it);
  const uint32_t cuts = next_count(from);
  if (cuts > it->hops) from->has_failed = true;
  view->cut_count = from->has_failed ? 0 : cuts;
  for (uint32_t i = 0; i < view->cut_count; i++) {
    view->cuts[i] = next(from);
    checked(from, it, view->cuts[i] & 0xffff);
    checked(from, it, view->cuts[i] >> 16);
  }
  next_numbers(from, it, view->partings);
  next_stand_ins(from, it, view);
}

static void next_ballot(struct reader *from, const struct members *it, struct ballot *ballot) {
  ballot->number = next_long(from);
  ballot->has_value = false;
  ballot->latest.ballot = 0;
  if (ballot->number == 0 || from->has_failed) return;
  next_set(from, it, ballot->dead);
  next_set(from, it, ballot->witnesses);
  next_set(from, it, ballot->promised);
  next_set(from, it, ballot->accepted);
  ballot->latest.ballot = next_long(from);
  if (ballot->latest.ballot != 0) next_view(from, it, &ballot->latest.view);
  ballot->has_value = next(from) != 0;
  if (ballot->has_value) next_view(from, it, &ballot->value);
}

/* Objects of which others may not stand in for it are left out. */
static void next_held(struct reader *from, const struct members *it, uint32_t core, struct members *known) {
  for (uint32_t at = 0; known != NULL && at < it->place_count; at++)
    if (it->places[at].replica == core) known->holds[at] = false;
  for (uint32_t left = next_count(from); left != 0; left--) {
    const uint32_t object = next(from);
    for (uint32_t at = 0; known != NULL && at < it->place_count; at++)
      if (it->places[at].replica == core && it->places[at].object == object) known->holds[at] = true;
  }
}

/* `known`: NULL where the list is only read over. */
static bool next_hearing(struct reader *from, const struct members *it, struct members *known) {
  const uint32_t core = next_core(from, it);
  struct hearing said = {.is_known = true};
  said.incarnation = next(from);
  said.version = next(from);
  said.partings = next(from);
  const struct hearing *before = &it->hearings[core];
  const bool is_newer = !before->is_known || said.incarnation > before->incarnation ||
                        (said.incarnation == before->incarnation && said.version > before->version);
  const bool is_taken = known != NULL && is_newer;
  next_held(from, it, core, is_taken ? known : NULL);
  for (uint32_t i = it->first_near[core]; is_taken && i < it->first_near[core + 1]; i++) known->silent[i] = 0;
  for (uint32_t left = next_count(from); left != 0; left--) {
    const uint32_t place = place_of_near(it, core, next_core(from, it));
    if (is_taken && place != ~0u) known->silent[place] = 1;
  }
  if (is_taken) known->hearings[core] = said;
  return is_taken;
}

typedef bool note_incarnation(struct members *it, uint32_t core, uint32_t incarnation);

static bool next_incarnations(struct reader *from, const struct members *it, struct members *known, note_incarnation *note) {
  bool is_news = false;
  for (uint32_t left = next_count(from); left != 0; left--) {
    const uint32_t core = next_core(from, it), incarnation = next(from);
    if (known != NULL && note(known, core, incarnation)) is_news = true;
  }
  return is_news;
}

static bool next_lists(struct reader *from, const struct members *it, struct members *known) {
  bool is_news = false;
  for (uint32_t left = next_count(from); left != 0; left--) is_news |= next_hearing(from, it, known);
  is_news |= next_incarnations(from, it, known, evidence_died);
  is_news |= next_incarnations(from, it, known, evidence_started);
  return next_incarnations(from, it, known, evidence_joins) || is_news;
}

bool gossip_decode(struct members *it, const uint32_t *words, uint32_t count, struct gossip *gossip) {
  struct reader from = {words, count, false};
  gossip->incarnation = next(&from);
  gossip->epoch = next(&from);
  const uint32_t flags = next(&from);
  if (next(&from) != it->cores || flags > (ASKS | HAS_VIEW)) return false;
  gossip->asks = flags & ASKS;
  gossip->has_view = flags & HAS_VIEW;
  if (gossip->has_view) next_view(&from, it, &it->heard_view);
  if (gossip->has_view && it->heard_view.epoch > gossip->epoch) return false;
  gossip->lists = from.at;
  gossip->left = from.left;
  next_lists(&from, it, NULL);
  next_ballot(&from, it, &it->heard);
  return !from.has_failed && from.left == 0;
}

bool gossip_learn(struct members *it, const struct gossip *gossip) {
  struct reader from = {gossip->lists, gossip->left, false};
  return next_lists(&from, it, it);
}
