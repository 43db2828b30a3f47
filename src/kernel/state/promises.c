/* What skerry.h promises programs of replicated objects. */
#include "object.h"

static struct bytes bytes_of(skerry_part part) { return (struct bytes){part.at, part.bytes}; }

bool object_is_used_by(const skerry_state *it, const skerry_program *program) {
  const struct blob_program *first = blob_entry(it->kernel->blob, PROGRAMS, 0);
  for (uint32_t i = 0; i < it->facts->users; i++)
    if (first + user_at(it, i)->program == program->blob) return true;
  return false;
}

skerry_state *skerry_state_use(skerry_program *me, const char *name) {
  struct kernel *kernel = me->kernel;
  for (uint32_t i = 0; i < blob_count(kernel->blob, STATES); i++) {
    skerry_state *it = kernel->states[i];
    if (it == NULL || !is_same_text(blob_name(kernel->blob, it->facts->name), name, text_length(name) + 1)) continue;
    if (!object_is_used_by(it, me)) continue;
    it->program = me;
    return it;
  }
  return NULL;
}

skerry_program *skerry_state_program(const skerry_state *state) { return state->program; }

skerry_part skerry_state_get(skerry_state *state, skerry_part key) {
  struct bytes value = {NULL, 0};
  if (state->replica != NULL && is_local(state)) content_get(&state->replica->content, bytes_of(key), state->number, &value);
  return part_of(value);
}

bool skerry_state_propose(skerry_state *state, const skerry_command *command, skerry_agreed *agreed, void *context) {
  uint8_t *room = state->message;
  struct bytes_out out = {room, 0, state->longest, false};
  const struct command bytes = {command->operation, command->expects, bytes_of(command->key), bytes_of(command->value),
                                bytes_of(command->expected)};
  command_encode(&out, &bytes);
  return !out.is_full && object_propose(state, (struct bytes){room, out.length}, agreed, context);
}

/*
 * The ticket before the first of a kernel that has started so often before: what is still answered that it asked then is not what
 * it asks for now. src/runtime/state/tickets.ts.
 */
static int64_t tickets_of(uint32_t incarnation) { return (int64_t)(incarnation % (1u << 20)) << 32; }

bool skerry_state_read(skerry_state *state, skerry_part key, skerry_agreed *agreed, void *context) {
  struct reading *reading = object_open_reading(state, bytes_of(key));
  if (reading == NULL) return false;
  reading->is_of_program = true;
  reading->agreed = agreed;
  reading->context = context;
  reading->ticket = tickets_of(state->kernel->incarnation) + ++state->next_ticket;
  if (is_local(state)) {
    reading->is_open = object_propose(state, (struct bytes){state->message, 0}, object_latest, reading);
    return reading->is_open;
  }
  reading->until = is_lost(state) ? 1 : machine_now() + TIMEOUT_MS * MILLISECOND;
  object_ask_to_get(state, reading);
  state->ask_at = machine_now() + ASK_AGAIN_MS * MILLISECOND;
  return true;
}

bool skerry_state_watch(skerry_state *state, skerry_changed *changed, void *context) {
  return is_local(state) && !is_lost(state) && object_watch(state, changed, context);
}

bool skerry_state_unwatch(skerry_state *state, skerry_changed *changed, void *context) {
  return object_unwatch(state, changed, context);
}

void skerry_put_integer(uint8_t at[8], int64_t number) { number_to_bytes(number, at); }

bool skerry_integer(int64_t *number, const uint8_t *at, uint32_t bytes) {
  return number_of_bytes((struct bytes){at, bytes}, number);
}
