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
  const uint32_t *members = it->kernel->members.view.members;
  it->asked = -1;
  for (uint32_t i = 0; i < it->facts->seats && it->asked < 0; i++)
    if (has_core(members, seat_at(it, i)->core)) it->asked = seat_at(it, i)->core;
  for (uint32_t i = 0; i < it->facts->users; i++)
    if (core_of_user(it, i) == it->kernel->core && has_core(members, user_at(it, i)->replica)) it->asked = (int32_t)user_at(it, i)->replica;
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
                              .joins = kernel->incarnation != 0,
                              .seats = seat_at(it, 0),
                              .seat_count = it->facts->seats,
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
