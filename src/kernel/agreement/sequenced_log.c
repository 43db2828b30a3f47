/* A log in a view, what comes to it, and its time. */
#include "sequencing.h"

/* ── who takes part ── */

static void take_older(struct sequenced_log *it, uint32_t core) {
  if (it->sequencer == ~0u || it->view.started[core] < it->view.started[it->sequencer]) it->sequencer = core;
}

/* Who has never been away before the others; then the plan's choice, and the order of its tree. */
static void choose_sequencer(struct sequenced_log *it) {
  const struct group *group = &it->group;
  it->sequencer = ~0u;
  for (uint32_t place = 0; place <= group->seat_count; place++) {
    const uint32_t core = place == 0 ? group->leader : group->seats[place - 1].core;
    if (!has_core(it->members, core)) continue;
    take_older(it, core);
  }
  for (uint32_t core = 0; core < group->cores; core++)
    if (has_core(it->members, core)) take_older(it, core);
}

bool has_seat_in(const struct group *group, uint32_t core) {
  for (uint32_t i = 0; i < group->seat_count; i++)
    if (group->seats[i].core == core) return true;
  return false;
}

static void take_member(struct sequenced_log *it, uint32_t core) {
  if (!has_core(it->view.members, core) || has_core(it->members, core)) return;
  add_core(it->members, core);
  it->member_count++;
}

static void arrange(struct sequenced_log *it) {
  const struct group *group = &it->group;
  it->member_count = 0;
  for (uint32_t i = 0; i < (group->cores + 31) / 32; i++) it->members[i] = 0;
  for (uint32_t i = 0; i < group->seat_count; i++) take_member(it, group->seats[i].core);
  for (uint32_t i = 0; i < it->view.stand_in_count; i++)
    if (it->view.stand_ins[i] >> 16 == group->object) take_member(it, it->view.stand_ins[i] & 0xffff);
  choose_sequencer(it);
  sequence_hang(it);
}

/* It was excluded, and others may have gone on without it: what it knows is worth nothing. */
static void forget(struct sequenced_log *it) {
  it->lineage = BLANK;
  sequence_install(it, 0);
}

static void copy_view(struct sequenced_log *it, const struct view *view) {
  const struct members sizes = {.cores = it->group.cores, .words = (it->group.cores + 31) / 32};
  view_copy(&sizes, &it->view, view);
}

void log_view_changed(struct sequenced_log *it, const struct view *view) {
  const uint32_t core = it->group.core;
  if (view->epoch <= it->view.epoch) return;
  if (view->started[core] != it->view.started[core]) forget(it);
  copy_view(it, view);
  it->report_count = it->queued = 0;
  it->catch_up.is_open = it->is_lost = false;
  for (uint32_t i = 0; i < MOST_HELD; i++) it->held[i].is_held = false;
  arrange(it);
  if (is_member(it)) sequence_seek(it);
}

void log_retire(struct sequenced_log *it) {
  forget(it);
  it->queued = 0;
  it->catch_up.is_open = it->is_lost = false;
}

bool log_is_current(const struct sequenced_log *it) { return it->lineage != BLANK && it->delivered >= it->taken_over; }

/* ── what comes in ── */

static bool may_have_replica(const struct group *group, uint32_t core) {
  for (uint32_t i = 0; i < group->candidate_count; i++)
    if (group->candidates[i].core == core) return true;
  return has_seat_in(group, core);
}

bool log_receive(struct sequenced_log *it, uint32_t from, const struct message *message) {
  struct message answer;
  if (!may_have_replica(&it->group, from)) return false;
  if (message->epoch != it->view.epoch || !is_member(it) || !has_core(it->view.members, from)) return true;
  switch (message->kind) {
    case SAY_FORWARD:
      if (leads(it)) sequence_order(it, &message->proposal);
      return true;
    case SAY_ENTRIES: sequence_accept_entries(it, from, message); return true;
    case SAY_ACK: sequence_accept_ack(it, from, message); return true;
    case SAY_REPORT: sequence_accept_report(it, from, message->lineage, message->last); return true;
    case SAY_START: sequence_accept_start(it, from, message); return true;
    case SAY_FETCH:
      if (sequence_supply(it, from, message, &answer)) send(it, from, &answer);
      return true;
    default: sequence_accept_part(it, from, message); return true;
  }
}

void log_expire(struct sequenced_log *it) {
  if (!is_member(it)) return;
  if (it->catch_up.is_open) sequence_fetch(it);
  else if (!is_synced(it)) sequence_report(it);
  else sequence_remind(it);
  sequence_arm(it);
}

void log_watch(struct sequenced_log *it) {
  if (is_member(it)) sequence_arm(it);
}

/* ── how it begins ── */

static void make_catch_up(struct kernel *kernel, struct catch_up *it, const struct group *group) {
  it->partial = kernel_memory(kernel, group->snapshot_bytes);
  it->snapshot = kernel_memory(kernel, group->snapshot_bytes);
  it->entries = kernel_memory(kernel, MOST_ENTRIES * sizeof *it->entries);
  for (uint32_t i = 0; i < MOST_ENTRIES; i++) it->entries[i].memory = kernel_memory(kernel, group->most_command);
}

/* Of memory for `count` proposals. */
static struct kept *make_queue(struct kernel *kernel, const struct group *group, uint32_t count) {
  struct kept *queue = kernel_memory(kernel, count * sizeof *queue);
  for (uint32_t i = 0; i < count; i++) queue[i].memory = kernel_memory(kernel, group->most_command);
  return queue;
}

static void make_log(struct kernel *kernel, struct entry_log *log, const struct group *group) {
  log->most_command = group->most_command;
  log->retained = group->retained;
  log->entries = kernel_memory(kernel, MOST_ENTRIES * sizeof *log->entries);
  for (uint32_t i = 0; i < MOST_ENTRIES; i++) log->entries[i].memory = kernel_memory(kernel, group->most_command);
}

static void make_room(struct sequenced_log *it, struct members *members, const struct group *group) {
  struct kernel *kernel = members->kernel;
  make_log(kernel, &it->log, group);
  it->queue = make_queue(kernel, group, MOST_QUEUED);
  for (uint32_t i = 0; i < MOST_HELD; i++) it->held[i].bytes = kernel_memory(kernel, group->snapshot_bytes);
  make_catch_up(kernel, &it->catch_up, group);
  it->members = make_set(members);
  const uint32_t most = group->seat_count + group->most_stand_ins;
  it->children = kernel_memory(kernel, most * sizeof *it->children);
  it->reports = kernel_memory(kernel, most * sizeof *it->reports);
  it->edges = kernel_memory(kernel, most * sizeof *it->edges);
  view_make(members, &it->view);
}

void log_begin(struct sequenced_log *it, struct replica *replica, struct members *members, const struct group *group,
               const struct view *view) {
  it->replica = replica;
  it->group = *group;
  make_room(it, members, group);
  copy_view(it, view);
  it->lineage = group->joins ? BLANK : (int64_t)view->epoch;
  it->origin = BLANK;
  it->refused_by = NOBODY;
  arrange(it);
  if (group->joins) sequence_seek(it);
}
