#include "content.h"

void content_make(struct kernel *kernel, struct content *it, const struct blob_state *facts) {
  *it = (struct content){
      .kind = facts->kind, .key_bytes = facts->key_bytes, .value_bytes = facts->value_bytes, .capacity = facts->capacity};
  if (it->kind == STATE_COUNTER) return;
  it->items = kernel_memory(kernel, it->capacity * sizeof *it->items);
  for (uint32_t i = 0; i < it->capacity; i++) it->items[i].memory = kernel_memory(kernel, it->key_bytes + it->value_bytes);
}

/* ── what comes of a command ── */

struct step {
  struct result result;
  bool changes;
  uint32_t place; /* of the item; `count`: a new one */
  int64_t number;
};

static struct bytes key_of(const struct item *item) { return (struct bytes){item->memory, item->key_bytes}; }

static struct bytes value_of(const struct content *it, const struct item *item) {
  return (struct bytes){item->memory + it->key_bytes, item->value_bytes};
}

static uint32_t find(const struct content *it, struct bytes key) {
  uint32_t place = 0;
  while (place < it->count && !is_equal(key_of(&it->items[place]), key)) place++;
  return place;
}

static struct step undone(uint8_t kind, const char *text) { return (struct step){.result = result_of_text(kind, text)}; }

static struct step put(const struct content *it, uint32_t place, const struct command *command) {
  struct step step = {.place = place};
  if (place == it->count && it->count >= it->capacity) return undone(RESULT_REJECTED, "it is full");
  step.changes = place == it->count || !is_equal(value_of(it, &it->items[place]), command->value);
  return step;
}

static bool meets(const struct content *it, uint32_t place, const struct command *command) {
  if (command->expects == EXPECT_ABSENT) return place == it->count;
  return command->expects == EXPECT_ANYTHING ||
         (place < it->count && is_equal(value_of(it, &it->items[place]), command->expected));
}

static struct step decide_keyed(const struct content *it, const struct command *command) {
  const char *malformed = "it is no change that can be made to it";
  if (command->key.length > it->key_bytes || command->value.length > it->value_bytes) return undone(RESULT_REJECTED, malformed);
  const uint32_t place = find(it, command->key);
  struct step removed = {.result = {.length = 1, .bytes = {place < it->count}}, .changes = place < it->count, .place = place};
  switch (command->operation) {
    case DO_SET:
    case DO_ADD: return put(it, place, command);
    case DO_REPLACE:
      if (meets(it, place, command)) return put(it, place, command);
      return undone(RESULT_SUPERSEDED, "another value than expected is there");
    case DO_DELETE:
    case DO_CLEAR: return removed;
    default: return undone(RESULT_REJECTED, malformed);
  }
}

static struct step decide_counter(const struct content *it, const struct command *command) {
  const int64_t most = (1ll << 53) - 1;
  int64_t by;
  if (command->operation != DO_ADD || !number_of_bytes(command->value, &by) || by > most || by < -most)
    return undone(RESULT_REJECTED, "it is no change that can be made to a counter");
  struct step step = {.changes = by != 0, .number = it->number + by};
  if (step.number > most || step.number < -most)
    return undone(RESULT_REJECTED, "the counter would not be a safe integer any more");
  step.result.length = 8;
  number_to_bytes(step.number, step.result.bytes);
  return step;
}

static struct step decide(const struct content *it, struct bytes bytes, struct command *command) {
  if (!command_decode(bytes, command)) return undone(RESULT_REJECTED, "it is no change");
  return it->kind == STATE_COUNTER ? decide_counter(it, command) : decide_keyed(it, command);
}

static void copy(uint8_t *to, struct bytes from) {
  for (uint32_t i = 0; i < from.length; i++) to[i] = from.at[i];
}

static void store(struct content *it, uint32_t place, struct bytes key, struct bytes value) {
  struct item *item = &it->items[place];
  if (place == it->count) it->count++;
  item->key_bytes = key.length;
  item->value_bytes = value.length;
  copy(item->memory, key);
  copy(item->memory + it->key_bytes, value);
}

static void remove(struct content *it, uint32_t place) {
  const struct item gone = it->items[place];
  for (uint32_t i = place + 1; i < it->count; i++) it->items[i - 1] = it->items[i];
  it->items[--it->count] = gone;
}

static void act(struct content *it, const struct step *step, const struct command *command) {
  if (it->kind == STATE_COUNTER) it->number = step->number;
  else if (command->operation == DO_DELETE || command->operation == DO_CLEAR) remove(it, step->place);
  else store(it, step->place, command->key, command->value);
}

struct result content_apply(struct content *it, int64_t index, struct bytes bytes) {
  struct command command;
  const struct step step = decide(it, bytes, &command);
  if (step.changes) act(it, &step, &command);
  if (index > it->index) it->index = index;
  if (step.changes && it->changed != NULL) it->changed(it->context, index, &command);
  return step.result;
}

struct result content_judge(const struct content *it, struct bytes bytes) {
  struct command command;
  return decide(it, bytes, &command).result;
}

bool content_get(const struct content *it, struct bytes key, uint8_t number[8], struct bytes *value) {
  if (it->kind == STATE_COUNTER) {
    number_to_bytes(it->number, number);
    *value = (struct bytes){number, 8};
    return true;
  }
  const uint32_t place = find(it, key);
  if (place < it->count) *value = value_of(it, &it->items[place]);
  return place < it->count;
}

/* ── all of it as bytes ── */

void content_snapshot(const struct content *it, struct bytes_out *to) {
  uint8_t number[8];
  put_count(to, it->index);
  put_bytes(to, (struct bytes){number, 0});
  if (it->kind == STATE_COUNTER) {
    number_to_bytes(it->number, number);
    put_number(to, 1, 4);
    put_bytes(to, (struct bytes){number, 0});
    put_bytes(to, (struct bytes){number, 8});
    return;
  }
  put_number(to, it->count, 4);
  for (uint32_t i = 0; i < it->count; i++) {
    put_bytes(to, key_of(&it->items[i]));
    put_bytes(to, value_of(it, &it->items[i]));
  }
}

/* `to`: NULL where it is only looked at. */
static bool take_items(struct content *to, const struct content *it, struct bytes_in *from, uint32_t count) {
  int64_t number;
  for (; count != 0 && !from->has_failed; count--) {
    const struct bytes key = take_bytes(from), value = take_bytes(from);
    if (it->kind == STATE_COUNTER ? !number_of_bytes(value, &number) : key.length > it->key_bytes || value.length > it->value_bytes)
      return false;
    if (to == NULL) continue;
    if (it->kind == STATE_COUNTER) to->number = number;
    else store(to, find(to, key), key, value);
  }
  return !from->has_failed && from->left == 0;
}

bool content_restore(struct content *it, struct bytes bytes) {
  struct bytes_in from = {bytes.at, bytes.length, false};
  const int64_t index = take_count(&from);
  take_bytes(&from);
  const uint32_t count = (uint32_t)take_number(&from, 4), most = it->kind == STATE_COUNTER ? 1 : it->capacity;
  struct bytes_in again = from;
  if (count > most || (it->kind == STATE_COUNTER && count == 0) || !take_items(NULL, it, &from, count)) return false;
  it->count = 0;
  take_items(it, it, &again, count);
  it->index = index;
  if (it->changed != NULL) it->changed(it->context, index, NULL);
  return true;
}
