/* All objects of this core: views and times. */
#include "state.h"

#include "object.h"

static void again(skerry_state *it) {
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++)
    if (it->pending[i].is_open && !it->pending[i].is_settled) object_submit(it, &it->pending[i]);
  for (uint32_t i = 0; i < MOST_READS && !is_local(it); i++)
    if (it->readings[i].is_open && it->readings[i].is_of_program) object_ask_to_get(it, &it->readings[i]);
}

/* Nobody is left who has a replica, nor could have one: the state is gone. The first of those that use it tells. */
static void note_loss(skerry_state *it) {
  bool is_first = true;
  if (is_local(it) || it->asked >= 0 || !has_user(it, it->kernel->core)) return;
  for (uint32_t i = 0; i < it->facts->users; i++)
    is_first &= core_of_user(it, i) >= it->kernel->core || !has_core(it->kernel->members.view.members, core_of_user(it, i));
  object_lost(it, is_first && !it->is_lost);
}

static void follow_view(skerry_state *it) {
  const bool is_to_have = is_local(it) || has_replica_on(it, it->kernel->core);
  if (it->replica != NULL && is_to_have) replica_view_changed(it->replica, &it->kernel->members.view);
  else if (it->replica != NULL) object_retire(it);
  else if (is_to_have) object_stand_in(it);
}

void states_view_changed(struct kernel *kernel) {
  for (uint32_t i = 0; i < blob_count(kernel->blob, STATES); i++) {
    skerry_state *it = kernel->states[i];
    if (it == NULL) continue;
    object_choose_replica(it);
    note_loss(it);
    follow_view(it);
    if (!is_local(it)) again(it);
  }
}

static bool waits(const skerry_state *it) {
  bool waits = false;
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++) waits |= it->pending[i].is_open && !it->pending[i].is_settled;
  for (uint32_t i = 0; i < MOST_READS; i++) waits |= it->readings[i].is_open && it->readings[i].is_of_program;
  return waits;
}

static uint64_t due_of(const skerry_state *it) {
  uint64_t due = it->alarm_at;
  if (!is_local(it) && waits(it) && it->ask_at < due) due = it->ask_at;
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++)
    if (it->pending[i].is_open && !it->pending[i].is_settled && it->pending[i].until < due) due = it->pending[i].until;
  for (uint32_t i = 0; i < MOST_READS; i++)
    if (it->readings[i].is_open && it->readings[i].until != 0 && it->readings[i].until < due) due = it->readings[i].until;
  return due;
}

uint64_t states_due(const struct kernel *kernel) {
  uint64_t due = NEVER;
  for (uint32_t i = 0; i < blob_count(kernel->blob, STATES); i++) {
    const uint64_t each = kernel->states[i] == NULL ? NEVER : due_of(kernel->states[i]);
    if (each < due) due = each;
  }
  return due;
}

static void expire(skerry_state *it, uint64_t now) {
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++)
    if (it->pending[i].is_open && !it->pending[i].is_settled && now >= it->pending[i].until) object_give_up(it, &it->pending[i]);
  object_end_readings(it, now);
  if (now >= it->alarm_at) {
    it->alarm_at = NEVER;
    if (it->replica != NULL) replica_expire(it->replica);
  }
  if (is_local(it) || now < it->ask_at || !waits(it)) return;
  it->ask_at = now + ASK_AGAIN_MS * MILLISECOND;
  again(it);
}

void states_expire(struct kernel *kernel, uint64_t now) {
  for (uint32_t i = 0; i < blob_count(kernel->blob, STATES); i++)
    if (kernel->states[i] != NULL && now >= due_of(kernel->states[i])) expire(kernel->states[i], now);
}

static bool is_all_readable(const struct kernel *kernel, const skerry_program *program) {
  for (uint32_t i = 0; i < blob_count(kernel->blob, STATES); i++) {
    const skerry_state *it = kernel->states[i];
    if (it != NULL && !is_readable(it) && object_is_used_by(it, program)) return false;
  }
  return true;
}

/* A program begins when it can read what it reads in place: on a kernel that starts anew that is with its replicas' state. */
static uint32_t begin_programs(struct kernel *kernel) {
  const uint32_t before = kernel->programs_begun;
  for (uint32_t i = 0; i < kernel->program_count && kernel->programs_begun < kernel->program_count; i++)
    if (!kernel->programs[i].has_begun && is_all_readable(kernel, &kernel->programs[i])) program_begin(&kernel->programs[i]);
  return kernel->programs_begun - before;
}

uint32_t states_settle(struct kernel *kernel) {
  uint32_t count = begin_programs(kernel);
  for (uint32_t i = 0; i < blob_count(kernel->blob, STATES); i++) {
    if (kernel->states[i] == NULL) continue;
    object_note_state(kernel->states[i]);
    count += object_tell_settled(kernel->states[i]);
  }
  return count;
}

/* ── how it begins ── */

static skerry_state *make(struct kernel *kernel, uint32_t index) {
  skerry_state *it = kernel_memory(kernel, sizeof *it);
  it->kernel = kernel;
  it->facts = blob_entry(kernel->blob, STATES, index);
  it->endpoint = (uint16_t)(LAST_OF_STATES - index);
  it->alarm_at = NEVER;
  it->most_command = 64 + it->facts->key_bytes + 2 * it->facts->value_bytes;
  it->longest = 2 * PART_BYTES + it->most_command + it->facts->value_bytes + WRAPPING;
  if (!may_have_replica_on(it, kernel->core) && !has_user(it, kernel->core)) return NULL;
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++) it->pending[i].memory = kernel_memory(kernel, it->most_command);
  for (uint32_t i = 0; i < MOST_READS; i++) it->readings[i].key = kernel_memory(kernel, it->facts->key_bytes);
  it->message = kernel_memory(kernel, it->longest);
  object_choose_replica(it);
  return it;
}

void states_begin(struct kernel *kernel) {
  const uint32_t count = blob_count(kernel->blob, STATES);
  kernel->states = kernel_memory(kernel, count * sizeof *kernel->states);
  for (uint32_t i = 0; i < count; i++) {
    kernel->states[i] = make(kernel, i);
    if (kernel->states[i] != NULL && is_local(kernel->states[i]) && kernel->members.is_member) object_make_replica(kernel->states[i]);
  }
}
