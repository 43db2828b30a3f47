/*
 * Sums, version 1. Written by Skerry from its description: changes are lost.
 *
 * Adds up numbers.
 */
#ifndef SKERRY_SUMS_H
#define SKERRY_SUMS_H

#include "skerry-codec.h"
#ifndef SKERRY_CODEC_ONLY
#include "skerry.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef uint8_t sums_problem;
#define SUMS_PROBLEM_OVERFLOW ((sums_problem)UINT8_C(0))

static inline bool sums_problem_is_known(sums_problem value) {
  switch (value) {
    case UINT8_C(0):
      return true;
    default:
      return false;
  }
}

#define SUMS_ADD_OPCODE 1

#define SUMS_ADD_REQUEST_SIZE 1028
#define SUMS_ADD_REQUEST_NUMBERS_AT 0
#define SUMS_ADD_REQUEST_NUMBERS_DATA_AT 4
#define SUMS_ADD_REQUEST_NUMBERS_BOUND 256
SKERRY_ASSERT(SUMS_ADD_REQUEST_NUMBERS_AT + 4 <= SUMS_ADD_REQUEST_SIZE && SUMS_ADD_REQUEST_NUMBERS_DATA_AT + SUMS_ADD_REQUEST_NUMBERS_BOUND * 4 <= SUMS_ADD_REQUEST_SIZE, "SUMS_ADD_REQUEST_NUMBERS_AT");
/** What a request carries: Sums.add. */
typedef struct sums_add_request {
  struct { uint32_t count; uint32_t items[256]; } numbers;
} sums_add_request;

typedef struct sums_add_request_view {
  const uint8_t *at;
  uint32_t bytes;
} sums_add_request_view;

static inline skerry_reason sums_add_request_encode(
    const sums_add_request *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 4u) return SKERRY_NO_ROOM;
  if (value->numbers.count > 256u) return SKERRY_LENGTH;
  if (room - 4u < value->numbers.count * 4u) return SKERRY_NO_ROOM;
  if (value->numbers.count > 256u) return SKERRY_LENGTH;
  skerry_put_u32(to, value->numbers.count);
  skerry_copy_numbers(to + 4, value->numbers.items, value->numbers.count, 4);
  *bytes = 4u + value->numbers.count * 4u;
  return SKERRY_OK;
}

static inline skerry_reason sums_add_request_decode(sums_add_request *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 4u || bytes > 1028u) return SKERRY_BYTES;
  value->numbers.count = skerry_get_u32(from);
  if (value->numbers.count > (bytes - 4u) / 4u) return SKERRY_LENGTH;
  skerry_copy_numbers(value->numbers.items, from + 4, value->numbers.count, 4);
  return SKERRY_OK;
}

static inline skerry_reason sums_add_request_check(const uint8_t *from, uint32_t bytes) {
  if (bytes < 4u || bytes > 1028u) return SKERRY_BYTES;
  {
    const uint32_t count0 = skerry_get_u32(from);
    if (count0 > (bytes - 4u) / 4u) return SKERRY_LENGTH;
  }
  return SKERRY_OK;
}

