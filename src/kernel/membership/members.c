/*
 * The part of a kernel that takes part in agreeing on who takes part: src/runtime/membership/monitor.ts. What it knows it
 * tells all its neighbours whenever it knows more, and they theirs, so that news need no routes.
 */
#include "members.h"

#include "blob/latencies.h"

void members_tell_all(struct members *it) {
  for (uint32_t i = 0; i < it->near_count; i++) it->near[i].is_untold = true;
}

static void news(struct members *it, bool is_news) {
  if (is_news) members_tell_all(it);
}

struct near *near_of(struct members *it, uint32_t core) {
  for (uint32_t i = 0; i < it->near_count; i++)
    if (it->near[i].core == core) return &it->near[i];
  return NULL;
}

void members_report(struct members *it) {
  struct hearing *own = &it->hearings[it->core];
  *own = (struct hearing){it->incarnation, ++it->version, it->own_partings, true};
  for (uint32_t i = 0; i < it->near_count; i++)
    it->silent[it->first_near[it->core] + i] = it->near[i].is_silent || it->near[i].is_cut;
  members_tell_all(it);
}

/* ── what the host has noticed ── */

void members_died(struct members *it, uint32_t core) { news(it, evidence_died(it, core, it->view.started[core])); }

void members_silent(struct members *it, struct near *near, bool is_silent) {
  if (near->is_silent == is_silent) return;
  near->is_silent = is_silent;
  if (!is_silent) near->epoch = 0;
  members_report(it);
}

void members_cut(struct members *it, struct near *near, bool is_cut) {
  if (near->is_cut == is_cut) return;
  near->is_cut = is_cut;
  near->epoch = 0;
  members_report(it);
}

/* The kernel of a core will start anew, and knows nothing then. */
void members_expect(struct members *it, uint32_t core, uint32_t incarnation) {
  struct near *near = near_of(it, core);
  news(it, evidence_started(it, core, incarnation));
  if (near == NULL) return;
  near->is_silent = near->is_untold = false;
  near->epoch = 0;
  members_report(it);
}

void members_leave(struct members *it) {
  it->is_leaving = true;
  news(it, evidence_died(it, it->core, it->incarnation));
}

/* ── views ── */

static void forget_ballots(struct members *it) {
  it->ballot.number = 0;
  it->ballot.has_value = false;
  it->own.ballot = 0;
}

static void exclude(struct members *it) {
  it->was_excluded = true;
  kernel_excluded(it->kernel);
}

static void adopt(struct members *it, const struct view *view) {
  const bool is_member = has_core(view->members, it->core) && view->started[it->core] == it->incarnation;
  /* One that was to join may have been a member, and missed again, before it has heard of either. */
  const bool has_left = !is_member && (it->is_member || view->started[it->core] >= it->incarnation);
  if (has_left) exclude(it);
  /* What was decided may lie in the ballot that is forgotten now; `wish` is not needed any more. */
  view_copy(it, &it->wish, &it->view);
  view_copy(it, &it->view, view);
  members_rest(it);
  back_off_decided(it);
  it->is_member = is_member;
  forget_ballots(it);
  members_tell_all(it);
  if (is_member) kernel_view_agreed(it->kernel, &it->wish);
}

static const struct view *decide(struct members *it) {
  if (synod_may_choose(it)) {
    const struct reach reach = evidence_reach(it);
    if (synod_choose(it, reach.has_wish ? &it->wish : NULL)) members_tell_all(it);
  }
  return synod_decided(it);
}

/* Chooses, and goes from view to view, as far as what is known goes. */
static void advance(struct members *it) {
  for (const struct view *decided = decide(it); decided != NULL; decided = decide(it)) adopt(it, decided);
}

/* ── what neighbours say ── */

static void join_ballot(struct members *it) {
  /* What comes from the dead of a ballot is not heeded any more by whoever takes part in it. */
  for (uint32_t core = 0; core < it->cores; core++)
    if (has_core(it->heard.dead, core) && has_core(it->view.members, core)) members_died(it, core);
  if (!synod_join(it, &it->heard)) return;
  it->has_heard_of_ballot = true;
  members_tell_all(it);
}

void members_receive(struct members *it, struct near *from, const struct gossip *gossip) {
  if (it->is_leaving) return;
  /* What is decided must not be undone by what the dead have said. */
  if (evidence_is_dead(it, from->core, gossip->incarnation)) return;
  if (gossip->incarnation < it->view.started[from->core]) return;
  from->epoch = gossip->epoch;
  if (gossip->asks) from->is_untold = true;
  news(it, gossip_learn(it, gossip));
  /* It cannot tell old frames from new ones any more. */
  if (it->is_member && gossip->epoch > it->view.epoch + MOST_BEHIND) exclude(it);
  if (gossip->has_view && it->heard_view.epoch > it->view.epoch) adopt(it, &it->heard_view);
  if (gossip->epoch != it->view.epoch) from->is_untold = true;
  else if (it->heard.number != 0) join_ballot(it);
}

