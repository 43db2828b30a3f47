/*
 * The part of a kernel that takes part in agreeing on who takes part: src/runtime/membership/monitor.ts. What it knows it
 * tells all its neighbours whenever it knows more, and they theirs, so that news need no routes.
 */
#include "members.h"

#include "blob/blob.h"

static void tell_all(struct members *it) {
  for (uint32_t i = 0; i < it->near_count; i++) it->near[i].is_untold = true;
}

static void news(struct members *it, bool is_news) {
  if (is_news) tell_all(it);
}

struct near *near_of(struct members *it, uint32_t core) {
  for (uint32_t i = 0; i < it->near_count; i++)
    if (it->near[i].core == core) return &it->near[i];
  return NULL;
}

/* What this kernel hears of its neighbours, said anew. */
static void report(struct members *it) {
  struct hearing *own = &it->hearings[it->core];
  *own = (struct hearing){it->incarnation, ++it->version, it->own_partings, true};
  for (uint32_t i = 0; i < it->near_count; i++)
    it->silent[it->first_near[it->core] + i] = it->near[i].is_silent || it->near[i].is_cut;
  tell_all(it);
}

/* ── what the host has noticed ── */

void members_died(struct members *it, uint32_t core) { news(it, evidence_died(it, core, it->view.started[core])); }

void members_silent(struct members *it, struct near *near, bool is_silent) {
  if (near->is_silent == is_silent) return;
  near->is_silent = is_silent;
  if (!is_silent) near->epoch = 0;
  report(it);
}

void members_cut(struct members *it, struct near *near, bool is_cut) {
  if (near->is_cut == is_cut) return;
  near->is_cut = is_cut;
  near->epoch = 0;
  report(it);
}

/* The kernel of a core will start anew, and knows nothing then. */
void members_expect(struct members *it, uint32_t core, uint32_t incarnation) {
  struct near *near = near_of(it, core);
  news(it, evidence_started(it, core, incarnation));
  if (near == NULL) return;
  near->is_silent = near->is_untold = false;
  near->epoch = 0;
  report(it);
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
  it->propose_at = NEVER;
  it->about.is_set = false;
  it->is_member = is_member;
  forget_ballots(it);
  tell_all(it);
  if (is_member) kernel_view_agreed(it->kernel, &it->wish);
}

static const struct view *decide(struct members *it) {
  if (synod_may_choose(it)) {
    const struct reach reach = evidence_reach(it);
    if (synod_choose(it, reach.has_wish ? &it->wish : NULL)) tell_all(it);
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
  news(it, synod_join(it, &it->heard));
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

/* ── what is to be done about it ── */

static void count_concerned(struct members *it, uint32_t *dead, uint32_t *witnesses) {
  evidence_dead_members(it, it->some);
  *dead = count_cores(it, it->some);
  evidence_witnesses(it, it->some);
  *witnesses = count_cores(it, it->some);
}

static bool is_stale(struct members *it) {
  uint32_t dead, witnesses;
  if (!it->about.is_set) return false;
  count_concerned(it, &dead, &witnesses);
  return !is_same_view(it, &it->about.wish, &it->wish) || it->about.dead != dead || it->about.witnesses != witnesses;
}

/* Begins a ballot, or says once more what it knows. */
static void insist(struct members *it, uint64_t now, uint32_t rank) {
  it->propose_at = now + (uint64_t)RETRY_NS * (2 + rank);
  tell_all(it);
  it->about.is_set = true;
  view_copy(it, &it->about.wish, &it->wish);
  count_concerned(it, &it->about.dead, &it->about.witnesses);
  synod_begin(it);
}

/* Too few others are left: gives up those out of reach, until a view has told them so. */
static void part(struct members *it) {
  bool is_news = false;
  for (uint32_t i = 0; i < it->words; i++) {
    const uint32_t reached = it->reached[i] & it->view.members[i];
    const uint32_t within = it->has_within ? it->within[i] & reached : reached;
    is_news |= !it->has_within || within != it->within[i];
    it->within[i] = within;
  }
  it->has_within = true;
  if (it->view.partings[it->core] >= it->own_partings) {
    it->own_partings = it->view.partings[it->core] + 1;
    report(it);
  } else if (!is_news) return;
  it->has_quorum = false;
  kernel_quorum_changed(it->kernel);
}

static void note_quorum(struct members *it, bool has_quorum) {
  if (!it->is_member) return;
  if (!has_quorum) part(it);
  /* Before the view says so, the others go on with what this kernel has given up. */
  else if (it->view.partings[it->core] >= it->own_partings && !it->has_quorum) {
    it->has_quorum = true;
    it->has_within = false;
    kernel_quorum_changed(it->kernel);
  }
}

/* Sees to it that the view becomes what it should be. */
static void strive(struct members *it, uint64_t now) {
  const struct reach reach = evidence_reach(it);
  note_quorum(it, reach.has_quorum);
  if (!it->is_member || !reach.has_quorum || !reach.has_wish || reach.rank < 0) {
    it->propose_at = NEVER;
    it->about.is_set = false;
    return;
  }
  const uint32_t rank = (uint32_t)reach.rank;
  if (it->propose_at == NEVER || (rank == 0 && is_stale(it))) it->propose_at = now + (uint64_t)RETRY_NS * rank;
  if (now >= it->propose_at) insist(it, now, rank);
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
    strive(it, now);
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
  find_neighbours(it);
  make_sets(it);
  make_evidence(it);
  first_view(it, &it->view, it->is_member);
  if (!it->is_member) news(it, evidence_joins(it, it->core, incarnation));
}
