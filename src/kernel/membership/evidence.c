/* What speaks for another view: src/runtime/membership/evidence.ts. */
#include "members.h"

#define NOWHERE_NEAR (~0u)

static bool raise(uint32_t *latest, uint32_t core, uint32_t incarnation) {
  if (incarnation + 1 <= latest[core]) return false;
  latest[core] = incarnation + 1;
  return true;
}

bool evidence_died(struct members *it, uint32_t core, uint32_t incarnation) { return raise(it->dead, core, incarnation); }

/* It runs, or will soon; so whoever was on its core before is dead. */
bool evidence_started(struct members *it, uint32_t core, uint32_t incarnation) {
  if (incarnation != 0) evidence_died(it, core, incarnation - 1);
  return raise(it->running, core, incarnation);
}

bool evidence_joins(struct members *it, uint32_t core, uint32_t incarnation) {
  evidence_started(it, core, incarnation);
  return raise(it->joining, core, incarnation);
}

bool evidence_is_dead(const struct members *it, uint32_t core, uint32_t incarnation) {
  return incarnation + 1 <= it->dead[core];
}

bool evidence_is_outside(const struct members *it, const uint32_t *latest, uint32_t core) {
  return latest[core] > it->view.started[core] + 1;
}

void evidence_dead_members(const struct members *it, uint32_t *set) {
  for (uint32_t i = 0; i < it->words; i++) set[i] = 0;
  for (uint32_t core = 0; core < it->cores; core++)
    if (has_core(it->view.members, core) && evidence_is_dead(it, core, it->view.started[core])) add_core(set, core);
}

void evidence_witnesses(const struct members *it, uint32_t *set) {
  for (uint32_t i = 0; i < it->words; i++) set[i] = 0;
  for (uint32_t core = 0; core < it->cores; core++)
    if (evidence_is_outside(it, it->running, core) && !evidence_is_dead(it, core, it->running[core] - 1)) add_core(set, core);
}

uint32_t place_of_near(const struct members *it, uint32_t core, uint32_t near) {
  for (uint32_t i = it->first_near[core]; i < it->first_near[core + 1]; i++)
    if (it->all_near[i] == near) return i;
  return NOWHERE_NEAR;
}

static uint32_t latest_of(const struct members *it, uint32_t core) {
  const uint32_t started = it->view.started[core], joining = it->joining[core];
  return joining > started + 1 ? joining - 1 : started;
}

bool evidence_hears_nothing(const struct members *it, uint32_t core, uint32_t of) {
  const struct hearing *hearing = &it->hearings[core];
  if (!hearing->is_known || hearing->incarnation != latest_of(it, core)) return false;
  const uint32_t place = place_of_near(it, core, of);
  return place != NOWHERE_NEAR && it->silent[place];
}

static bool is_silent(const struct members *it, uint32_t one, uint32_t other) {
  return evidence_hears_nothing(it, one, other) || evidence_hears_nothing(it, other, one);
}

/* Whether a member, or a kernel that wants to be one, runs there. */
static bool runs(const struct members *it, uint32_t core) {
  const uint32_t incarnation = latest_of(it, core);
  if (evidence_is_dead(it, core, incarnation)) return false;
  return has_core(it->view.members, core) || incarnation > it->view.started[core];
}

bool evidence_is_of_member(const struct members *it, uint32_t core) {
  const struct hearing *hearing = &it->hearings[core];
  return hearing->is_known && has_core(it->view.members, core) && hearing->incarnation == it->view.started[core] &&
         latest_of(it, core) == hearing->incarnation;
}

/* The cores that it hears of over others that hear each other. */
static void find_reached(struct members *it) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < it->words; i++) it->reached[i] = 0;
  add_core(it->reached, it->core);
  it->line[count++] = (uint16_t)it->core;
  for (uint32_t at = 0; at < count; at++) {
    const uint32_t from = it->line[at];
    for (uint32_t i = it->first_near[from]; i < it->first_near[from + 1]; i++) {
      const uint32_t to = it->all_near[i];
      if (has_core(it->reached, to) || !runs(it, to) || is_silent(it, from, to)) continue;
      add_core(it->reached, to);
      it->line[count++] = (uint16_t)to;
    }
  }
}

static uint32_t partings_of(const struct members *it, uint32_t core) {
  const uint32_t incarnation = latest_of(it, core);
  const struct hearing *hearing = &it->hearings[core];
  const uint32_t told = hearing->is_known && hearing->incarnation == incarnation ? hearing->partings : 0;
  const uint32_t known = incarnation == it->view.started[core] ? it->view.partings[core] : 0;
  return told > known ? told : known;
}

static void wish(struct members *it) {
  struct view *wish = &it->wish;
  wish->epoch = it->view.epoch + 1;
  wish->cut_count = 0;
  stand_ins_choose(it, it->reached, wish);
  copy_set(it, wish->members, it->reached);
  for (uint32_t core = 0; core < it->cores; core++) {
    const bool is_reached = has_core(it->reached, core);
    wish->started[core] = is_reached ? latest_of(it, core) : it->view.started[core];
    wish->partings[core] = is_reached ? partings_of(it, core) : 0;
    for (uint32_t i = it->first_near[core]; is_reached && i < it->first_near[core + 1]; i++) {
      const uint32_t to = it->all_near[i];
      if (core < to && has_core(it->reached, to) && is_silent(it, core, to)) wish->cuts[wish->cut_count++] = core | to << 16;
    }
  }
}

static bool is_whole(struct members *it, uint32_t members) {
  evidence_dead_members(it, it->some);
  if (members != count_cores(it, it->view.members) - count_cores(it, it->some)) return false;
  evidence_witnesses(it, it->some);
  for (uint32_t i = 0; i < it->words; i++)
    if (it->some[i] & ~it->reached[i]) return false;
  return true;
}

struct reach evidence_reach(struct members *it) {
  struct reach reach = {.rank = -1};
  find_reached(it);
  for (uint32_t core = 0; core < it->cores; core++) {
    if (!has_core(it->view.members, core) || !has_core(it->reached, core)) continue;
    if (evidence_is_dead(it, core, it->view.started[core])) continue;
    if (core == it->core) reach.rank = (int32_t)reach.count;
    reach.count++;
  }
  const uint32_t majority = count_cores(it, it->view.members) / 2 + 1;
  reach.has_quorum = reach.rank >= 0 && (reach.count >= majority || is_whole(it, reach.count));
  wish(it);
  reach.has_wish = !is_same_view(it, &it->wish, &it->view);
  return reach;
}