static inline skerry_reason sums_add_request_open(sums_add_request_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = sums_add_request_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline uint32_t sums_add_request_count_of_numbers(sums_add_request_view view) {
  return skerry_count(view.at, (view.bytes - 4u) / 4u);
}

static inline bool sums_add_request_get_numbers(sums_add_request_view view, uint32_t index0, uint32_t *value) {
  if (index0 >= sums_add_request_count_of_numbers(view)) return false;
  const uint8_t *at0 = view.at + 4 + (size_t)4 * index0;
  *value = skerry_get_u32(at0);
  return true;
}

typedef struct sums_add_request_writer {
  uint8_t *at;
} sums_add_request_writer;

static inline skerry_reason sums_add_request_write(sums_add_request_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < SUMS_ADD_REQUEST_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, SUMS_ADD_REQUEST_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason sums_add_request_set_count_of_numbers(sums_add_request_writer *writer, uint32_t count) {
  if (count > 256u) return SKERRY_LENGTH;
  skerry_put_u32(writer->at, count);
  return SKERRY_OK;
}

static inline skerry_reason sums_add_request_set_numbers(
    sums_add_request_writer *writer, uint32_t index0, uint32_t value) {
  if (index0 >= 256u) return SKERRY_LENGTH;
  uint8_t *at0 = writer->at + 4 + (size_t)4 * index0;
  skerry_put_u32(at0, value);
  return SKERRY_OK;
}

static inline skerry_reason sums_add_request_finish(const sums_add_request_writer *writer, uint32_t *bytes) {
  *bytes = 4u + skerry_count(writer->at, 256u) * 4u;
  return sums_add_request_check(writer->at, *bytes);
}

#define SUMS_ADD_REPLY_SIZE 4
#define SUMS_ADD_REPLY_SUM_AT 0
SKERRY_ASSERT(SUMS_ADD_REPLY_SUM_AT + 4 <= SUMS_ADD_REPLY_SIZE, "SUMS_ADD_REPLY_SUM_AT");
/** A reply: Sums.add. */
typedef struct sums_add_reply {
  uint32_t sum;
} sums_add_reply;

typedef struct sums_add_reply_view {
  const uint8_t *at;
  uint32_t bytes;
} sums_add_reply_view;

static inline skerry_reason sums_add_reply_encode(
    const sums_add_reply *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 4u) return SKERRY_NO_ROOM;
  skerry_put_u32(to, value->sum);
  *bytes = 4;
  return SKERRY_OK;
}

static inline skerry_reason sums_add_reply_decode(sums_add_reply *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 4u || bytes > 4u) return SKERRY_BYTES;
  value->sum = skerry_get_u32(from);
  return SKERRY_OK;
}

static inline skerry_reason sums_add_reply_check(const uint8_t *from, uint32_t bytes) {
  (void)from;
  if (bytes < 4u || bytes > 4u) return SKERRY_BYTES;
  return SKERRY_OK;
}

static inline skerry_reason sums_add_reply_open(sums_add_reply_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = sums_add_reply_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline uint32_t sums_add_reply_get_sum(sums_add_reply_view view) {
  return skerry_get_u32(view.at);
}

typedef struct sums_add_reply_writer {
  uint8_t *at;
} sums_add_reply_writer;

static inline skerry_reason sums_add_reply_write(sums_add_reply_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < SUMS_ADD_REPLY_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, SUMS_ADD_REPLY_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason sums_add_reply_set_sum(sums_add_reply_writer *writer, uint32_t value) {
  skerry_put_u32(writer->at, value);
  return SKERRY_OK;
}

static inline skerry_reason sums_add_reply_finish(const sums_add_reply_writer *writer, uint32_t *bytes) {
  *bytes = 4;
  return sums_add_reply_check(writer->at, *bytes);
}

#define SUMS_ADD_FAILURE_SIZE 1
#define SUMS_ADD_FAILURE_DETAIL_AT 0
SKERRY_ASSERT(SUMS_ADD_FAILURE_DETAIL_AT + 1 <= SUMS_ADD_FAILURE_SIZE, "SUMS_ADD_FAILURE_DETAIL_AT");
/** A declared failure: Sums.add. */
typedef struct sums_add_failure {
  sums_problem detail;
} sums_add_failure;

typedef struct sums_add_failure_view {
  const uint8_t *at;
  uint32_t bytes;
} sums_add_failure_view;

static inline skerry_reason sums_add_failure_encode(
    const sums_add_failure *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 1u) return SKERRY_NO_ROOM;
  if (!sums_problem_is_known(value->detail)) return SKERRY_NO_MEMBER;
  skerry_put_u8(to, value->detail);
  *bytes = 1;
  return SKERRY_OK;
}

static inline skerry_reason sums_add_failure_decode(sums_add_failure *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 1u || bytes > 1u) return SKERRY_BYTES;
  value->detail = skerry_get_u8(from);
  if (!sums_problem_is_known(value->detail)) return SKERRY_NO_MEMBER;
  return SKERRY_OK;
}

