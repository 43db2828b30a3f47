/*
 * One replica of an object: the protocol's place in its kernel. It remembers what was proposed here until it is settled,
 * proposes it again where the protocol could not, and sees to it that everything is applied once.
 * src/runtime/agreement/{replica,pending-proposals,pace}.ts.
 */
#include "replica.h"

enum { MOST_RESTRAINT = 8, MOST_SPARED = 4, RETRY_EVERY = 3 };

static uint32_t place_of(const struct replica *it, const struct name *name) {
  uint32_t place = 0;
  while (place < it->waiting_count && !is_same_name(&it->waiting[place].kept.proposal.name, name)) place++;
  return place;
}

static bool drop(struct replica *it, const struct name *name) {
  const uint32_t place = place_of(it, name);
  if (place == it->waiting_count) return false;
  const struct waiting_proposal gone = it->waiting[place];
  for (uint32_t i = place + 1; i < it->waiting_count; i++) it->waiting[i - 1] = it->waiting[i];
  it->waiting[--it->waiting_count] = gone;
  return true;
}

/* ── one step of the protocol at a time: what comes of it waits until it is done ── */

static void later(struct replica *it, uint8_t kind, const struct name *name) {
  if (it->later_count == MOST_LATER) return;
  it->later[(it->later_first + it->later_count++) % MOST_LATER] = (struct later){kind, *name};
}

/* What was agreed on elsewhere meanwhile is not proposed again; who proposed it may have heard of that there. */
static void again(struct replica *it, const struct name *name) {
  if (sessions_are_past(&it->sessions, name)) {
    port_settle(it, name);
    return;
  }
  const uint32_t place = place_of(it, name);
  if (place == it->waiting_count || !log_propose(&it->protocol, &it->waiting[place].kept.proposal)) return;
  const uint32_t now = place_of(it, name);
  if (now < it->waiting_count) it->waiting[now].was_sent = true;
}

static void tell_settled(struct replica *it, const struct name *name) {
  const struct settled *settled = sessions_find(&it->sessions, name);
  const struct proposal proposal = {.name = *name};
  if (settled != NULL) it->owner.settled(it->owner.context, &proposal, settled);
}

/* Nobody has the state any more; the sequencer tells it for all. */
static void give_up(struct replica *it) {
  it->owner.lost(it->owner.context, it->protocol.sequencer == it->protocol.group.core);
  it->waiting_count = 0;
}

static void do_later(struct replica *it) {
  while (it->later_count != 0) {
    const struct later next = it->later[it->later_first];
    it->later_first = (it->later_first + 1) % MOST_LATER;
    it->later_count--;
    if (next.kind == LATER_AGAIN) again(it, &next.name);
    else if (next.kind == LATER_SETTLED) tell_settled(it, &next.name);
    else give_up(it);
  }
}

static bool enter(struct replica *it) {
  if (it->is_busy) return false;
  return it->is_busy = true;
}

static void leave(struct replica *it) {
  do_later(it);
  it->is_busy = false;
  it->is_known |= log_is_current(&it->protocol);
}

/* ── what the protocol asks ── */

void port_send(struct replica *it, uint32_t to, const struct message *message) {
  struct bytes_out out = {it->message, 0, it->message_room, false};
  message_encode(&out, message);
  if (!out.is_full) it->owner.send(it->owner.context, to, (struct bytes){it->message, out.length});
}

void port_alarm(struct replica *it, uint32_t after_ms) {
  if (it->is_armed) return;
  it->is_armed = true;
  it->owner.alarm(it->owner.context, after_ms * it->restraint);
}

/* All are in the same state when they vote on it and when they apply it: why one was against it each knows. */
static struct result refusal_of(const struct replica *it, struct bytes command) {
  const struct result why = content_judge(&it->content, command);
  return why.kind != RESULT_DONE ? why : result_of_text(RESULT_REJECTED, "another replica is against it");
}

