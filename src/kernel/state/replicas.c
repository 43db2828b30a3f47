/* The replica of this core, and whose is asked where it has none. */
#include "object.h"

#include "channel/report.h"

enum { PATIENCE_MS = 50 };

/* ── what the replica says ── */

static void on_send(void *context, uint32_t to, struct bytes message) { object_send(context, to, AGREE, message); }

static void on_alarm(void *context, uint32_t after_ms) {
  skerry_state *it = context;
  it->alarm_at = machine_now() + after_ms * MILLISECOND;
}

static void on_settled(void *context, const struct proposal *proposal, const struct settled *settled) {
  skerry_state *it = context;
  const struct name *name = &proposal->name;
  if (name->core != it->kernel->core) object_answer_settled(it, name, settled);
  else object_settle(it, name->incarnation, name->sequence, settled->index, &settled->result);
}

void object_lost(skerry_state *it, bool tells) {
  struct line line = {0};
  object_lose(it);
  if (!tells) return;
  line_text(line_text(&line, "state lost: "), blob_name(it->kernel->blob, it->facts->name));
  kernel_say(it->kernel, REPORT_LINE, &line);
}

static void on_lost(void *context, bool tells) { object_lost(context, tells); }

static void on_changed(void *context, int64_t index, const struct command *command) {
  skerry_state *it = context;
  skerry_change change = {.operation = SKERRY_ALL, .index = (uint64_t)index};
  if (command != NULL)
    change = (skerry_change){command->operation, (uint64_t)index, part_of(command->key), part_of(command->value)};
  object_tell_changed(it, &change);
}

/* ── how it begins ── */

void object_choose_replica(skerry_state *it) {
  it->asked = -1;
  for (uint32_t i = 0; i < it->facts->seats && it->asked < 0; i++)
    if (has_replica_on(it, seat_at(it, i)->core)) it->asked = seat_at(it, i)->core;
  for (uint32_t i = 0; i < it->facts->candidates && it->asked < 0; i++)
    if (has_replica_on(it, candidate_at(it, i)->core)) it->asked = candidate_at(it, i)->core;
  for (uint32_t i = 0; i < it->facts->users; i++)
    if (core_of_user(it, i) == it->kernel->core && has_replica_on(it, user_at(it, i)->replica)) it->asked = (int32_t)user_at(it, i)->replica;
}

static uint32_t snapshot_bytes(const skerry_state *it) {
  const uint32_t kernels = count_cores(&it->kernel->members, it->kernel->members.booting);
  return it->facts->snapshot_bytes + (it->facts->capacity + kernels * PROPOSAL_WINDOW) * WRAPPING;
}

void object_make_replica(skerry_state *it) {
  struct kernel *kernel = it->kernel;
  const struct group group = {.core = kernel->core,
                              .cores = kernel->cores,
                              .leader = it->facts->leader,
                              .is_two_phase = it->facts->protocol == BY_TWO_PHASE,
                              .joins = kernel->incarnation != 0 || !is_local(it),
                              .seats = seat_at(it, 0),
                              .seat_count = it->facts->seats,
                              .candidates = candidate_at(it, 0),
                              .candidate_count = it->facts->candidates,
                              .most_stand_ins = it->facts->candidates,
                              .object = number_of(it),
                              .snapshot_bytes = snapshot_bytes(it),
                              .most_command = it->most_command,
                              .patience_ms = PATIENCE_MS,
                              .retained = RETAINED};
  const struct replica_owner owner = {it, on_send, on_alarm, on_settled, on_lost};
  struct replica *replica = kernel_memory(kernel, sizeof *replica);
  replica_begin(replica, &kernel->members, &group, it->facts, &owner, &kernel->members.view);
  replica->content.changed = on_changed;
  replica->content.context = it;
  it->replica = replica;
}

void object_stand_in(skerry_state *it) {
  if (it->retired == NULL) {
    object_make_replica(it);
    return;
  }
  it->replica = it->retired;
  it->retired = NULL;
  replica_view_changed(it->replica, &it->kernel->members.view);
}

void object_retire(skerry_state *it) {
  replica_retire(it->replica);
  it->retired = it->replica;
  it->replica = NULL;
  it->alarm_at = NEVER;
}

/* Where another stands in for it, the next view is to do without that. */
void object_note_state(skerry_state *it) {
  struct kernel *kernel = it->kernel;
  struct line line = {0};
  const bool was_holding = it->is_holding, is_new = !is_local(it) || kernel->incarnation != 0;
  it->is_holding = it->replica != NULL && replica_holds(it->replica);
  if (!it->is_holding || was_holding || !is_new) return;
  line_text(line_text(&line, "replica rebuilt: "), blob_name(kernel->blob, it->facts->name));
  kernel_say(kernel, REPORT_LINE, &line);
  if (!is_local(it) || !has_stand_ins(&kernel->members.view, number_of(it))) return;
  members_holds(&kernel->members, number_of(it));
  members_settle(&kernel->members, machine_now());
}
