/* A log that one replica, the sequencer, orders for all, and what it asks of its replica. */
#ifndef SKERRY_SEQUENCED_LOG_H
#define SKERRY_SEQUENCED_LOG_H

#include "blob/blob.h"
#include "catch_up.h"
#include "membership/members.h"

/* Proposals that wait at the sequencer; snapshots held for others. */
enum { BLANK = -1, RETAINED = 128, MOST_QUEUED = 64, MOST_HELD = 2 };

struct group {
  uint32_t core, cores, leader;
  bool is_two_phase, joins;
  const struct blob_seat *seats; /* each behind the one above it in the tree */
  uint32_t seat_count;
  /* Who may stand in for one of those, and for how many; in views, by the object's number. */
  const struct blob_candidate *candidates;
  uint32_t candidate_count, most_stand_ins, object;
  uint32_t snapshot_bytes, most_command, patience_ms, retained; /* entries that are kept for those who have missed some */
};

struct child {
  uint32_t core;
  bool has_said;
  int64_t have, all, stable, voted, refused_by;
};

struct position {
  uint32_t core;
  int64_t lineage, last;
};

struct held {
  bool is_held;
  uint32_t to, length;
  int64_t index;
  uint8_t *bytes;
};

struct replica;

struct sequenced_log {
  struct replica *replica;
  struct group group;
  struct entry_log log;
  struct view view;
  int64_t delivered, stable, lineage, origin, joint, refused_by;
  int64_t taken_over; /* what the log had when it was */
  uint64_t voted_on;
  uint32_t *members, member_count, sequencer, child_count, report_count, queued;
  int32_t parent;
  struct child *children;
  struct position *reports;
  struct kept *queue;
  struct catch_up catch_up;
  struct held held[MOST_HELD];
  bool is_lost;
  uint32_t *edges; /* of the tree, while it is made */
};

void log_begin(struct sequenced_log *it, struct replica *replica, struct members *members, const struct group *group,
               const struct view *view);
bool log_propose(struct sequenced_log *it, const struct proposal *proposal);
bool log_receive(struct sequenced_log *it, uint32_t from, const struct message *message);
void log_expire(struct sequenced_log *it);
void log_watch(struct sequenced_log *it);
/* Whether what it has delivered is all that was agreed on when it joined. */
bool log_is_current(const struct sequenced_log *it);
void log_view_changed(struct sequenced_log *it, const struct view *view);
/* It stands in no more: what it knows is forgotten. */
void log_retire(struct sequenced_log *it);

/* What the protocol asks of its replica. */
void port_send(struct replica *it, uint32_t to, const struct message *message);
void port_alarm(struct replica *it, uint32_t after_ms);
void port_apply(struct replica *it, int64_t index, const struct proposal *proposal, int64_t refused_by);
void port_settle(struct replica *it, const struct name *name);
void port_lost(struct replica *it);
void port_ready(struct replica *it);
uint32_t port_snapshot(struct replica *it, uint8_t *to, uint32_t room);
bool port_restore(struct replica *it, struct bytes bytes);

#endif
