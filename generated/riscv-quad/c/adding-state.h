/*
 * Replicated state of system adding. Written by Skerry from its description: changes are lost.
 * Programs in C on bare metal: a service at one end of the machine, and clients next to it and at the other end, three
 * hops away.
 */
#ifndef SKERRY_ADDING_STATE_H
#define SKERRY_ADDING_STATE_H

#include "skerry-codec.h"
#include "skerry.h"

#define SCORES_KEY_SIZE 4
#define SCORES_KEY_KEY_AT 0
SKERRY_ASSERT(SCORES_KEY_KEY_AT + 4 <= SCORES_KEY_SIZE, "SCORES_KEY_KEY_AT");
/** A key of scores. */
typedef struct scores_key {
  uint32_t key;
} scores_key;

typedef struct scores_key_view {
  const uint8_t *at;
  uint32_t bytes;
} scores_key_view;

static inline skerry_reason scores_key_encode(const scores_key *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 4u) return SKERRY_NO_ROOM;
  skerry_put_u32(to, value->key);
  *bytes = 4;
  return SKERRY_OK;
}

static inline skerry_reason scores_key_decode(scores_key *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 4u || bytes > 4u) return SKERRY_BYTES;
  value->key = skerry_get_u32(from);
  return SKERRY_OK;
}

static inline skerry_reason scores_key_check(const uint8_t *from, uint32_t bytes) {
  (void)from;
  if (bytes < 4u || bytes > 4u) return SKERRY_BYTES;
  return SKERRY_OK;
}

static inline skerry_reason scores_key_open(scores_key_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = scores_key_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline uint32_t scores_key_get_key(scores_key_view view) {
  return skerry_get_u32(view.at);
}

typedef struct scores_key_writer {
  uint8_t *at;
} scores_key_writer;

static inline skerry_reason scores_key_write(scores_key_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < SCORES_KEY_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, SCORES_KEY_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason scores_key_set_key(scores_key_writer *writer, uint32_t value) {
  skerry_put_u32(writer->at, value);
  return SKERRY_OK;
}

static inline skerry_reason scores_key_finish(const scores_key_writer *writer, uint32_t *bytes) {
  *bytes = 4;
  return scores_key_check(writer->at, *bytes);
}

#define SCORES_VALUE_SIZE 4
#define SCORES_VALUE_VALUE_AT 0
SKERRY_ASSERT(SCORES_VALUE_VALUE_AT + 4 <= SCORES_VALUE_SIZE, "SCORES_VALUE_VALUE_AT");
/** A value of scores. */
typedef struct scores_value {
  uint32_t value;
} scores_value;

typedef struct scores_value_view {
  const uint8_t *at;
  uint32_t bytes;
} scores_value_view;

static inline skerry_reason scores_value_encode(
    const scores_value *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 4u) return SKERRY_NO_ROOM;
  skerry_put_u32(to, value->value);
  *bytes = 4;
  return SKERRY_OK;
}

static inline skerry_reason scores_value_decode(scores_value *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 4u || bytes > 4u) return SKERRY_BYTES;
  value->value = skerry_get_u32(from);
  return SKERRY_OK;
}

static inline skerry_reason scores_value_check(const uint8_t *from, uint32_t bytes) {
  (void)from;
  if (bytes < 4u || bytes > 4u) return SKERRY_BYTES;
  return SKERRY_OK;
}