void port_apply(struct replica *it, int64_t index, const struct proposal *proposal, int64_t refused_by) {
  struct settled *settled = sessions_apply(&it->sessions, index, proposal);
  if (settled != NULL) {
    if (refused_by != NOBODY) settled->result = refusal_of(it, proposal->command);
    else if (proposal->command.length == 0) settled->result = (struct result){0};
    else settled->result = content_apply(&it->content, index, proposal->command);
  }
  if (index > it->index) it->index = index;
  it->applied++;
}

void port_settle(struct replica *it, const struct name *name) {
  const bool is_known = sessions_find(&it->sessions, name) != NULL;
  if (drop(it, name) && is_known) later(it, LATER_SETTLED, name);
}

void port_lost(struct replica *it) { later(it, LATER_LOST, &(struct name){0}); }

void port_ready(struct replica *it) {
  for (uint32_t i = 0; i < it->waiting_count; i++) later(it, LATER_AGAIN, &it->waiting[i].kept.proposal.name);
}

uint32_t port_snapshot(struct replica *it, uint8_t *to, uint32_t room) {
  struct bytes_out out = {to, 0, room, false};
  put_count(&out, it->index);
  sessions_encode(&it->sessions, &out);
  const uint32_t at = out.length;
  put_number(&out, 0, 4);
  content_snapshot(&it->content, &out);
  if (out.is_full) return 0;
  struct bytes_out length = {to + at, 0, 4, false};
  put_number(&length, out.length - at - 4, 4);
  return out.length;
}

bool port_restore(struct replica *it, struct bytes bytes) {
  struct bytes_in from = {bytes.at, bytes.length, false};
  const int64_t index = take_count(&from);
  struct bytes_in sessions = from;
  sessions_take(&from, it->sessions.cores, NULL);
  const struct bytes state = take_bytes(&from);
  if (from.has_failed || from.left != 0 || !content_restore(&it->content, state)) return false;
  sessions_take(&sessions, it->sessions.cores, &it->sessions);
  it->index = index;
  for (uint32_t i = 0; i < it->waiting_count;) {
    const uint32_t before = it->waiting_count;
    const struct name name = it->waiting[i].kept.proposal.name;
    if (sessions_are_past(&it->sessions, &name)) port_settle(it, &name);
    if (it->waiting_count == before) i++;
  }
  return true;
}

/* ── what its kernel says ── */

/* Whether its proposer has started anew since. */
static bool is_outdated(const struct replica *it, const struct name *name) {
  return name->incarnation < it->lows[name->core].incarnation;
}

/* What its proposer does not wait for any more, nobody does. */
static void forget_before(struct replica *it, const struct proposal *proposal) {
  const struct name *name = &proposal->name;
  struct low *known = &it->lows[name->core];
  if (known->incarnation == name->incarnation && proposal->low <= known->low) return;
  *known = (struct low){name->incarnation, proposal->low};
  for (uint32_t i = 0; i < it->waiting_count;) {
    const struct name other = it->waiting[i].kept.proposal.name;
    const bool is_old = other.core == name->core && (other.incarnation < name->incarnation || other.sequence < proposal->low);
    if (!is_old || !drop(it, &other)) i++;
  }
}

/* Own programs propose once: there is always room for what they may have under way. Other kernels ask again. */
static uint32_t room_for(const struct replica *it, const struct name *name) {
  return name->core == it->protocol.group.core ? MOST_WAITING : MOST_WAITING - PROPOSAL_WINDOW;
}

static void wait_for(struct replica *it, const struct proposal *proposal) {
  const struct name *name = &proposal->name;
  const int64_t low = it->lows[name->core].low;
  const uint32_t place = place_of(it, name);
  const bool is_new = place == it->waiting_count;
  if (name->sequence < low || name->sequence >= low + PROPOSAL_WINDOW || (is_new && place >= room_for(it, name))) return;
  struct waiting_proposal *to = &it->waiting[place];
  if (is_new) {
    it->waiting_count++;
    to->was_sent = false;
  }
  keep_proposal(&to->kept, proposal);
}

