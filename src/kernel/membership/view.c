/* Views of the membership, as values. */
#include "members.h"

uint32_t *make_set(struct members *it) { return kernel_memory(it->kernel, it->words * 4); }

void view_make(struct members *it, struct view *view) {
  view->epoch = view->cut_count = view->stand_in_count = 0;
  view->members = make_set(it);
  view->started = kernel_memory(it->kernel, it->cores * 4);
  view->partings = kernel_memory(it->kernel, it->cores * 4);
  view->cuts = kernel_memory(it->kernel, it->hops * 4);
  view->stand_ins = kernel_memory(it->kernel, it->place_count * 4);
}

static void copy_words(uint32_t *to, const uint32_t *from, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) to[i] = from[i];
}

void copy_set(const struct members *it, uint32_t *to, const uint32_t *from) { copy_words(to, from, it->words); }

bool merge_set(const struct members *it, uint32_t *to, const uint32_t *from) {
  bool is_new = false;
  for (uint32_t i = 0; i < it->words; i++) {
    is_new |= (from[i] & ~to[i]) != 0;
    to[i] |= from[i];
  }
  return is_new;
}

uint32_t count_cores(const struct members *it, const uint32_t *set) {
  uint32_t count = 0;
  for (uint32_t core = 0; core < it->cores; core++) count += has_core(set, core);
  return count;
}

void view_copy(const struct members *it, struct view *to, const struct view *from) {
  if (to == from) return;
  to->epoch = from->epoch;
  to->cut_count = from->cut_count;
  to->stand_in_count = from->stand_in_count;
  copy_set(it, to->members, from->members);
  copy_words(to->started, from->started, it->cores);
  copy_words(to->partings, from->partings, it->cores);
  copy_words(to->cuts, from->cuts, from->cut_count);
  copy_words(to->stand_ins, from->stand_ins, from->stand_in_count);
}

bool is_same_member(const struct view *one, const struct view *other, uint32_t core) {
  return has_core(other->members, core) && one->started[core] == other->started[core] &&
         one->partings[core] == other->partings[core];
}

static bool is_same_stand_ins(const struct view *one, const struct view *other) {
  if (one->stand_in_count != other->stand_in_count) return false;
  for (uint32_t i = 0; i < one->stand_in_count; i++)
    if (one->stand_ins[i] != other->stand_ins[i]) return false;
  return true;
}

bool is_same_view(const struct members *it, const struct view *one, const struct view *other) {
  if (one->cut_count != other->cut_count || !is_same_stand_ins(one, other)) return false;
  for (uint32_t i = 0; i < it->words; i++)
    if (one->members[i] != other->members[i]) return false;
  for (uint32_t core = 0; core < it->cores; core++)
    if (has_core(one->members, core) && !is_same_member(one, other, core)) return false;
  for (uint32_t i = 0; i < one->cut_count; i++)
    if (one->cuts[i] != other->cuts[i]) return false;
  return true;
}

bool has_cut(const struct view *view, uint32_t one, uint32_t other) {
  const uint32_t cut = one < other ? one | other << 16 : other | one << 16;
  for (uint32_t i = 0; i < view->cut_count; i++)
    if (view->cuts[i] == cut) return true;
  return false;
}

void ballot_make(struct members *it, struct ballot *ballot) {
  ballot->number = 0;
  ballot->has_value = false;
  ballot->dead = make_set(it);
  ballot->witnesses = make_set(it);
  ballot->promised = make_set(it);
  ballot->accepted = make_set(it);
  ballot->latest.ballot = 0;
  view_make(it, &ballot->latest.view);
  view_make(it, &ballot->value);
}

bool stands_in(const struct view *view, uint32_t object, uint32_t core) {
  for (uint32_t i = 0; i < view->stand_in_count; i++)
    if (view->stand_ins[i] == (core | object << 16)) return true;
  return false;
}

bool has_stand_ins(const struct view *view, uint32_t object) {
  for (uint32_t i = 0; i < view->stand_in_count; i++)
    if (view->stand_ins[i] >> 16 == object) return true;
  return false;
}