static inline skerry_reason sums_add_failure_check(const uint8_t *from, uint32_t bytes) {
  if (bytes < 1u || bytes > 1u) return SKERRY_BYTES;
  if (!sums_problem_is_known(skerry_get_u8(from))) return SKERRY_NO_MEMBER;
  return SKERRY_OK;
}

static inline skerry_reason sums_add_failure_open(sums_add_failure_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = sums_add_failure_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline sums_problem sums_add_failure_get_detail(sums_add_failure_view view) {
  return skerry_get_u8(view.at);
}

typedef struct sums_add_failure_writer {
  uint8_t *at;
} sums_add_failure_writer;

static inline skerry_reason sums_add_failure_write(sums_add_failure_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < SUMS_ADD_FAILURE_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, SUMS_ADD_FAILURE_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason sums_add_failure_set_detail(sums_add_failure_writer *writer, sums_problem value) {
  if (!sums_problem_is_known(value)) return SKERRY_NO_MEMBER;
  skerry_put_u8(writer->at, value);
  return SKERRY_OK;
}

static inline skerry_reason sums_add_failure_finish(const sums_add_failure_writer *writer, uint32_t *bytes) {
  *bytes = 1;
  return sums_add_failure_check(writer->at, *bytes);
}

#define SUMS_NOTE_OPCODE 2

#define SUMS_NOTE_REQUEST_SIZE 4
#define SUMS_NOTE_REQUEST_NUMBER_AT 0
SKERRY_ASSERT(SUMS_NOTE_REQUEST_NUMBER_AT + 4 <= SUMS_NOTE_REQUEST_SIZE, "SUMS_NOTE_REQUEST_NUMBER_AT");
/** What a request carries: Sums.note. */
typedef struct sums_note_request {
  uint32_t number;
} sums_note_request;

typedef struct sums_note_request_view {
  const uint8_t *at;
  uint32_t bytes;
} sums_note_request_view;

static inline skerry_reason sums_note_request_encode(
    const sums_note_request *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 4u) return SKERRY_NO_ROOM;
  skerry_put_u32(to, value->number);
  *bytes = 4;
  return SKERRY_OK;
}

static inline skerry_reason sums_note_request_decode(sums_note_request *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 4u || bytes > 4u) return SKERRY_BYTES;
  value->number = skerry_get_u32(from);
  return SKERRY_OK;
}

static inline skerry_reason sums_note_request_check(const uint8_t *from, uint32_t bytes) {
  (void)from;
  if (bytes < 4u || bytes > 4u) return SKERRY_BYTES;
  return SKERRY_OK;
}

