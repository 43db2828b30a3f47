/*
 * Replicated objects in their kernel: where their frames come and go, who proposes and who waits. They talk to themselves on
 * other kernels, endpoint to endpoint. src/runtime/kernel/states.ts, src/runtime/state/{local,remote}-object.ts, proposer.ts.
 */
#include "state.h"

#include "agreement/agreement.h"
#include "channel/report.h"
#include "channel/switch.h"
#include "programs/programs.h"

#define MILLISECOND 1000000ull
enum { PATIENCE_MS = 50, ASK_AGAIN_MS = 100, TIMEOUT_MS = 5000, WRAPPING = 128, MOST_READS = 8, MOST_WATCHES = 8 };
enum { ASK_PROPOSE, ASK_GET, ANSWER_SETTLED = 0, ANSWER_VALUE = 1 };

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
  uint8_t *key;
  uint32_t key_bytes;
  skerry_agreed *agreed;
  void *context;
};

struct watch {
  skerry_changed *changed;
  void *context;
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
  struct replica *replica; /* NULL: none here, or not yet */
  uint16_t endpoint;
  uint32_t most_command, longest, watches;
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

static const struct blob_seat *seat_at(const skerry_state *it, uint32_t place) {
  return blob_entry(it->kernel->blob, SEATS, it->facts->first_seat + place);
}

static bool has_seat(const skerry_state *it, uint32_t core) {
  for (uint32_t i = 0; i < it->facts->seats; i++)
    if (seat_at(it, i)->core == core) return true;
  return false;
}

static const struct blob_user *user_at(const skerry_state *it, uint32_t place) {
  return blob_entry(it->kernel->blob, USERS, it->facts->first_user + place);
}

static uint32_t core_of_user(const skerry_state *it, uint32_t place) {
  return ((const struct blob_program *)blob_entry(it->kernel->blob, PROGRAMS, user_at(it, place)->program))->core;
}

static bool has_user(const skerry_state *it, uint32_t core) {
  for (uint32_t i = 0; i < it->facts->users; i++)
    if (core_of_user(it, i) == core) return true;
  return false;
}

static bool is_local(const skerry_state *it) { return has_seat(it, it->kernel->core); }

/* ── out ── */

static void send(skerry_state *it, uint32_t to, uint8_t kind, struct bytes bytes) {
  const struct frame head = {
      .to = (uint16_t)to, .from = (uint16_t)it->kernel->core, .endpoint = it->endpoint, .source = it->endpoint, .kind = kind};
  /* Without room it is lost, and said again. */
  switch_send(it->kernel, &head, bytes.at, bytes.length);
}

static struct bytes_out begin(skerry_state *it) { return (struct bytes_out){it->message, 0, it->longest, false}; }

static void finish(skerry_state *it, uint32_t to, uint8_t kind, const struct bytes_out *out) {
  if (!out->is_full) send(it, to, kind, (struct bytes){out->at, out->length});
}

static void ask_to_propose(skerry_state *it, const struct proposal *proposal) {
  struct bytes_out out = begin(it);
  if (it->asked < 0) return;
  put_number(&out, ASK_PROPOSE, 1);
  put_proposal(&out, proposal);
  finish(it, (uint32_t)it->asked, ASK, &out);
}

static void ask_to_get(skerry_state *it, const struct reading *reading) {
  struct bytes_out out = begin(it);
  if (it->asked < 0) return;
  put_number(&out, ASK_GET, 1);
  put_count(&out, reading->ticket);
  put_number(&out, true, 1);
  put_number(&out, DO_GET, 1);
  put_bytes(&out, (struct bytes){reading->key, reading->key_bytes});
  finish(it, (uint32_t)it->asked, ASK, &out);
}

static void answer_value(skerry_state *it, const struct reading *reading) {
  struct bytes_out out = begin(it);
  struct bytes value = {it->number, 0};
  const bool is_there = content_get(&it->replica->content, (struct bytes){reading->key, reading->key_bytes}, it->number, &value);
  put_number(&out, ANSWER_VALUE, 1);
  put_count(&out, reading->ticket);
  put_number(&out, is_there, 1);
  put_bytes(&out, value);
  finish(it, reading->core, ANSWER, &out);
}

/* ── what the replica says ── */

static void on_send(void *context, uint32_t to, struct bytes message) { send(context, to, AGREE, message); }

static void on_alarm(void *context, uint32_t after_ms) {
  skerry_state *it = context;
  it->alarm_at = machine_now() + after_ms * MILLISECOND;
}

static void settle(skerry_state *it, uint32_t incarnation, int64_t sequence, int64_t index, const struct result *result) {
  static const uint8_t outcomes[] = {SKERRY_AGREED, SKERRY_REJECTED, SKERRY_SUPERSEDED};
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++) {
    struct pending *pending = &it->pending[i];
    const struct name *name = &pending->proposal.name;
    if (!pending->is_open || pending->is_settled || name->sequence != sequence || name->incarnation != incarnation) continue;
    pending->is_settled = true;
    pending->outcome = outcomes[result->kind];
    pending->index = index;
    pending->result = *result;
  }
}

