/* Entries down the tree, acknowledgements up it. */
#include "sequencing.h"

static struct child *child_of(struct sequenced_log *it, uint32_t core) {
  for (uint32_t i = 0; i < it->child_count; i++)
    if (it->children[i].core == core) return &it->children[i];
  return NULL;
}

int64_t sequence_all_below(const struct sequenced_log *it, int64_t last) {
  for (uint32_t i = 0; i < it->child_count; i++)
    if (it->children[i].all < last) last = it->children[i].all;
  return last;
}

void sequence_arm(struct sequenced_log *it) {
  const int64_t last = last_of(it);
  const bool is_open = is_synced(it) ? last > it->delivered || last > sequence_all_below(it, last) : !it->is_lost;
  if (is_open) port_alarm(it->replica, it->group.patience_ms);
}

/* What is in the log no more was acknowledged by all: who seems to want it says so late. */
static void send_entries(struct sequenced_log *it, uint32_t child, int64_t first) {
  int64_t from = first > it->log.base ? first : it->log.base + 1;
  do {
    struct message message = say(it, SAY_ENTRIES);
    message.first = from;
    message.stable = it->stable;
    message.log = &it->log;
    message.count = log_fitting(&it->log, from, PART_BYTES);
    send(it, child, &message);
    from += message.count;
  } while (from <= last_of(it));
}

void sequence_spread(struct sequenced_log *it, int64_t first) {
  for (uint32_t i = 0; i < it->child_count; i++) send_entries(it, it->children[i].core, first);
}

void sequence_acknowledge(struct sequenced_log *it, bool asks) {
  if (it->parent < 0) return;
  const struct vote_cast vote = sequence_votes(it);
  struct message ack = say(it, SAY_ACK);
  ack.asks = asks;
  ack.have = last_of(it);
  ack.all = sequence_all_below(it, ack.have);
  ack.stable = it->stable;
  ack.voted = vote.index;
  ack.refused_by = vote.refused_by;
  send(it, (uint32_t)it->parent, &ack);
}

void sequence_advance(struct sequenced_log *it, int64_t stable) {
  const int64_t reached = stable < last_of(it) ? stable : last_of(it);
  if (reached <= it->stable) return;
  it->stable = reached;
  sequence_deliver(it);
  log_compact(&it->log, it->delivered);
}

void sequence_accept_entries(struct sequenced_log *it, uint32_t from, const struct message *message) {
  if ((int32_t)from != it->parent || !is_synced(it)) return;
  const int64_t fresh = last_of(it) + 1, voted = sequence_votes(it).index, before = it->stable;
  for (uint32_t i = 0; i < message->count; i++)
    if (message->first + i == last_of(it) + 1) log_append(&it->log, &message->entries[i]);
  sequence_advance(it, message->stable);
  const bool has_news = last_of(it) >= fresh, is_gap = message->first > fresh;
  if (has_news || it->stable > before) sequence_spread(it, fresh);
  /* A gap is told of, too: the parent then sends what is missing. */
  if (has_news || is_gap || message->count > 0 || sequence_votes(it).index != voted) sequence_acknowledge(it, is_gap);
  sequence_arm(it);
}

static void take_ack(struct child *child, const struct message *ack) {
  if (child->has_said && ack->have < child->have) return;
  const bool is_newer = !child->has_said || ack->voted > child->voted ||
                        (ack->voted == child->voted && child->refused_by == NOBODY);
  child->all = child->has_said && child->all > ack->all ? child->all : ack->all;
  child->stable = child->has_said && child->stable > ack->stable ? child->stable : ack->stable;
  child->have = ack->have;
  if (is_newer) {
    child->voted = ack->voted;
    child->refused_by = ack->refused_by;
  }
  child->has_said = true;
}

static void supply_missing(struct sequenced_log *it, uint32_t child, const struct message *ack) {
  if (ack->have < last_of(it)) send_entries(it, child, ack->have + 1);
  else if (ack->stable < it->stable) send_entries(it, child, last_of(it) + 1);
}

void sequence_accept_ack(struct sequenced_log *it, uint32_t from, const struct message *ack) {
  struct child *child = child_of(it, from);
  if (!is_synced(it) || child == NULL || ack->have > last_of(it)) return;
  const int64_t before = sequence_all_below(it, last_of(it)), voted = sequence_votes(it).index;
  const bool is_first = !child->has_said;
  take_ack(child, ack);
  if (is_first || ack->asks) supply_missing(it, from, ack);
  if (leads(it)) sequence_proceed(it);
  else if (sequence_all_below(it, last_of(it)) > before || sequence_votes(it).index != voted) sequence_acknowledge(it, false);
}

void sequence_remind(struct sequenced_log *it) {
  for (uint32_t i = 0; i < it->child_count; i++) {
    const struct child *child = &it->children[i];
    if (child->has_said && child->have < last_of(it)) send_entries(it, child->core, child->have + 1);
    if (child->has_said) continue;
    struct message poke = say(it, SAY_ENTRIES);
    poke.first = last_of(it) + 2;
    poke.stable = it->stable;
    send(it, child->core, &poke);
  }
  sequence_acknowledge(it, true);
}