static void tell(struct members *it) {
  for (uint32_t i = 0; i < it->near_count; i++) {
    struct near *near = &it->near[i];
    if (!near->is_untold || !monitor_send(it->kernel, near)) continue;
    near->is_untold = near->is_to_answer = false;
    if (near->epoch < it->view.epoch) near->epoch = it->view.epoch;
  }
}

bool members_owe(const struct members *it) {
  for (uint32_t i = 0; i < it->near_count; i++)
    if (it->near[i].is_untold) return true;
  return false;
}

void members_settle(struct members *it, uint64_t now) {
  for (uint32_t epoch = it->view.epoch + 1; !it->is_leaving && epoch != it->view.epoch;) {
    epoch = it->view.epoch;
    advance(it);
    members_strive(it, now);
    advance(it);
  }
  tell(it);
}

/* ── how it begins ── */

static void find_neighbours(struct members *it) {
  const struct blob *blob = it->blob;
  const struct blob_channel *all = blob_entry(blob, CHANNELS, 0);
  const uint32_t count = blob_count(blob, CHANNELS);
  /* Channels both ways, each once: by the core that reads, then by the one that writes. */
  for (uint32_t i = 0; i < count; i++)
    if (i == 0 || all[i].from != all[i - 1].from || all[i].to != all[i - 1].to) it->hops++;
  it->first_near = kernel_memory(it->kernel, (it->cores + 1) * sizeof *it->first_near);
  it->all_near = kernel_memory(it->kernel, it->hops * sizeof *it->all_near);
  uint32_t at = 0;
  for (uint32_t i = 0, core = 0; core < it->cores; core++) {
    it->first_near[core] = at;
    for (; i < count && all[i].to == core; i++)
      if (at == it->first_near[core] || it->all_near[at - 1] != all[i].from) it->all_near[at++] = all[i].from;
  }
  it->first_near[it->cores] = at;
}

static void first_view(struct members *it, struct view *view, bool is_first) {
  view->epoch = is_first;
  for (uint32_t core = 0; core < it->cores; core++) {
    if (!(blob_core(it->blob, core)->flags & CORE_ONLINE)) continue;
    add_core(it->booting, core);
    if (is_first) add_core(view->members, core);
  }
}

static void make_sets(struct members *it) {
  it->booting = make_set(it);
  it->reached = make_set(it);
  it->within = make_set(it);
  it->some = make_set(it);
  it->line = kernel_memory(it->kernel, it->cores * sizeof *it->line);
  view_make(it, &it->view);
  view_make(it, &it->wish);
  view_make(it, &it->own.view);
  view_make(it, &it->about.wish);
  view_make(it, &it->heard_view);
  ballot_make(it, &it->ballot);
  ballot_make(it, &it->heard);
}

static void make_evidence(struct members *it) {
  struct kernel *kernel = it->kernel;
  it->hearings = kernel_memory(kernel, it->cores * sizeof *it->hearings);
  it->silent = kernel_memory(kernel, it->hops);
  it->dead = kernel_memory(kernel, it->cores * sizeof *it->dead);
  it->running = kernel_memory(kernel, it->cores * sizeof *it->running);
  it->joining = kernel_memory(kernel, it->cores * sizeof *it->joining);
  const uint32_t first = it->first_near[it->core];
  it->near_count = it->first_near[it->core + 1] - first;
  it->near = kernel_memory(kernel, it->near_count * sizeof *it->near);
  for (uint32_t i = 0; i < it->near_count; i++) it->near[i] = (struct near){.core = it->all_near[first + i], .epoch = 1};
}

void members_begin(struct members *it, struct kernel *kernel, const struct blob *blob, uint32_t core, uint32_t incarnation) {
  it->kernel = kernel;
  it->blob = blob;
  it->core = core;
  it->cores = blob_count(blob, CORES);
  it->words = (it->cores + 31) / 32;
  it->incarnation = incarnation;
  it->is_member = it->has_quorum = incarnation == 0;
  it->propose_at = NEVER;
  it->slowest_ns = 2 * longest_round_trip(blob);
  find_neighbours(it);
  stand_ins_make(it);
  make_sets(it);
  make_evidence(it);
  first_view(it, &it->view, it->is_member);
  if (!it->is_member) news(it, evidence_joins(it, it->core, incarnation));
}
