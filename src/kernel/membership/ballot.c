/* Agreement on the next view, the synod of Lamport's "Paxos made simple" (2001): src/runtime/membership/ballot.ts. */
#include "members.h"

static bool is_quorum(const struct members *it, const uint32_t *voters) {
  const struct ballot *state = &it->ballot;
  uint32_t members = 0, living = 0, in_favour = 0;
  bool has_witnesses = true;
  for (uint32_t core = 0; core < it->cores; core++) {
    if (has_core(state->witnesses, core) && !has_core(voters, core)) has_witnesses = false;
    if (!has_core(it->view.members, core)) continue;
    members++;
    if (has_core(state->dead, core)) continue;
    living++;
    in_favour += has_core(voters, core);
  }
  return in_favour >= members / 2 + 1 || (in_favour == living && living > 0 && has_witnesses);
}

static void take_later(const struct members *it, struct vote *known, const struct vote *other) {
  known->ballot = other->ballot;
  view_copy(it, &known->view, &other->view);
}

/* Promises and accepts, where this kernel has a voice. */
static void vote(struct members *it) {
  struct ballot *state = &it->ballot;
  if (!it->is_member && !has_core(state->witnesses, it->core)) return;
  if (!has_core(state->promised, it->core)) {
    add_core(state->promised, it->core);
    if (it->own.ballot > state->latest.ballot) take_later(it, &state->latest, &it->own);
  }
  if (!state->has_value || has_core(state->accepted, it->core)) return;
  add_core(state->accepted, it->core);
  it->own.ballot = state->number;
  view_copy(it, &it->own.view, &state->value);
}

static void clear(const struct members *it, uint32_t *set) {
  for (uint32_t i = 0; i < it->words; i++) set[i] = 0;
}

void synod_begin(struct members *it) {
  struct ballot *state = &it->ballot;
  state->number = ((state->number >> 16) + 1) << 16 | it->core;
  evidence_dead_members(it, state->dead);
  evidence_witnesses(it, state->witnesses);
  clear(it, state->promised);
  clear(it, state->accepted);
  state->latest.ballot = 0;
  state->has_value = false;
  vote(it);
}

static void take_over(struct members *it, const struct ballot *heard) {
  struct ballot *state = &it->ballot;
  state->number = heard->number;
  copy_set(it, state->dead, heard->dead);
  copy_set(it, state->witnesses, heard->witnesses);
  copy_set(it, state->promised, heard->promised);
  copy_set(it, state->accepted, heard->accepted);
  take_later(it, &state->latest, &heard->latest);
  state->has_value = heard->has_value;
  if (heard->has_value) view_copy(it, &state->value, &heard->value);
}

bool synod_join(struct members *it, const struct ballot *heard) {
  struct ballot *state = &it->ballot;
  if (heard->number < state->number) return false;
  if (heard->number > state->number) {
    take_over(it, heard);
    vote(it);
    return true;
  }
  const bool has_promises = merge_set(it, state->promised, heard->promised);
  const bool has_votes = merge_set(it, state->accepted, heard->accepted);
  const bool is_later = heard->latest.ballot > state->latest.ballot;
  const bool has_value = !state->has_value && heard->has_value;
  if (!has_promises && !has_votes && !is_later && !has_value) return false;
  if (is_later) take_later(it, &state->latest, &heard->latest);
  if (has_value) {
    state->has_value = true;
    view_copy(it, &state->value, &heard->value);
  }
  vote(it);
  return true;
}

bool synod_may_choose(const struct members *it) {
  const struct ballot *state = &it->ballot;
  return state->number != 0 && !state->has_value && (state->number & 0xffff) == it->core && it->is_member &&
         is_quorum(it, state->promised);
}

bool synod_choose(struct members *it, const struct view *wish) {
  struct ballot *state = &it->ballot;
  const struct view *value = state->latest.ballot != 0 ? &state->latest.view : wish;
  if (state->number == 0 || value == NULL) return false;
  state->has_value = true;
  view_copy(it, &state->value, value);
  vote(it);
  return true;
}

const struct view *synod_decided(const struct members *it) {
  const struct ballot *state = &it->ballot;
  return state->number != 0 && state->has_value && is_quorum(it, state->accepted) ? &state->value : NULL;
}