static inline skerry_reason scores_value_open(scores_value_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = scores_value_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline uint32_t scores_value_get_value(scores_value_view view) {
  return skerry_get_u32(view.at);
}

typedef struct scores_value_writer {
  uint8_t *at;
} scores_value_writer;

static inline skerry_reason scores_value_write(scores_value_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < SCORES_VALUE_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, SCORES_VALUE_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason scores_value_set_value(scores_value_writer *writer, uint32_t value) {
  skerry_put_u32(writer->at, value);
  return SKERRY_OK;
}

static inline skerry_reason scores_value_finish(const scores_value_writer *writer, uint32_t *bytes) {
  *bytes = 4;
  return scores_value_check(writer->at, *bytes);
}

/**
 * How many sums each hart has got right.
 *
 * A map, agreed on by twoPhase.
 */
static inline skerry_state * scores_use(skerry_program *me) {
  return skerry_state_use(me, "scores");
}

/** What the replica of this core has: false for what is not there. */
static inline bool scores_get(skerry_state *state, const scores_key *key, scores_value *value) {
  uint8_t key_room[SCORES_KEY_SIZE];
  uint32_t key_bytes = 0;
  if (scores_key_encode(key, key_room, sizeof key_room, &key_bytes) != SKERRY_OK) return false;
  const skerry_part found = skerry_state_get(state, (skerry_part){key_room, key_bytes});
  return found.at != NULL && scores_value_decode(value, (const uint8_t *)found.at, found.bytes) == SKERRY_OK;
}

/** Sets it; without a value what is there is taken away. */
static inline skerry_reason scores_propose(
    skerry_state *state, const scores_key *key, const scores_value *value, skerry_agreed *agreed, void *context) {
  uint8_t key_room[SCORES_KEY_SIZE];
  uint32_t key_bytes = 0;
  skerry_reason key_reason = key == NULL ? SKERRY_OK : scores_key_encode(key, key_room, sizeof key_room, &key_bytes);
  if (key_reason != SKERRY_OK) return key_reason;
  uint8_t value_room[SCORES_VALUE_SIZE];
  uint32_t value_bytes = 0;
  skerry_reason value_reason = value == NULL ? SKERRY_OK : scores_value_encode(value, value_room, sizeof value_room, &value_bytes);
  if (value_reason != SKERRY_OK) return value_reason;
  const uint8_t operation = value == NULL ? SKERRY_DELETE : SKERRY_SET;
  const skerry_command command = {operation, SKERRY_ANYTHING, {key_room, key_bytes}, {value_room, value_bytes}, {NULL, 0}};
  return skerry_state_propose(state, &command, agreed, context) ? SKERRY_OK : SKERRY_BUSY;
}

/** Sets it where that is there which is expected; NULL: nothing. */
static inline skerry_reason scores_replace(
    skerry_state *state, const scores_key *key, const scores_value *expected, const scores_value *value, skerry_agreed *agreed, void *context) {
  uint8_t key_room[SCORES_KEY_SIZE];
  uint32_t key_bytes = 0;
  skerry_reason key_reason = key == NULL ? SKERRY_OK : scores_key_encode(key, key_room, sizeof key_room, &key_bytes);
  if (key_reason != SKERRY_OK) return key_reason;
  uint8_t value_room[SCORES_VALUE_SIZE];
  uint32_t value_bytes = 0;
  skerry_reason value_reason = value == NULL ? SKERRY_OK : scores_value_encode(value, value_room, sizeof value_room, &value_bytes);
  if (value_reason != SKERRY_OK) return value_reason;
  uint8_t expected_room[SCORES_VALUE_SIZE];
  uint32_t expected_bytes = 0;
  skerry_reason expected_reason = expected == NULL ? SKERRY_OK : scores_value_encode(expected, expected_room, sizeof expected_room, &expected_bytes);
  if (expected_reason != SKERRY_OK) return expected_reason;
  const uint8_t expects = expected == NULL ? SKERRY_ABSENT : SKERRY_VALUE;
  const skerry_command command = {SKERRY_REPLACE, expects, {key_room, key_bytes}, {value_room, value_bytes}, {expected_room, expected_bytes}};
  return skerry_state_propose(state, &command, agreed, context) ? SKERRY_OK : SKERRY_BUSY;
}

/** Changes in their agreed order, with keys and values as bytes. */
static inline bool scores_watch(skerry_state *state, skerry_changed *changed, void *context) {
  return skerry_state_watch(state, changed, context);
}

/** Ends that; false where it was not begun. */
static inline bool scores_unwatch(skerry_state *state, skerry_changed *changed, void *context) {
  return skerry_state_unwatch(state, changed, context);
}

/**
 * All sums together.
 *
 * A counter, agreed on by broadcast.
 */
static inline skerry_state * total_use(skerry_program *me) {
  return skerry_state_use(me, "total");
}

/** What the replica of this core has: false for what is not there. */
static inline bool total_get(skerry_state *state, int64_t *value) {
  const skerry_part found = skerry_state_get(state, (skerry_part){NULL, 0});
  return found.at != NULL && skerry_integer(value, (const uint8_t *)found.at, found.bytes);
}

/** Adds to it. The sum is what comes of it, as a double. */
static inline skerry_reason total_propose(skerry_state *state, int64_t by, skerry_agreed *agreed, void *context) {
  uint8_t room[8];
  skerry_put_integer(room, by);
  const skerry_command command = {SKERRY_ADD, SKERRY_ANYTHING, {NULL, 0}, {room, 8}, {NULL, 0}};
  return skerry_state_propose(state, &command, agreed, context) ? SKERRY_OK : SKERRY_BUSY;
}

/** Changes in their agreed order, with keys and values as bytes. */
static inline bool total_watch(skerry_state *state, skerry_changed *changed, void *context) {
  return skerry_state_watch(state, changed, context);
}

/** Ends that; false where it was not begun. */
static inline bool total_unwatch(skerry_state *state, skerry_changed *changed, void *context) {
  return skerry_state_unwatch(state, changed, context);
}

#define FINISHED_KEY_SIZE 4
#define FINISHED_KEY_KEY_AT 0
SKERRY_ASSERT(FINISHED_KEY_KEY_AT + 4 <= FINISHED_KEY_SIZE, "FINISHED_KEY_KEY_AT");
/** A key of finished. */
typedef struct finished_key {
  uint32_t key;
} finished_key;

typedef struct finished_key_view {
  const uint8_t *at;
  uint32_t bytes;
} finished_key_view;

static inline skerry_reason finished_key_encode(
    const finished_key *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 4u) return SKERRY_NO_ROOM;
  skerry_put_u32(to, value->key);
  *bytes = 4;
  return SKERRY_OK;
}

static inline skerry_reason finished_key_decode(finished_key *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 4u || bytes > 4u) return SKERRY_BYTES;
  value->key = skerry_get_u32(from);
  return SKERRY_OK;
}

