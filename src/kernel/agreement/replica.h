/* Agreement on a replicated object, by `broadcast` or `twoPhase`, and the object: src/runtime/agreement/replica.ts. */
#ifndef SKERRY_REPLICA_H
#define SKERRY_REPLICA_H

#include "content.h"
#include "sequenced_log.h"
#include "sessions.h"

/* Proposals that wait at a replica. */
enum { MOST_WAITING = 64, MOST_LATER = 256 };

struct replica_owner {
  void *context;
  void (*send)(void *context, uint32_t to, struct bytes message);
  void (*alarm)(void *context, uint32_t after_ms);
  void (*settled)(void *context, const struct proposal *proposal, const struct settled *settled);
  /* Nobody has the state any more. `tells`: of all that find so, it is the one to tell. */
  void (*lost)(void *context, bool tells);
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

/* Who proposed last on a core, and the first that it had not settled. */
struct low {
  uint32_t incarnation;
  int64_t low;
};

struct replica {
  struct replica_owner owner;
  struct content content;
  struct sessions sessions;
  struct sequenced_log protocol;
  struct low *lows; /* by proposing core */
  struct waiting_proposal *waiting;
  uint32_t waiting_count, alarms, spared, restraint, later_first, later_count;
  uint64_t applied, applied_before;
  int64_t index;
  struct later *later;
  struct ordered *listed;
  uint8_t *message;
  uint32_t message_room;
  bool is_armed, is_busy;
  bool is_known; /* it has, or had, a state that was agreed on */
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
/* It stands in no more, until a view says so again. */
void replica_retire(struct replica *it);
/* Whether it has state to give to others. */
bool replica_holds(const struct replica *it);

#endif
