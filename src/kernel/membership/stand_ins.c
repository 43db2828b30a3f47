/* Who stands in for lost replicas: src/runtime/membership/stand-ins.ts, which says why. */
#include "blob/blob.h"
#include "members.h"

enum { NOBODY_THERE = 0xffff };

/* Of each object, replica by replica. */
static void make_places(struct members *it, struct place *places) {
  it->place_count = 0;
  for (uint32_t object = 0; object < blob_count(it->blob, STATES); object++) {
    const struct blob_state *state = blob_entry(it->blob, STATES, object);
    const struct blob_candidate *all = blob_entry(it->blob, CANDIDATES, state->first_candidate);
    for (uint32_t i = 0, next; i < state->candidates; i = next) {
      for (next = i + 1; next < state->candidates && all[next].replica == all[i].replica;) next++;
      if (places != NULL) places[it->place_count] = (struct place){object, all[i].replica, next - i, &all[i]};
      it->place_count++;
    }
  }
}

void stand_ins_make(struct members *it) {
  make_places(it, NULL);
  it->places = kernel_memory(it->kernel, it->place_count * sizeof *it->places);
  it->holds = kernel_memory(it->kernel, it->place_count);
  make_places(it, it->places);
}

/* The first that takes part, of those who stand in already or of all. */
static uint32_t first_of(const struct members *it, const struct place *place, const uint32_t *members, bool is_present) {
  for (uint32_t i = 0; i < place->candidate_count; i++) {
    const uint32_t core = place->candidates[i].core;
    if (has_core(members, core) && (!is_present || stands_in(&it->view, place->object, core))) return core;
  }
  return NOBODY_THERE;
}

static uint32_t choose(const struct members *it, uint32_t at, const uint32_t *members) {
  const struct place *place = &it->places[at];
  const uint32_t present = first_of(it, place, members, true);
  if (!has_core(members, place->replica)) return present != NOBODY_THERE ? present : first_of(it, place, members, false);
  return it->holds[at] && evidence_is_of_member(it, place->replica) ? NOBODY_THERE : present;
}

void stand_ins_choose(const struct members *it, const uint32_t *members, struct view *to) {
  to->stand_in_count = 0;
  for (uint32_t at = 0; at < it->place_count; at++) {
    const uint32_t core = choose(it, at, members);
    if (core != NOBODY_THERE) to->stand_ins[to->stand_in_count++] = core | it->places[at].object << 16;
  }
}

void members_holds(struct members *it, uint32_t object) {
  for (uint32_t at = 0; at < it->place_count; at++)
    if (it->places[at].object == object && it->places[at].replica == it->core) it->holds[at] = true;
  members_report(it);
}
