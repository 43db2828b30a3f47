/* Who proposes a change, and who waits for it: src/runtime/state/proposer.ts. */
#include "object.h"

static const char *const late = "nobody has said in time whether it is agreed";
static const char *const unreached = "too few replicas could be reached in time; it has not been done";
static const char *const lost = "its state is lost: too many of its replicas were lost at once";

static int64_t low_of(const skerry_state *it) {
  int64_t low = it->next_sequence;
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++)
    if (it->pending[i].is_open && it->pending[i].proposal.name.sequence < low) low = it->pending[i].proposal.name.sequence;
  return low;
}

void object_submit(skerry_state *it, struct pending *pending) {
  if (it->replica != NULL) replica_submit(it->replica, &pending->proposal);
  else if (!is_local(it)) {
    object_ask_to_propose(it, &pending->proposal);
    it->ask_at = machine_now() + ASK_AGAIN_MS * MILLISECOND;
  }
}

/* Whether somebody was told of it, who may have gone on with it. */
static bool was_sent(const skerry_state *it, const struct pending *pending) {
  return it->replica == NULL || !is_local(it) ? pending->until != 0 : replica_was_sent(it->replica, &pending->proposal.name);
}

static void end(skerry_state *it, struct pending *pending, uint8_t outcome, const char *why) {
  pending->is_settled = true;
  pending->index = 0;
  pending->outcome = outcome;
  pending->result = result_of_text(0, why);
  if (it->replica != NULL) replica_withdraw(it->replica, &pending->proposal.name);
}

bool object_propose(skerry_state *it, struct bytes command, skerry_agreed *agreed, void *context) {
  struct pending *free = NULL;
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++)
    if (!it->pending[i].is_open) free = &it->pending[i];
  if (free == NULL || command.length > it->most_command || it->next_sequence >= low_of(it) + PROPOSAL_WINDOW) return false;
  free->is_open = true;
  free->is_settled = false;
  free->agreed = agreed;
  free->context = context;
  free->until = machine_now() + TIMEOUT_MS * MILLISECOND;
  for (uint32_t i = 0; i < command.length; i++) free->memory[i] = command.at[i];
  const struct name name = {it->kernel->core, it->kernel->incarnation, it->next_sequence++};
  free->proposal = (struct proposal){name, 0, {free->memory, command.length}};
  free->proposal.low = low_of(it);
  if (is_lost(it)) end(it, free, SKERRY_NO_QUORUM, lost);
  else if (it->kernel->members.has_quorum) object_submit(it, free);
  else free->until = 0;
  return true;
}

void object_settle(skerry_state *it, uint32_t incarnation, int64_t sequence, int64_t index, const struct result *result) {
  static const uint8_t outcomes[] = {SKERRY_AGREED, SKERRY_REJECTED, SKERRY_SUPERSEDED};
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++) {
    struct pending *pending = &it->pending[i];
    const struct name *name = &pending->proposal.name;
    if (!pending->is_open || pending->is_settled || name->sequence != sequence || name->incarnation != incarnation) continue;
    pending->is_settled = true;
    pending->outcome = outcomes[result->kind];
    pending->index = index;
    pending->result = *result;
  }
}

void object_give_up(skerry_state *it, struct pending *pending) {
  const bool may_be = was_sent(it, pending);
  end(it, pending, may_be ? SKERRY_UNKNOWN : SKERRY_NO_QUORUM, may_be ? late : unreached);
}

void object_lose(skerry_state *it) {
  it->is_lost = true;
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++) {
    struct pending *pending = &it->pending[i];
    if (!pending->is_open || pending->is_settled) continue;
    end(it, pending, was_sent(it, pending) ? SKERRY_UNKNOWN : SKERRY_NO_QUORUM, lost);
  }
  object_end_readings(it, NEVER);
  object_end_watching(it);
}

uint32_t object_tell_settled(skerry_state *it) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++) {
    struct pending *pending = &it->pending[i];
    if (!pending->is_open || !pending->is_settled) continue;
    const struct result result = pending->result;
    const skerry_agreement agreement = {pending->outcome, (uint64_t)pending->index, {result.bytes, result.length}};
    pending->is_open = false;
    count++;
    pending->agreed(pending->context, &agreement);
  }
  return count;
}