bool replica_was_sent(const struct replica *it, const struct name *name) {
  const uint32_t place = place_of(it, name);
  return place == it->waiting_count || it->waiting[place].was_sent;
}

bool replica_submit(struct replica *it, const struct proposal *proposal) {
  const struct settled *known = sessions_find(&it->sessions, &proposal->name);
  if (proposal->name.core >= it->protocol.group.cores || proposal->command.length > it->protocol.group.most_command) return false;
  if (known != NULL) {
    it->owner.settled(it->owner.context, proposal, known);
    return true;
  }
  if (!is_outdated(it, &proposal->name)) {
    forget_before(it, proposal);
    wait_for(it, proposal);
  }
  const struct name name = proposal->name;
  if (enter(it)) {
    again(it, &name);
    leave(it);
  } else later(it, LATER_AGAIN, &name);
  if (it->waiting_count > 0) port_alarm(it, it->protocol.group.patience_ms);
  return replica_was_sent(it, &name);
}

void replica_withdraw(struct replica *it, const struct name *name) { drop(it, name); }

bool replica_receive(struct replica *it, uint32_t from, struct bytes bytes) {
  struct message message;
  if (!message_decode(bytes, &message, it->listed) || !enter(it)) return false;
  const bool is_sound = log_receive(&it->protocol, from, &message);
  leave(it);
  return is_sound;
}

void replica_expire(struct replica *it) {
  it->is_armed = false;
  /* On a busy machine answers take longer than alarms: to say it all again would make it busier still. */
  const bool is_quiet = it->applied == it->applied_before || ++it->spared > MOST_SPARED;
  it->applied_before = it->applied;
  if (is_quiet) {
    it->spared = 0;
    it->restraint = it->restraint * 2 < MOST_RESTRAINT ? it->restraint * 2 : MOST_RESTRAINT;
  } else it->restraint = it->restraint > 1 ? it->restraint / 2 : 1;
  enter(it);
  if (is_quiet) log_expire(&it->protocol);
  else log_watch(&it->protocol);
  leave(it);
  if (++it->alarms % RETRY_EVERY == 0) {
    port_ready(it);
    enter(it);
    leave(it);
  }
  if (it->waiting_count > 0) port_alarm(it, it->protocol.group.patience_ms);
}

void replica_view_changed(struct replica *it, const struct view *view) {
  it->restraint = 1;
  enter(it);
  log_view_changed(&it->protocol, view);
  leave(it);
  if (it->waiting_count > 0) port_alarm(it, it->protocol.group.patience_ms);
}

void replica_retire(struct replica *it) {
  it->waiting_count = it->later_count = 0;
  it->is_armed = it->is_known = false;
  log_retire(&it->protocol);
}

bool replica_holds(const struct replica *it) { return it->protocol.lineage != BLANK; }

void replica_begin(struct replica *it, struct members *members, const struct group *group, const struct blob_state *facts,
                   const struct replica_owner *owner, const struct view *view) {
  struct kernel *kernel = members->kernel;
  it->owner = *owner;
  it->restraint = 1;
  content_make(kernel, &it->content, facts);
  it->sessions.cores = group->cores;
  it->sessions.all = kernel_memory(kernel, group->cores * sizeof *it->sessions.all);
  it->lows = kernel_memory(kernel, group->cores * sizeof *it->lows);
  it->waiting = kernel_memory(kernel, MOST_WAITING * sizeof *it->waiting);
  for (uint32_t i = 0; i < MOST_WAITING; i++) it->waiting[i].kept.memory = kernel_memory(kernel, group->most_command);
  it->later = kernel_memory(kernel, MOST_LATER * sizeof *it->later);
  it->listed = kernel_memory(kernel, MOST_LISTED * sizeof *it->listed);
  it->message_room = PART_BYTES * 2 + group->most_command + 256;
  it->message = kernel_memory(kernel, it->message_room);
  it->is_busy = true;
  log_begin(&it->protocol, it, members, group, view);
  it->is_busy = false;
  it->is_known = log_is_current(&it->protocol);
}
