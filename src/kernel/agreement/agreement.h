/*
 * Agreement on a replicated object by one sequencer, and the object itself: the protocols `broadcast` and `twoPhase` of
 * src/runtime/agreement, and the contents of src/runtime/state, message by message. No clock, and no kernel but for memory.
 */
#ifndef SKERRY_AGREEMENT_H
#define SKERRY_AGREEMENT_H

#include "blob/blob.h"
#include "membership/members.h"

enum { NOBODY = -1, BLANK = -1, PROPOSAL_WINDOW = 16, PART_BYTES = 2048, RETAINED = 128, RESULT_BYTES = 96 };
/* Entries that a log has room for; proposals that wait at the sequencer, and at a replica; snapshots held for others. */
enum { MOST_ENTRIES = 288, MOST_QUEUED = 64, MOST_WAITING = 64, MOST_HELD = 2, MOST_LATER = 256, MOST_LISTED = 96 };

/* Little-endian, one after another: src/runtime/agreement/{byte-writer,byte-reader}.ts. */
struct bytes_out {
  uint8_t *at;
  uint32_t length, room;
  bool is_full;
};

struct bytes_in {
  const uint8_t *at;
  uint32_t left;
  bool has_failed;
};

struct bytes {
  const uint8_t *at;
  uint32_t length;
};

void put_number(struct bytes_out *to, uint64_t number, uint32_t bytes);
/* An integer from -1 to 2^53 - 1. */
void put_count(struct bytes_out *to, int64_t count);
void put_bytes(struct bytes_out *to, struct bytes bytes);
uint64_t take_number(struct bytes_in *from, uint32_t bytes);
int64_t take_count(struct bytes_in *from);
struct bytes take_bytes(struct bytes_in *from);
bool is_equal(struct bytes one, struct bytes other);

/* ── the object ── */

/* One table with src/runtime/state/operations.ts. */
enum operation { DO_SET = 1, DO_REPLACE = 2, DO_CLEAR = 3, DO_DELETE = 4, DO_ADD = 5, DO_GET = 32 };
enum expectation { EXPECT_ANYTHING, EXPECT_ABSENT, EXPECT_VALUE };
enum result_kind { RESULT_DONE, RESULT_REJECTED, RESULT_SUPERSEDED };

struct command {
  uint8_t operation, expects;
  struct bytes key, value, expected;
};

struct result {
  uint8_t kind, length;
  uint8_t bytes[RESULT_BYTES];
};

struct item {
  uint32_t key_bytes, value_bytes;
  uint8_t *memory; /* the key, and behind the longest key the value */
};

typedef void on_change(void *context, int64_t index, const struct command *command);

struct content {
  uint8_t kind;
  uint32_t key_bytes, value_bytes, capacity, count;
  struct item *items; /* in the order in which their keys came */
  int64_t number;     /* of a counter */
  int64_t index;      /* of the last change */
  on_change *changed; /* NULL as the command where all of it was taken over from another */
  void *context;
};

void content_make(struct kernel *kernel, struct content *it, const struct blob_state *facts);
void command_encode(struct bytes_out *to, const struct command *command);
bool command_decode(struct bytes bytes, struct command *command);
struct result content_apply(struct content *it, int64_t index, struct bytes command);
bool content_refuses(struct content *it, struct bytes command);
/* False for what is not there. `number`: room for the value of a counter. */
bool content_get(const struct content *it, struct bytes key, uint8_t number[8], struct bytes *value);
void content_snapshot(const struct content *it, struct bytes_out *to);
bool content_restore(struct content *it, struct bytes bytes);
/* An integer as the eight bytes of a double, little-endian; false for what is none that is safe. */
void number_to_bytes(int64_t number, uint8_t bytes[8]);
bool number_of_bytes(struct bytes bytes, int64_t *number);
struct result result_of_text(uint8_t kind, const char *text);
void put_result(struct bytes_out *to, const struct result *result);
bool take_result(struct bytes_in *from, struct result *result);

/* ── what is agreed on ── */

struct name {
  uint32_t core, incarnation;
  int64_t sequence;
};

struct proposal {
  struct name name;
  int64_t low;
  struct bytes command;
};

static inline bool is_same_name(const struct name *one, const struct name *other) {
  return one->sequence == other->sequence && one->core == other->core && one->incarnation == other->incarnation;
}

/* A proposal in memory of its own. */
struct kept {
  struct proposal proposal;
  uint8_t *memory;
};

enum entry_kind { ENTRY_NOTHING, ENTRY_PROPOSAL, ENTRY_DECISION };

struct ordered {
  uint8_t kind;
  int64_t term, refused_by;
  struct proposal proposal;
};

struct log_entry {
  struct ordered entry;
  uint8_t *memory;
  uint64_t serial; /* no two that were ever appended have the same */
};

struct entry_log {
  struct log_entry *entries; /* of MOST_ENTRIES, in turn */
  uint32_t first, count, most_command, retained;
  int64_t base;
  uint64_t serials;
};

int64_t log_last(const struct entry_log *log);
struct log_entry *log_at(const struct entry_log *log, int64_t index); /* NULL: it is not there */
bool log_append(struct entry_log *log, const struct ordered *entry);
void log_truncate(struct entry_log *log, int64_t index);
void log_reset(struct entry_log *log, int64_t base);
void log_compact(struct entry_log *log, int64_t delivered);
/* How many from an index on go into so many bytes, but at least one. */
uint32_t log_fitting(const struct entry_log *log, int64_t first, uint32_t bytes);

enum message_kind { SAY_FORWARD, SAY_ENTRIES, SAY_ACK, SAY_REPORT, SAY_START, SAY_FETCH, SAY_LOG_PART, SAY_SNAPSHOT_PART };

