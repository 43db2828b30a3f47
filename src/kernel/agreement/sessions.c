#include "sessions.h"

static struct session *session_at(const struct sessions *it, uint32_t core) {
  for (uint32_t i = 0; i < it->count; i++)
    if (it->all[i].core == core) return &it->all[i];
  return NULL;
}

static struct settled *settled_in(struct session *session, int64_t sequence) {
  for (uint32_t i = 0; i < session->count; i++)
    if (session->settled[i].sequence == sequence) return &session->settled[i];
  return NULL;
}

const struct settled *sessions_find(const struct sessions *it, const struct name *name) {
  struct session *found = session_at(it, name->core);
  return found == NULL || found->incarnation != name->incarnation ? NULL : settled_in(found, name->sequence);
}

bool sessions_are_past(const struct sessions *it, const struct name *name) {
  struct session *found = session_at(it, name->core);
  if (found == NULL || name->incarnation > found->incarnation) return false;
  return name->incarnation < found->incarnation || name->sequence < found->low || settled_in(found, name->sequence) != NULL;
}

static void raise(struct session *own, int64_t low) {
  uint32_t kept = 0;
  if (low <= own->low) return;
  own->low = low;
  for (uint32_t i = 0; i < own->count; i++)
    if (own->settled[i].sequence >= low) own->settled[kept++] = own->settled[i];
  own->count = kept;
}

/* NULL for a core that is none of the machine's. */
static struct session *session_of(struct sessions *it, uint32_t core, uint32_t incarnation) {
  struct session *known = session_at(it, core);
  if (known != NULL && known->incarnation >= incarnation) return known;
  if (known == NULL && (core >= it->cores || it->count == it->cores)) return NULL;
  if (known == NULL) known = &it->all[it->count++];
  known->core = core;
  known->incarnation = incarnation;
  known->low = 0;
  known->count = 0;
  return known;
}

struct settled *sessions_apply(struct sessions *it, int64_t index, const struct proposal *proposal) {
  const int64_t sequence = proposal->name.sequence;
  if (sessions_are_past(it, &proposal->name)) return NULL;
  struct session *own = session_of(it, proposal->name.core, proposal->name.incarnation);
  if (own == NULL) return NULL;
  raise(own, proposal->low);
  if (sequence < own->low || sequence >= own->low + PROPOSAL_WINDOW) return NULL;
  struct settled *settled = &own->settled[own->count++];
  settled->sequence = sequence;
  settled->index = index;
  return settled;
}

void sessions_encode(const struct sessions *it, struct bytes_out *to) {
  put_number(to, it->count, 4);
  for (uint32_t i = 0; i < it->count; i++) {
    const struct session *session = &it->all[i];
    put_number(to, session->core, 2);
    put_number(to, session->incarnation, 4);
    put_count(to, session->low);
    put_number(to, session->count, 4);
    for (uint32_t j = 0; j < session->count; j++) {
      put_count(to, session->settled[j].sequence);
      put_count(to, session->settled[j].index);
      put_result(to, &session->settled[j].result);
    }
  }
}

static void take_session(struct bytes_in *from, struct session *session, uint32_t cores) {
  session->core = (uint32_t)take_number(from, 2);
  session->incarnation = (uint32_t)take_number(from, 4);
  session->low = take_count(from);
  session->count = (uint32_t)take_number(from, 4);
  if (session->core >= cores || session->count > PROPOSAL_WINDOW) from->has_failed = true;
  for (uint32_t i = 0; i < session->count && !from->has_failed; i++) {
    session->settled[i].sequence = take_count(from);
    session->settled[i].index = take_count(from);
    take_result(from, &session->settled[i].result);
  }
}

bool sessions_take(struct bytes_in *from, uint32_t cores, struct sessions *it) {
  struct session one;
  const uint32_t count = (uint32_t)take_number(from, 4);
  if (count > cores) from->has_failed = true;
  if (it != NULL) it->count = 0;
  for (uint32_t i = 0; i < count && !from->has_failed; i++) take_session(from, it == NULL ? &one : &it->all[it->count++], cores);
  return !from->has_failed;
}
