/* What a kernel does so that the view becomes what it should be: src/runtime/membership/campaign.ts. */
#include "members.h"

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

/* A ballot of which more is heard is given time to go on, whoever has begun it. */
static void yield(struct members *it, uint64_t now) {
  if (!it->has_heard_of_ballot) return;
  it->has_heard_of_ballot = false;
  if (it->is_gathering) return;
  const uint64_t until = now + back_off_wait(it);
  if (it->propose_at < until) it->propose_at = until;
}

/* Begins a ballot, in which it says once more what it knows. */
static void insist(struct members *it, uint64_t now, uint32_t rank) {
  it->propose_at = now + back_off_wait_after_begin(it) + (uint64_t)RETRY_NS * rank;
  members_tell_all(it);
  it->is_gathering = false;
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
    members_report(it);
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

void members_rest(struct members *it) {
  it->propose_at = NEVER;
  it->has_heard_of_ballot = false;
  it->about.is_set = false;
}

/* Once the rest of what is lost together is missed too, it need not be waited for any more. */
static bool has_gathered(const struct members *it, bool is_torn) { return it->is_gathering && !is_torn; }

/* When a ballot is to begin; the first member begins first. What has become stale is planned anew once, however often it is looked at. */
static void plan_ballot(struct members *it, uint64_t now, uint32_t rank) {
  const bool is_torn = is_wish_torn(it), is_new = it->propose_at == NEVER || (rank == 0 && is_stale(it));
  if (!is_new && !has_gathered(it, is_torn)) return;
  it->propose_at = now + (is_torn ? GATHER_NS + it->slowest_ns : 0) + (uint64_t)RETRY_NS * rank;
  it->is_gathering = is_torn;
  it->about.is_set = false;
}

void members_strive(struct members *it, uint64_t now) {
  const struct reach reach = evidence_reach(it);
  note_quorum(it, reach.has_quorum);
  if (!it->is_member || !reach.has_quorum || !reach.has_wish || reach.rank < 0) {
    members_rest(it);
    return;
  }
  const uint32_t rank = (uint32_t)reach.rank;
  plan_ballot(it, now, rank);
  yield(it, now);
  if (now >= it->propose_at) insist(it, now, rank);
}