static inline skerry_reason finished_key_check(const uint8_t *from, uint32_t bytes) {
  (void)from;
  if (bytes < 4u || bytes > 4u) return SKERRY_BYTES;
  return SKERRY_OK;
}

static inline skerry_reason finished_key_open(finished_key_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = finished_key_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline uint32_t finished_key_get_key(finished_key_view view) {
  return skerry_get_u32(view.at);
}

typedef struct finished_key_writer {
  uint8_t *at;
} finished_key_writer;

static inline skerry_reason finished_key_write(finished_key_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < FINISHED_KEY_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, FINISHED_KEY_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason finished_key_set_key(finished_key_writer *writer, uint32_t value) {
  skerry_put_u32(writer->at, value);
  return SKERRY_OK;
}

static inline skerry_reason finished_key_finish(const finished_key_writer *writer, uint32_t *bytes) {
  *bytes = 4;
  return finished_key_check(writer->at, *bytes);
}

/**
 * Who is done.
 *
 * A set, agreed on by twoPhase.
 */
static inline skerry_state * finished_use(skerry_program *me) {
  return skerry_state_use(me, "finished");
}

/** What the replica of this core has: false for what is not there. */
static inline bool finished_get(skerry_state *state, const finished_key *key) {
  uint8_t key_room[FINISHED_KEY_SIZE];
  uint32_t key_bytes = 0;
  if (finished_key_encode(key, key_room, sizeof key_room, &key_bytes) != SKERRY_OK) return false;
  const skerry_part found = skerry_state_get(state, (skerry_part){key_room, key_bytes});
  return found.at != NULL;
}

/** Puts it into the set, or takes it out. */
static inline skerry_reason finished_propose(
    skerry_state *state, const finished_key *key, bool is_in, skerry_agreed *agreed, void *context) {
  uint8_t key_room[FINISHED_KEY_SIZE];
  uint32_t key_bytes = 0;
  skerry_reason key_reason = key == NULL ? SKERRY_OK : finished_key_encode(key, key_room, sizeof key_room, &key_bytes);
  if (key_reason != SKERRY_OK) return key_reason;
  const uint8_t operation = is_in ? SKERRY_ADD : SKERRY_DELETE;
  const skerry_command command = {operation, SKERRY_ANYTHING, {key_room, key_bytes}, {NULL, 0}, {NULL, 0}};
  return skerry_state_propose(state, &command, agreed, context) ? SKERRY_OK : SKERRY_BUSY;
}

/** Changes in their agreed order, with keys and values as bytes. */
static inline bool finished_watch(skerry_state *state, skerry_changed *changed, void *context) {
  return skerry_state_watch(state, changed, context);
}

/** Ends that; false where it was not begun. */
static inline bool finished_unwatch(skerry_state *state, skerry_changed *changed, void *context) {
  return skerry_state_unwatch(state, changed, context);
}

#endif
