/* A replicated object in its kernel, from within: src/runtime/kernel/states/state-endpoint.ts, src/runtime/state/{local,remote}-object.ts, proposer.ts. */
#ifndef SKERRY_OBJECT_H
#define SKERRY_OBJECT_H

#include "agreement/replica.h"
#include "programs/programs.h"

#define MILLISECOND 1000000ull
/* WRAPPING: bytes around what is in messages and snapshots, at most. */
enum { WRAPPING = 128, ASK_AGAIN_MS = 100, TIMEOUT_MS = 5000, MOST_READS = 8, MOST_WATCHES = 8 };

struct pending {
  bool is_open, is_settled, was_sent;
  uint8_t outcome;
  struct proposal proposal;
  uint8_t *memory;
  struct result result;
  int64_t index;
  uint64_t until;
  skerry_agreed *agreed;
  void *context;
};

/* A question of a program, or of a kernel without a replica. */
struct reading {
  skerry_state *state;
  bool is_open, is_of_program;
  uint32_t core; /* who asks */
  int64_t ticket;
  uint64_t until; /* of a program here that waits for another kernel; else 0 */
  uint8_t *key;
  uint32_t key_bytes;
  skerry_agreed *agreed;
  void *context;
};

struct watch {
  skerry_changed *changed; /* NULL: none */
  void *context;
  bool is_new; /* began within the change that is told of now */
};

struct source {
  uint16_t core;
  struct assembly assembly;
  struct source *next;
};

struct skerry_state {
  struct kernel *kernel;
  const struct blob_state *facts;
  skerry_program *program; /* the one that asked for it last */
  bool is_lost; /* where it has no replica: nobody has the state any more */
  struct replica *replica; /* NULL: none here, or not now; one that stands in for another too */
  struct replica *retired; /* that has stood in; its memory stays */
  bool is_holding;         /* its replica has the state */
  uint16_t endpoint;
  uint32_t most_command, longest;
  int32_t asked; /* whose replica is asked; -1: nobody's */
  int64_t next_sequence, next_ticket;
  uint64_t alarm_at, ask_at;
  struct pending pending[PROPOSAL_WINDOW];
  struct reading readings[MOST_READS];
  struct watch watching[MOST_WATCHES];
  struct source *sources;
  uint8_t *message;
  uint8_t number[8];
};

static inline const struct blob_seat *seat_at(const skerry_state *it, uint32_t place) {
  return blob_entry(it->kernel->blob, SEATS, it->facts->first_seat + place);
}

static inline bool has_seat(const skerry_state *it, uint32_t core) {
  for (uint32_t i = 0; i < it->facts->seats; i++)
    if (seat_at(it, i)->core == core) return true;
  return false;
}

static inline const struct blob_candidate *candidate_at(const skerry_state *it, uint32_t place) {
  return blob_entry(it->kernel->blob, CANDIDATES, it->facts->first_candidate + place);
}

/* Whether it has a replica in some view. */
static inline bool may_have_replica_on(const skerry_state *it, uint32_t core) {
  for (uint32_t i = 0; i < it->facts->candidates; i++)
    if (candidate_at(it, i)->core == core) return true;
  return has_seat(it, core);
}

static inline uint32_t number_of(const skerry_state *it) { return LAST_OF_STATES - it->endpoint; }

/* In the view that is agreed. */
static inline bool has_replica_on(const skerry_state *it, uint32_t core) {
  const struct view *view = &it->kernel->members.view;
  return has_core(view->members, core) && (has_seat(it, core) || stands_in(view, number_of(it), core));
}

static inline const struct blob_user *user_at(const skerry_state *it, uint32_t place) {
  return blob_entry(it->kernel->blob, USERS, it->facts->first_user + place);
}

static inline uint32_t core_of_user(const skerry_state *it, uint32_t place) {
  return ((const struct blob_program *)blob_entry(it->kernel->blob, PROGRAMS, user_at(it, place)->program))->core;
}

static inline bool has_user(const skerry_state *it, uint32_t core) {
  for (uint32_t i = 0; i < it->facts->users; i++)
    if (core_of_user(it, i) == core) return true;
  return false;
}

/* By the plan: programs here read it in place. */
static inline bool is_local(const skerry_state *it) { return has_seat(it, it->kernel->core); }

static inline bool is_lost(const skerry_state *it) { return it->replica == NULL ? it->is_lost : it->replica->protocol.is_lost; }

/* Whether programs here can read what is in it, or learn that it is lost. */
static inline bool is_readable(const skerry_state *it) {
  return !is_local(it) || (it->replica != NULL && (it->replica->is_known || is_lost(it)));
}

static inline skerry_part part_of(struct bytes bytes) { return (skerry_part){bytes.at, bytes.length}; }

/* promises.c: whether the description says so. */
bool object_is_used_by(const skerry_state *it, const skerry_program *program);

/* proposing.c. False: as many wait as there is room for. An empty command changes nothing: once it is agreed, all that was
   agreed before is here. */
bool object_propose(skerry_state *it, struct bytes command, skerry_agreed *agreed, void *context);
void object_submit(skerry_state *it, struct pending *pending);
void object_settle(skerry_state *it, uint32_t incarnation, int64_t sequence, int64_t index, const struct result *result);
/* Nobody has said in time what came of it. */
void object_give_up(skerry_state *it, struct pending *pending);
/* Nobody has the state any more: nothing comes of what is under way, and watchers are told. */
void object_lose(skerry_state *it);
/* Tells programs what has been settled; how much was. */
uint32_t object_tell_settled(skerry_state *it);

/* reading.c. NULL: there is no room for another. */
struct reading *object_open_reading(skerry_state *it, struct bytes key);
/* A barrier of a reading came to its end. */
skerry_agreed object_latest;
/* Those of programs here that wait for another kernel's answer, and should have had it by now. */
void object_end_readings(skerry_state *it, uint64_t now);

/* watching.c: who is told of changes here. False: there is no room for another; there is none. */
bool object_watch(skerry_state *it, skerry_changed *changed, void *context);
bool object_unwatch(skerry_state *it, skerry_changed *changed, void *context);
void object_tell_changed(skerry_state *it, const skerry_change *change);
/* Tells them that nothing comes any more. */
void object_end_watching(skerry_state *it);

/* questions.c: what kernels without a replica ask those that have one, and what those answer. */
void object_ask_to_propose(skerry_state *it, const struct proposal *proposal);
void object_ask_to_get(skerry_state *it, const struct reading *reading);
void object_answer_value(skerry_state *it, const struct reading *reading);
void object_answer_settled(skerry_state *it, const struct name *name, const struct settled *settled);
void object_send(skerry_state *it, uint32_t to, uint8_t kind, struct bytes bytes);

/* replicas.c: whose replica is asked, and this core's own. */
void object_choose_replica(skerry_state *it);
void object_make_replica(skerry_state *it);
/* It begins to stand in for another, or no longer does. */
void object_stand_in(skerry_state *it);
void object_retire(skerry_state *it);
/* Says when it has the state that it began without. */
void object_note_state(skerry_state *it);
/* Nobody has the state any more. `tells`: it is the one to tell whoever reads the console. */
void object_lost(skerry_state *it, bool tells);

#endif