static void on_settled(void *context, const struct proposal *proposal, const struct settled *settled) {
  skerry_state *it = context;
  const struct name *name = &proposal->name;
  if (name->core == it->kernel->core) {
    settle(it, name->incarnation, name->sequence, settled->index, &settled->result);
    return;
  }
  struct bytes_out out = begin(it);
  put_number(&out, ANSWER_SETTLED, 1);
  put_number(&out, name->incarnation, 4);
  put_count(&out, name->sequence);
  put_count(&out, settled->index);
  put_result(&out, &settled->result);
  finish(it, name->core, ANSWER, &out);
}

static void on_lost(void *context) {
  skerry_state *it = context;
  struct line line = {0};
  line_text(line_text(&line, "state lost: "), blob_name(it->kernel->blob, it->facts->name));
  kernel_say(it->kernel, REPORT_LINE, &line);
}

static skerry_part part_of(struct bytes bytes) { return (skerry_part){bytes.at, bytes.length}; }

static void on_changed(void *context, int64_t index, const struct command *command) {
  skerry_state *it = context;
  skerry_change change = {.operation = SKERRY_ALL, .index = (uint64_t)index};
  if (command != NULL)
    change = (skerry_change){command->operation, (uint64_t)index, part_of(command->key), part_of(command->value)};
  for (uint32_t i = 0; i < it->watches; i++) it->watching[i].changed(it->watching[i].context, &change);
}

/* ── proposing ── */

static int64_t low_of(const skerry_state *it) {
  int64_t low = it->next_sequence;
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++)
    if (it->pending[i].is_open && it->pending[i].proposal.name.sequence < low) low = it->pending[i].proposal.name.sequence;
  return low;
}

static void submit(skerry_state *it, struct pending *pending) {
  if (it->replica != NULL) replica_submit(it->replica, &pending->proposal);
  else if (!is_local(it)) {
    ask_to_propose(it, &pending->proposal);
    it->ask_at = machine_now() + ASK_AGAIN_MS * MILLISECOND;
  }
}

/* An empty command changes nothing: once it is agreed, all that was agreed before is here. */
static bool propose(skerry_state *it, struct bytes command, skerry_agreed *agreed, void *context) {
  struct pending *free = NULL;
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++)
    if (!it->pending[i].is_open) free = &it->pending[i];
  if (free == NULL || command.length > it->most_command || it->next_sequence >= low_of(it) + PROPOSAL_WINDOW) return false;
  free->is_open = true;
  free->is_settled = false;
  free->agreed = agreed;
  free->context = context;
  free->until = machine_now() + TIMEOUT_MS * MILLISECOND;
  for (uint32_t i = 0; i < command.length; i++) free->memory[i] = command.at[i];
  const struct name name = {it->kernel->core, it->kernel->incarnation, it->next_sequence++};
  free->proposal = (struct proposal){name, 0, {free->memory, command.length}};
  free->proposal.low = low_of(it);
  if (it->kernel->members.has_quorum) submit(it, free);
  else free->until = 0;
  return true;
}