static inline skerry_reason sums_note_request_open(sums_note_request_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = sums_note_request_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline uint32_t sums_note_request_get_number(sums_note_request_view view) {
  return skerry_get_u32(view.at);
}

typedef struct sums_note_request_writer {
  uint8_t *at;
} sums_note_request_writer;

static inline skerry_reason sums_note_request_write(sums_note_request_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < SUMS_NOTE_REQUEST_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, SUMS_NOTE_REQUEST_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason sums_note_request_set_number(sums_note_request_writer *writer, uint32_t value) {
  skerry_put_u32(writer->at, value);
  return SKERRY_OK;
}

static inline skerry_reason sums_note_request_finish(const sums_note_request_writer *writer, uint32_t *bytes) {
  *bytes = 4;
  return sums_note_request_check(writer->at, *bytes);
}

#define SUMS_NOTED_OPCODE 3

#define SUMS_NOTED_REPLY_SIZE 16
#define SUMS_NOTED_REPLY_COUNT_AT 0
SKERRY_ASSERT(SUMS_NOTED_REPLY_COUNT_AT + 4 <= SUMS_NOTED_REPLY_SIZE, "SUMS_NOTED_REPLY_COUNT_AT");
#define SUMS_NOTED_REPLY_SUM_AT 8
SKERRY_ASSERT(SUMS_NOTED_REPLY_SUM_AT + 8 <= SUMS_NOTED_REPLY_SIZE, "SUMS_NOTED_REPLY_SUM_AT");
/** A reply: Sums.noted. */
typedef struct sums_noted_reply {
  uint32_t count;
  uint64_t sum;
} sums_noted_reply;

typedef struct sums_noted_reply_view {
  const uint8_t *at;
  uint32_t bytes;
} sums_noted_reply_view;

static inline skerry_reason sums_noted_reply_encode(
    const sums_noted_reply *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 16u) return SKERRY_NO_ROOM;
  skerry_clear(to + 4, 4);
  skerry_put_u32(to, value->count);
  skerry_put_u64(to + 8, value->sum);
  *bytes = 16;
  return SKERRY_OK;
}

static inline skerry_reason sums_noted_reply_decode(sums_noted_reply *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 16u || bytes > 16u) return SKERRY_BYTES;
  value->count = skerry_get_u32(from);
  value->sum = skerry_get_u64(from + 8);
  return SKERRY_OK;
}

static inline skerry_reason sums_noted_reply_check(const uint8_t *from, uint32_t bytes) {
  (void)from;
  if (bytes < 16u || bytes > 16u) return SKERRY_BYTES;
  return SKERRY_OK;
}

