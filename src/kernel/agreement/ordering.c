/* How the sequencer orders proposals. */
#include "replica.h"
#include "sequencing.h"

/* What all have is stable; a replica alone has all. */
static void judge(struct sequenced_log *it) {
  for (;;) {
    sequence_advance(it, sequence_all_below(it, last_of(it)));
    const struct vote_cast vote = sequence_votes(it);
    if (vote.index == 0 || vote.index > it->stable) return;
    const struct ordered decision = {.kind = ENTRY_DECISION, .refused_by = vote.refused_by};
    if (!log_append(&it->log, &decision)) return;
  }
}

static void drop_first(struct sequenced_log *it) {
  const struct kept first = it->queue[0];
  for (uint32_t i = 1; i < it->queued; i++) it->queue[i - 1] = it->queue[i];
  it->queue[--it->queued] = first;
}

void sequence_proceed(struct sequenced_log *it) {
  const int64_t first = last_of(it) + 1, before = it->stable;
  judge(it);
  while (it->queued > 0 && sequence_may_order(it)) {
    const struct ordered entry = {.kind = ENTRY_PROPOSAL, .proposal = it->queue[0].proposal};
    log_append(&it->log, &entry);
    drop_first(it);
    judge(it);
  }
  if (last_of(it) >= first || it->stable > before) sequence_spread(it, first);
  sequence_arm(it);
}

static bool is_under_way(const struct sequenced_log *it, const struct name *name) {
  for (uint32_t i = 0; i < it->queued; i++)
    if (is_same_name(&it->queue[i].proposal.name, name)) return true;
  for (int64_t index = last_of(it); index > it->delivered; index--) {
    const struct log_entry *kept = log_at(&it->log, index);
    if (kept != NULL && kept->entry.kind == ENTRY_PROPOSAL && is_same_name(&kept->entry.proposal.name, name)) return true;
  }
  return false;
}

/* What its proposer has given up is not worth its turn. */
static void forget_before(struct sequenced_log *it, const struct proposal *proposal) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < it->queued; i++) {
    const struct name *other = &it->queue[i].proposal.name, *name = &proposal->name;
    const bool is_given_up = other->core == name->core &&
                             (other->incarnation < name->incarnation ||
                              (other->incarnation == name->incarnation && other->sequence < proposal->low));
    if (is_given_up) continue;
    const struct kept here = it->queue[kept];
    it->queue[kept++] = it->queue[i];
    it->queue[i] = here;
  }
  it->queued = kept;
}

void sequence_order(struct sequenced_log *it, const struct proposal *proposal) {
  forget_before(it, proposal);
  if (it->queued >= MOST_QUEUED || proposal->command.length > it->group.most_command) return;
  if (sessions_are_past(&it->replica->sessions, &proposal->name) || is_under_way(it, &proposal->name)) return;
  keep_proposal(&it->queue[it->queued++], proposal);
  sequence_proceed(it);
}

bool log_propose(struct sequenced_log *it, const struct proposal *proposal) {
  if (!is_synced(it) || !is_member(it)) return false;
  if (leads(it)) {
    sequence_order(it, proposal);
    return true;
  }
  struct message message = say(it, SAY_FORWARD);
  message.proposal = *proposal;
  send(it, it->sequencer, &message);
  return true;
}