static void give_up(skerry_state *it, struct pending *pending) {
  const bool was_sent = it->replica == NULL ? pending->until != 0 : replica_was_sent(it->replica, &pending->proposal.name);
  pending->is_settled = true;
  pending->index = 0;
  pending->outcome = was_sent ? SKERRY_UNKNOWN : SKERRY_NO_QUORUM;
  pending->result = result_of_text(0, was_sent ? "nobody has said in time whether it is agreed"
                                               : "too few replicas could be reached in time; it has not been done");
  if (it->replica != NULL) replica_withdraw(it->replica, &pending->proposal.name);
}

static uint32_t tell_settled(skerry_state *it) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++) {
    struct pending *pending = &it->pending[i];
    if (!pending->is_open || !pending->is_settled) continue;
    const struct result result = pending->result;
    const skerry_agreement agreement = {pending->outcome, (uint64_t)pending->index, {result.bytes, result.length}};
    pending->is_open = false;
    count++;
    pending->agreed(pending->context, &agreement);
  }
  return count;
}

/* ── reading what is latest ── */

static struct reading *open_reading(skerry_state *it, struct bytes key) {
  for (uint32_t i = 0; i < MOST_READS; i++) {
    struct reading *reading = &it->readings[i];
    if (reading->is_open || key.length > it->facts->key_bytes) continue;
    *reading = (struct reading){.state = it, .is_open = true, .key = reading->key, .key_bytes = key.length};
    for (uint32_t byte = 0; byte < key.length; byte++) reading->key[byte] = key.at[byte];
    return reading;
  }
  return NULL;
}

/* A barrier of a reading came to its end. */
static void on_latest(void *context, const skerry_agreement *agreement) {
  struct reading *reading = context;
  skerry_state *it = reading->state;
  reading->is_open = false;
  if (!reading->is_of_program) {
    if (agreement->outcome == SKERRY_AGREED && it->replica != NULL) answer_value(it, reading);
    return;
  }
  skerry_agreement found = *agreement;
  const skerry_part key = {reading->key, reading->key_bytes};
  if (agreement->outcome == SKERRY_AGREED) found.value = skerry_state_get(it, key);
  reading->agreed(reading->context, &found);
}

/* ── in ── */

static void asked(skerry_state *it, uint32_t from, struct bytes bytes) {
  struct bytes_in in = {bytes.at, bytes.length, false};
  const uint8_t what = (uint8_t)take_number(&in, 1);
  if (what == ASK_PROPOSE) {
    const struct proposal proposal = take_proposal(&in);
    if (!in.has_failed && in.left == 0 && proposal.name.core == from) replica_submit(it->replica, &proposal);
    else kernel_drop(it->kernel, "malformed", from);
  } else if (what == ASK_GET) {
    const int64_t ticket = take_count(&in);
    const bool is_latest = take_number(&in, 1) != 0;
    take_number(&in, 1);
    struct reading *reading = open_reading(it, take_bytes(&in));
    if (reading == NULL) return;
    reading->core = from;
    reading->ticket = ticket;
    if (is_latest && !in.has_failed && propose(it, (struct bytes){it->message, 0}, on_latest, reading)) return;
    reading->is_open = false;
    if (!is_latest && !in.has_failed) answer_value(it, reading);
  }
}

static void answered_value(skerry_state *it, struct bytes_in *in) {
  const int64_t ticket = take_count(in);
  const bool is_there = take_number(in, 1) != 0;
  const struct bytes value = take_bytes(in);
  for (uint32_t i = 0; i < MOST_READS && !in->has_failed; i++) {
    struct reading *reading = &it->readings[i];
    if (!reading->is_open || reading->ticket != ticket) continue;
    reading->is_open = false;
    const skerry_agreement found = {SKERRY_AGREED, 0, {is_there ? value.at : NULL, value.length}};
    reading->agreed(reading->context, &found);
  }
}