struct message {
  uint8_t kind;
  bool asks;
  int64_t epoch, first, stable, have, all, voted, refused_by, lineage, last, after, snapshot, offset, index, term, total;
  struct proposal proposal;
  struct bytes bytes;
  /* Of those that have entries: some of a log, or where they were read from. */
  const struct entry_log *log;
  uint32_t count;
  struct ordered *entries;
};

void message_encode(struct bytes_out *to, const struct message *message);
/* `entries`: room for MOST_LISTED. False for bytes that are no such message. */
bool message_decode(struct bytes bytes, struct message *message, struct ordered *entries);
void put_proposal(struct bytes_out *to, const struct proposal *proposal);
struct proposal take_proposal(struct bytes_in *from);
void entry_encode(struct bytes_out *to, const struct ordered *entry);

/* What came of the latest proposals of each kernel. */
struct settled {
  int64_t sequence, index;
  struct result result;
};

struct session {
  uint32_t core, incarnation, count;
  int64_t low;
  struct settled settled[PROPOSAL_WINDOW];
};

struct sessions {
  struct session *all; /* in the order in which they began */
  uint32_t count, cores;
};

const struct settled *sessions_find(const struct sessions *it, const struct name *name);
bool sessions_are_past(const struct sessions *it, const struct name *name);
/* Where its result is to be put; NULL: it is not to be applied. */
struct settled *sessions_apply(struct sessions *it, int64_t index, const struct proposal *proposal);
void sessions_encode(const struct sessions *it, struct bytes_out *to);
/* `it`: NULL where they are only looked at. */
bool sessions_take(struct bytes_in *from, uint32_t cores, struct sessions *it);

/* ── one replica ── */

struct group {
  uint32_t core, cores, leader;
  bool is_two_phase, joins;
  const struct blob_seat *seats; /* each behind the one above it in the tree */
  uint32_t seat_count;
  uint32_t snapshot_bytes, most_command, patience_ms, retained; /* entries that are kept for those who have missed some */
};

struct replica_owner {
  void *context;
  void (*send)(void *context, uint32_t to, struct bytes message);
  void (*alarm)(void *context, uint32_t after_ms);
  void (*settled)(void *context, const struct proposal *proposal, const struct settled *settled);
  void (*lost)(void *context);
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

struct caught {
  struct ordered entry;
  uint8_t *memory;
};

/* What was missed is got from another, one part at a time. */
struct catch_up {
  bool is_open, has_snapshot;
  uint32_t source, count;
  int64_t after, until, partial_index, snapshot_index; /* partial 0: none */
  uint32_t partial_total, partial_filled, snapshot_length;
  uint8_t *partial, *snapshot;
  struct caught *entries;
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

struct waiting_proposal {
  struct kept kept;
  bool was_sent;
};

enum later_kind { LATER_SETTLED, LATER_AGAIN, LATER_LOST };

struct later {
  uint8_t kind;
  struct name name;
};

struct replica {
  struct replica_owner owner;
  struct content content;
  struct sessions sessions;
  struct sequenced_log protocol;
  int64_t *lows; /* by proposing core */
  struct waiting_proposal *waiting;
  uint32_t waiting_count, alarms, spared, restraint, later_first, later_count;
  uint64_t applied, applied_before;
  int64_t index;
  struct later *later;
  struct ordered *listed;
  uint8_t *message;
  uint32_t message_room;
  bool is_armed, is_busy;
};

void replica_begin(struct replica *it, struct members *members, const struct group *group, const struct blob_state *facts,
                   const struct replica_owner *owner, const struct view *view);
bool replica_submit(struct replica *it, const struct proposal *proposal);
void replica_withdraw(struct replica *it, const struct name *name);
bool replica_was_sent(const struct replica *it, const struct name *name);
/* False for what no replica would have sent. */
bool replica_receive(struct replica *it, uint32_t from, struct bytes message);
void replica_expire(struct replica *it);
void replica_view_changed(struct replica *it, const struct view *view);

/* What the protocol asks of its replica. */
void port_send(struct replica *it, uint32_t to, const struct message *message);
void port_alarm(struct replica *it, uint32_t after_ms);
void port_apply(struct replica *it, int64_t index, const struct proposal *proposal, int64_t refused_by);
void port_settle(struct replica *it, const struct name *name);
void port_lost(struct replica *it);
void port_ready(struct replica *it);
uint32_t port_snapshot(struct replica *it, uint8_t *to, uint32_t room);
bool port_restore(struct replica *it, struct bytes bytes);

/* sequenced_log.c */
void log_begin(struct sequenced_log *it, struct replica *replica, struct members *members, const struct group *group,
               const struct view *view);
bool log_holds(const struct sequenced_log *it);
bool log_propose(struct sequenced_log *it, const struct proposal *proposal);
bool log_receive(struct sequenced_log *it, uint32_t from, const struct message *message);
void log_expire(struct sequenced_log *it);
void log_watch(struct sequenced_log *it);
void log_view_changed(struct sequenced_log *it, const struct view *view);

/* catch_up.c */
void catch_up_begin(struct catch_up *it, uint32_t source, int64_t after, int64_t until);
bool catch_up_has_all(const struct catch_up *it);
bool catch_up_accept(struct catch_up *it, const struct message *part, uint32_t most_bytes, uint32_t most_command);
/* False: it asks for what is not there, or is to ask later. */
bool supply_answer(struct sequenced_log *it, uint32_t to, const struct message *asked, struct message *answer);

/* tree.c: the parent of a core, -1 for the root, and its children in sending order. */
void tree_hang(struct sequenced_log *it);

#endif
