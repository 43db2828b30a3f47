/* How what is stable is delivered, and what is voted on before: by `broadcast` each proposal by itself, by `twoPhase` with its decision. */
#include "replica.h"
#include "sequencing.h"

enum { WINDOW = 64 };

bool sequence_may_order(const struct sequenced_log *it) {
  return it->group.is_two_phase ? it->delivered == last_of(it) : last_of(it) - it->stable < WINDOW;
}

static void deliver_proposals(struct sequenced_log *it) {
  while (it->delivered < it->stable) {
    const struct log_entry *kept = log_at(&it->log, ++it->delivered);
    if (kept == NULL || kept->entry.kind != ENTRY_PROPOSAL) continue;
    port_apply(it->replica, it->delivered, &kept->entry.proposal, NOBODY);
    port_settle(it->replica, &kept->entry.proposal.name);
  }
}

/* A proposal and its decision together: so no snapshot lies between the two. */
static void deliver_decisions(struct sequenced_log *it) {
  while (it->delivered + 1 < it->stable) {
    const struct log_entry *proposed = log_at(&it->log, it->delivered + 1), *decided = log_at(&it->log, it->delivered + 2);
    it->delivered += 2;
    if (proposed == NULL || decided == NULL) continue;
    if (proposed->entry.kind != ENTRY_PROPOSAL || decided->entry.kind != ENTRY_DECISION) continue;
    port_apply(it->replica, it->delivered, &proposed->entry.proposal, decided->entry.refused_by);
    port_settle(it->replica, &proposed->entry.proposal.name);
  }
}

/* A vote stands until the proposal is decided or another takes its place. */
static struct vote_cast own_vote(struct sequenced_log *it) {
  const int64_t last = last_of(it);
  const struct log_entry *kept = it->group.is_two_phase ? log_at(&it->log, last) : NULL;
  if (kept == NULL || kept->entry.kind != ENTRY_PROPOSAL || it->delivered != last - 1) return (struct vote_cast){0, NOBODY};
  if (it->voted_on != kept->serial) {
    const struct bytes command = kept->entry.proposal.command;
    const bool refuses = command.length > 0 && content_judge(&it->replica->content, command).kind != RESULT_DONE;
    it->voted_on = kept->serial;
    it->refused_by = refuses ? (int64_t)it->group.core : NOBODY;
  }
  return (struct vote_cast){last, it->refused_by};
}

struct vote_cast sequence_votes(struct sequenced_log *it) {
  struct vote_cast vote = own_vote(it);
  for (uint32_t i = 0; i < it->child_count; i++)
    if (vote.index != 0 && it->children[i].voted != vote.index) return (struct vote_cast){0, NOBODY};
  for (uint32_t i = 0; i < it->child_count && vote.index != 0 && vote.refused_by == NOBODY; i++)
    vote.refused_by = it->children[i].refused_by;
  return vote;
}

void sequence_deliver(struct sequenced_log *it) {
  if (it->group.is_two_phase) deliver_decisions(it);
  else deliver_proposals(it);
}