static void answered(skerry_state *it, uint32_t from, struct bytes bytes) {
  struct bytes_in in = {bytes.at, bytes.length, false};
  struct result result;
  if (take_number(&in, 1) != ANSWER_SETTLED) {
    answered_value(it, &in);
    return;
  }
  const uint32_t incarnation = (uint32_t)take_number(&in, 4);
  const int64_t sequence = take_count(&in), index = take_count(&in);
  if (take_result(&in, &result) && in.left == 0) settle(it, incarnation, sequence, index, &result);
  else kernel_drop(it->kernel, "malformed", from);
}

static struct assembly *assembly_of(skerry_state *it, uint16_t core) {
  struct source *source = it->sources;
  while (source != NULL && source->core != core) source = source->next;
  if (source == NULL) {
    source = kernel_memory(it->kernel, sizeof *source);
    *source = (struct source){core, {kernel_memory(it->kernel, it->longest), it->longest, 0, 0, 0, 0, 0}, it->sources};
    it->sources = source;
  }
  return &source->assembly;
}

/* Replicas speak to replicas, users ask them, and they answer. */
static bool may_come(const skerry_state *it, const struct frame *frame) {
  const bool is_replica = has_seat(it, frame->from);
  if (frame->source != it->endpoint) return false;
  if (frame->kind == AGREE) return is_replica && is_local(it);
  if (frame->kind == ANSWER) return is_replica && !is_local(it);
  return frame->kind == ASK && is_local(it) && (is_replica || has_user(it, frame->from));
}

void states_receive(struct kernel *kernel, const struct frame *frame) {
  const uint32_t index = LAST_OF_STATES - frame->endpoint;
  skerry_state *it = index < blob_count(kernel->blob, STATES) ? kernel->states[index] : NULL;
  if (it == NULL || !may_come(it, frame)) {
    kernel_drop(kernel, "endpoint", frame->from);
    return;
  }
  const uint8_t *message = switch_assemble(kernel, assembly_of(it, frame->from), frame, it->longest);
  const struct bytes bytes = {message, frame->total};
  if (message == NULL) return;
  if (frame->kind == ANSWER) answered(it, frame->from, bytes);
  /* Where the replica is not yet, who asks will ask again. */
  else if (it->replica == NULL) return;
  else if (frame->kind == ASK) asked(it, frame->from, bytes);
  else if (!replica_receive(it->replica, frame->from, bytes)) kernel_drop(kernel, "malformed", frame->from);
}

/* ── views and times ── */

static void choose_replica(skerry_state *it) {
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

static void make_replica(skerry_state *it) {
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

static void again(skerry_state *it) {
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++)
    if (it->pending[i].is_open && !it->pending[i].is_settled) submit(it, &it->pending[i]);
  for (uint32_t i = 0; i < MOST_READS && !is_local(it); i++)
    if (it->readings[i].is_open) ask_to_get(it, &it->readings[i]);
}

void states_view_changed(struct kernel *kernel) {
  for (uint32_t i = 0; i < blob_count(kernel->blob, STATES); i++) {
    skerry_state *it = kernel->states[i];
    if (it == NULL) continue;
    choose_replica(it);
    if (it->replica != NULL) replica_view_changed(it->replica, &kernel->members.view);
    else if (is_local(it)) make_replica(it);
    else again(it);
  }
}

static bool waits(const skerry_state *it) {
  bool waits = false;
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++) waits |= it->pending[i].is_open && !it->pending[i].is_settled;
  for (uint32_t i = 0; i < MOST_READS; i++) waits |= it->readings[i].is_open;
  return waits;
}

static uint64_t due_of(const skerry_state *it) {
  uint64_t due = it->alarm_at;
  if (!is_local(it) && waits(it) && it->ask_at < due) due = it->ask_at;
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++)
    if (it->pending[i].is_open && !it->pending[i].is_settled && it->pending[i].until < due) due = it->pending[i].until;
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
    if (it->pending[i].is_open && !it->pending[i].is_settled && now >= it->pending[i].until) give_up(it, &it->pending[i]);
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