static inline skerry_reason sums_noted_reply_open(sums_noted_reply_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = sums_noted_reply_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline uint32_t sums_noted_reply_get_count(sums_noted_reply_view view) {
  return skerry_get_u32(view.at);
}

static inline uint64_t sums_noted_reply_get_sum(sums_noted_reply_view view) {
  return skerry_get_u64(view.at + 8);
}

typedef struct sums_noted_reply_writer {
  uint8_t *at;
} sums_noted_reply_writer;

static inline skerry_reason sums_noted_reply_write(sums_noted_reply_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < SUMS_NOTED_REPLY_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, SUMS_NOTED_REPLY_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason sums_noted_reply_set_count(sums_noted_reply_writer *writer, uint32_t value) {
  skerry_put_u32(writer->at, value);
  return SKERRY_OK;
}

static inline skerry_reason sums_noted_reply_set_sum(sums_noted_reply_writer *writer, uint64_t value) {
  skerry_put_u64(writer->at + 8, value);
  return SKERRY_OK;
}

static inline skerry_reason sums_noted_reply_finish(const sums_noted_reply_writer *writer, uint32_t *bytes) {
  *bytes = 16;
  return sums_noted_reply_check(writer->at, *bytes);
}

#ifndef SKERRY_CODEC_ONLY

static const skerry_operation sums_operations[] = {
  { "add", UINT32_C(4042472062), 0, 0, 1, 0, false },
  { "note", UINT32_C(1138514379), 0, 0, 2, 0, false },
  { "noted", UINT32_C(305672267), 0, 0, 3, 0, false },
};

static const skerry_interface sums_interface = {
  "Sums", "9429780f5dd7d700", 1, 1028, 16, 3, sums_operations
};

typedef struct sums_add_answer {
  /** SKERRY_REPLY, SKERRY_FAILURE, SKERRY_FAULT, SKERRY_REFUSED, SKERRY_LATE or SKERRY_LOST. */
  uint8_t kind;
  /** Of a fault: what was wrong with an answer that could not be read; else SKERRY_OK. */
  skerry_reason reason;
  union {
    sums_add_reply reply;
    sums_add_failure failure;
    skerry_text fault;
  } as;
} sums_add_answer;

/** The caller's own, and not to be used for anything else before it is done. */
typedef struct sums_add_pending sums_add_pending;
struct sums_add_pending {
  /** Called once. What is in the answer is good until it returns. */
  void (*done)(sums_add_pending *pending, const sums_add_answer *answer);
  void *context;
};

static inline void sums_add_receive(void *context, uint8_t kind, const void *payload, uint32_t bytes) {
  sums_add_pending *pending = (sums_add_pending *)context;
  sums_add_answer answer;
  answer.kind = kind;
  answer.reason = SKERRY_OK;
  answer.as.fault.data = (const char *)payload;
  answer.as.fault.length = bytes;
  if (kind == SKERRY_REPLY) answer.reason = sums_add_reply_decode(&answer.as.reply, (const uint8_t *)payload, bytes);
  if (kind == SKERRY_FAILURE) answer.reason = sums_add_failure_decode(&answer.as.failure, (const uint8_t *)payload, bytes);
  if (answer.reason != SKERRY_OK) {
    answer.kind = SKERRY_FAULT;
    answer.as.fault = skerry_text_of("an answer that cannot be read");
  }
  pending->done(pending, &answer);
}

/**
 * The sum of some numbers.
 *
 * It may be answered with a declared failure.
 */
static inline skerry_reason sums_add(
    skerry_binding *binding, const sums_add_request *request, sums_add_pending *pending) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(skerry_program_of(binding), SUMS_ADD_REQUEST_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = sums_add_request_encode(request, room, SUMS_ADD_REQUEST_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_request(binding, SUMS_ADD_OPCODE, room, bytes, sums_add_receive, pending) ? SKERRY_OK : SKERRY_BUSY;
}

/** Remember a number. Nobody answers. */
static inline skerry_reason sums_note(skerry_binding *binding, const sums_note_request *request) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(skerry_program_of(binding), SUMS_NOTE_REQUEST_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = sums_note_request_encode(request, room, SUMS_NOTE_REQUEST_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_message(binding, SUMS_NOTE_OPCODE, room, bytes) ? SKERRY_OK : SKERRY_BUSY;
}

typedef struct sums_noted_answer {
  /** SKERRY_REPLY, SKERRY_FAILURE, SKERRY_FAULT, SKERRY_REFUSED, SKERRY_LATE or SKERRY_LOST. */
  uint8_t kind;
  /** Of a fault: what was wrong with an answer that could not be read; else SKERRY_OK. */
  skerry_reason reason;
  union {
    sums_noted_reply reply;
    skerry_text fault;
  } as;
} sums_noted_answer;

/** The caller's own, and not to be used for anything else before it is done. */
typedef struct sums_noted_pending sums_noted_pending;
struct sums_noted_pending {
  /** Called once. What is in the answer is good until it returns. */
  void (*done)(sums_noted_pending *pending, const sums_noted_answer *answer);
  void *context;
};

static inline void sums_noted_receive(void *context, uint8_t kind, const void *payload, uint32_t bytes) {
  sums_noted_pending *pending = (sums_noted_pending *)context;
  sums_noted_answer answer;
  answer.kind = kind;
  answer.reason = SKERRY_OK;
  answer.as.fault.data = (const char *)payload;
  answer.as.fault.length = bytes;
  if (kind == SKERRY_REPLY) answer.reason = sums_noted_reply_decode(&answer.as.reply, (const uint8_t *)payload, bytes);
  if (answer.reason != SKERRY_OK) {
    answer.kind = SKERRY_FAULT;
    answer.as.fault = skerry_text_of("an answer that cannot be read");
  }
  pending->done(pending, &answer);
}

/** How many numbers were noted, and their sum. */
static inline skerry_reason sums_noted(skerry_binding *binding, sums_noted_pending *pending) {
  return skerry_request(binding, SUMS_NOTED_OPCODE, NULL, 0, sums_noted_receive, pending) ? SKERRY_OK : SKERRY_BUSY;
}

static inline skerry_reason sums_add_reply_send(const skerry_call *call, const sums_add_reply *reply) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(call->program, SUMS_ADD_REPLY_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = sums_add_reply_encode(reply, room, SUMS_ADD_REPLY_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_answer(call, SKERRY_REPLY, room, bytes) ? SKERRY_OK : SKERRY_BUSY;
}

/** Answers with a declared failure, which is in `detail`. */
static inline skerry_reason sums_add_fail(const skerry_call *call, const sums_add_failure *failure) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(call->program, SUMS_ADD_FAILURE_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = sums_add_failure_encode(failure, room, SUMS_ADD_FAILURE_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_answer(call, SKERRY_FAILURE, room, bytes) ? SKERRY_OK : SKERRY_BUSY;
}

static inline skerry_reason sums_noted_reply_send(const skerry_call *call, const sums_noted_reply *reply) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(call->program, SUMS_NOTED_REPLY_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = sums_noted_reply_encode(reply, room, SUMS_NOTED_REPLY_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_answer(call, SKERRY_REPLY, room, bytes) ? SKERRY_OK : SKERRY_BUSY;
}

/** What a service of Sums implements. A call is kept by copying it, and may be answered later. */
typedef struct sums_server {
  /** The sum of some numbers. */
  void (*add)(void *self, const skerry_call *call, const sums_add_request *request);
  /** Remember a number. Nobody answers. */
  void (*note)(void *self, const skerry_call *call, const sums_note_request *request);
  /** How many numbers were noted, and their sum. */
  void (*noted)(void *self, const skerry_call *call);
} sums_server;

static inline bool sums_add_serve(
    const sums_server *server, void *self, const skerry_call *call, const uint8_t *payload, uint32_t bytes) {
  sums_add_request request;
  if (call->kind != SKERRY_REQUEST || server->add == NULL || sums_add_request_decode(&request, payload, bytes) != SKERRY_OK) {
    if (call->kind != SKERRY_MESSAGE) (void)skerry_answer(call, SKERRY_FAULT, "Sums.add cannot be asked so", 27);
    return false;
  }
  server->add(self, call, &request);
  return true;
}

static inline bool sums_note_serve(
    const sums_server *server, void *self, const skerry_call *call, const uint8_t *payload, uint32_t bytes) {
  sums_note_request request;
  if (call->kind != SKERRY_MESSAGE || server->note == NULL || sums_note_request_decode(&request, payload, bytes) != SKERRY_OK) {
    if (call->kind != SKERRY_MESSAGE) (void)skerry_answer(call, SKERRY_FAULT, "Sums.note cannot be asked so", 28);
    return false;
  }
  server->note(self, call, &request);
  return true;
}

static inline bool sums_noted_serve(
    const sums_server *server, void *self, const skerry_call *call, const uint8_t *payload, uint32_t bytes) {
  (void)payload;
  if (call->kind != SKERRY_REQUEST || server->noted == NULL || bytes != 0) {
    if (call->kind != SKERRY_MESSAGE) (void)skerry_answer(call, SKERRY_FAULT, "Sums.noted cannot be asked so", 29);
    return false;
  }
  server->noted(self, call);
  return true;
}

/** Serves a request: false when it was none, which its sender has been told, if it waits for an answer. */
static inline bool sums_dispatch(
    const sums_server *server, void *self, const skerry_call *call, const void *payload, uint32_t bytes) {
  const uint8_t *bytes_of = (const uint8_t *)payload;
  switch (call->opcode) {
    case SUMS_ADD_OPCODE:
      return sums_add_serve(server, self, call, bytes_of, bytes);
    case SUMS_NOTE_OPCODE:
      return sums_note_serve(server, self, call, bytes_of, bytes);
    case SUMS_NOTED_OPCODE:
      return sums_noted_serve(server, self, call, bytes_of, bytes);
    default:
      if (call->kind != SKERRY_MESSAGE) (void)skerry_answer(call, SKERRY_FAULT, "Sums has no such operation", 26);
      return false;
  }
}

#endif

#ifdef __cplusplus
}
#endif

#endif
