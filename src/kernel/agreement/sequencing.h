/*
 * A sequenced log from within: src/runtime/agreement/{sequenced-log,relay,broadcast,two-phase}.ts, where it says why this is right.
 * Entries go down the tree, acknowledgements come up it, each for a whole subtree; what all replicas of the view have is
 * stable, and only that is delivered.
 */
#ifndef SKERRY_SEQUENCING_H
#define SKERRY_SEQUENCING_H

#include "sequenced_log.h"

static inline int64_t last_of(const struct sequenced_log *it) { return log_last(&it->log); }

static inline bool is_synced(const struct sequenced_log *it) { return it->lineage == it->view.epoch; }

static inline bool is_member(const struct sequenced_log *it) { return has_core(it->members, it->group.core); }

static inline bool leads(const struct sequenced_log *it) { return is_synced(it) && it->sequencer == it->group.core; }

static inline struct message say(const struct sequenced_log *it, uint8_t kind) {
  return (struct message){.kind = kind, .epoch = it->view.epoch};
}

static inline void send(struct sequenced_log *it, uint32_t to, const struct message *message) { port_send(it->replica, to, message); }

/* delivery.c: what the two protocols differ in. */
struct vote_cast {
  int64_t index, refused_by; /* 0: none */
};
bool sequence_may_order(const struct sequenced_log *it);
/* Of this replica and all below; index 0 while some are missing. */
struct vote_cast sequence_votes(struct sequenced_log *it);
void sequence_deliver(struct sequenced_log *it);

/* spreading.c: down and up the tree. Up to where everybody below has the log, when this replica has it up to `last`. */
int64_t sequence_all_below(const struct sequenced_log *it, int64_t last);
/* Asks to be woken while something is open. */
void sequence_arm(struct sequenced_log *it);
/* Entries from `first` on to everybody below, and what is stable. */
void sequence_spread(struct sequenced_log *it, int64_t first);
void sequence_acknowledge(struct sequenced_log *it, bool asks);
void sequence_advance(struct sequenced_log *it, int64_t stable);
void sequence_accept_entries(struct sequenced_log *it, uint32_t from, const struct message *message);
void sequence_accept_ack(struct sequenced_log *it, uint32_t from, const struct message *ack);
/* What was not answered is said again. A gap is told of by the child, which so says how far it is. */
void sequence_remind(struct sequenced_log *it);

/* ordering.c: the sequencer orders what it may, and says what is stable. */
void sequence_proceed(struct sequenced_log *it);
void sequence_order(struct sequenced_log *it, const struct proposal *proposal);

/* succession.c: whose log is the one in a new epoch, and how all come to have it. */
void sequence_seek(struct sequenced_log *it);
void sequence_report(struct sequenced_log *it);
void sequence_fetch(struct sequenced_log *it);
void sequence_install(struct sequenced_log *it, int64_t index);
void sequence_accept_report(struct sequenced_log *it, uint32_t from, int64_t lineage, int64_t last);
void sequence_accept_start(struct sequenced_log *it, uint32_t from, const struct message *message);
void sequence_accept_part(struct sequenced_log *it, uint32_t from, const struct message *part);

/* supply.c: false for what is not there, or is to be asked for later. */
bool sequence_supply(struct sequenced_log *it, uint32_t to, const struct message *asked, struct message *answer);

/* sequenced_log.c: whether a core has a replica by the plan. */
bool has_seat_in(const struct group *group, uint32_t core);

/* tree.c: the parent of a core, -1 for the root, and its children in sending order. */
void sequence_hang(struct sequenced_log *it);

#endif