uint32_t states_settle(struct kernel *kernel) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < blob_count(kernel->blob, STATES); i++)
    if (kernel->states[i] != NULL) count += tell_settled(kernel->states[i]);
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
  if (!is_local(it) && !has_user(it, kernel->core)) return NULL;
  for (uint32_t i = 0; i < PROPOSAL_WINDOW; i++) it->pending[i].memory = kernel_memory(kernel, it->most_command);
  for (uint32_t i = 0; i < MOST_READS; i++) it->readings[i].key = kernel_memory(kernel, it->facts->key_bytes);
  it->message = kernel_memory(kernel, it->longest);
  choose_replica(it);
  return it;
}

void states_begin(struct kernel *kernel) {
  const uint32_t count = blob_count(kernel->blob, STATES);
  kernel->states = kernel_memory(kernel, count * sizeof *kernel->states);
  for (uint32_t i = 0; i < count; i++) {
    kernel->states[i] = make(kernel, i);
    if (kernel->states[i] != NULL && is_local(kernel->states[i]) && kernel->members.is_member) make_replica(kernel->states[i]);
  }
}

/* ── skerry.h ── */

static struct bytes bytes_of(skerry_part part) { return (struct bytes){part.at, part.bytes}; }

skerry_state *skerry_state_use(skerry_program *me, const char *name) {
  struct kernel *kernel = me->kernel;
  const struct blob_program *first = blob_entry(kernel->blob, PROGRAMS, 0);
  for (uint32_t i = 0; i < blob_count(kernel->blob, STATES); i++) {
    skerry_state *it = kernel->states[i];
    if (it == NULL || !is_same_text(blob_name(kernel->blob, it->facts->name), name, text_length(name) + 1)) continue;
    for (uint32_t j = 0; j < it->facts->users; j++)
      if (first + user_at(it, j)->program == me->blob) {
        it->program = me;
        return it;
      }
  }
  return NULL;
}

skerry_program *skerry_state_program(const skerry_state *state) { return state->program; }

skerry_part skerry_state_get(skerry_state *state, skerry_part key) {
  struct bytes value = {NULL, 0};
  if (state->replica != NULL) content_get(&state->replica->content, bytes_of(key), state->number, &value);
  return part_of(value);
}

bool skerry_state_propose(skerry_state *state, const skerry_command *command, skerry_agreed *agreed, void *context) {
  uint8_t *room = state->message;
  struct bytes_out out = {room, 0, state->longest, false};
  const struct command bytes = {command->operation, command->expects, bytes_of(command->key), bytes_of(command->value),
                                bytes_of(command->expected)};
  command_encode(&out, &bytes);
  return !out.is_full && propose(state, (struct bytes){room, out.length}, agreed, context);
}

bool skerry_state_read(skerry_state *state, skerry_part key, skerry_agreed *agreed, void *context) {
  struct reading *reading = open_reading(state, bytes_of(key));
  if (reading == NULL) return false;
  reading->is_of_program = true;
  reading->agreed = agreed;
  reading->context = context;
  reading->ticket = ++state->next_ticket;
  if (is_local(state)) {
    reading->is_open = propose(state, (struct bytes){state->message, 0}, on_latest, reading);
    return reading->is_open;
  }
  ask_to_get(state, reading);
  state->ask_at = machine_now() + ASK_AGAIN_MS * MILLISECOND;
  return true;
}

bool skerry_state_watch(skerry_state *state, skerry_changed *changed, void *context) {
  if (!is_local(state) || state->watches == MOST_WATCHES) return false;
  state->watching[state->watches++] = (struct watch){changed, context};
  return true;
}

void skerry_put_integer(uint8_t at[8], int64_t number) { number_to_bytes(number, at); }

bool skerry_integer(int64_t *number, const uint8_t *at, uint32_t bytes) {
  return number_of_bytes((struct bytes){at, bytes}, number);
}
