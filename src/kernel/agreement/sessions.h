/* So that what is proposed or ordered again is not applied again: src/runtime/agreement/sessions.ts. */
#ifndef SKERRY_SESSIONS_H
#define SKERRY_SESSIONS_H

#include "command.h"
#include "entry_log.h"

enum { PROPOSAL_WINDOW = 16 };

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

#endif
