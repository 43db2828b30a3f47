/*
 * Ledger, version 1. Written by Skerry from its description: changes are lost.
 *
 * What was bought for how much.
 */
#ifndef SKERRY_LEDGER_H
#define SKERRY_LEDGER_H

#include "skerry-codec.h"
#ifndef SKERRY_CODEC_ONLY
#include "skerry.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef uint8_t ledger_problem;
#define LEDGER_PROBLEM_CLOSED ((ledger_problem)UINT8_C(0))

static inline bool ledger_problem_is_known(ledger_problem value) {
  switch (value) {
    case UINT8_C(0):
      return true;
    default:
      return false;
  }
}

#define LEDGER_ENTER_OPCODE 1

#define LEDGER_ENTER_REQUEST_SIZE 72
#define LEDGER_ENTER_REQUEST_WHAT_AT 0
#define LEDGER_ENTER_REQUEST_WHAT_DATA_AT 8
#define LEDGER_ENTER_REQUEST_WHAT_BOUND 64
SKERRY_ASSERT(LEDGER_ENTER_REQUEST_WHAT_AT + 4 <= LEDGER_ENTER_REQUEST_SIZE && LEDGER_ENTER_REQUEST_WHAT_DATA_AT + LEDGER_ENTER_REQUEST_WHAT_BOUND * 1 <= LEDGER_ENTER_REQUEST_SIZE, "LEDGER_ENTER_REQUEST_WHAT_AT");
#define LEDGER_ENTER_REQUEST_AMOUNT_AT 4
SKERRY_ASSERT(LEDGER_ENTER_REQUEST_AMOUNT_AT + 4 <= LEDGER_ENTER_REQUEST_SIZE, "LEDGER_ENTER_REQUEST_AMOUNT_AT");
/** What a request carries: Ledger.enter. */
typedef struct ledger_enter_request {
  skerry_text what;
  uint32_t amount;
} ledger_enter_request;

typedef struct ledger_enter_request_view {
  const uint8_t *at;
  uint32_t bytes;
} ledger_enter_request_view;

static inline skerry_reason ledger_enter_request_encode(
    const ledger_enter_request *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  skerry_reason reason;
  if (room < 8u) return SKERRY_NO_ROOM;
  skerry_put_u32(to + 4, value->amount);
  if (value->what.length > 64u) return SKERRY_LENGTH;
  if (room - 8u < value->what.length) return SKERRY_NO_ROOM;
  reason = skerry_put_text(to, to + 8, 64, 0, value->what);
  if (reason != SKERRY_OK) return reason;
  *bytes = 8u + value->what.length;
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_request_decode(
    ledger_enter_request *value, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason;
  if (bytes < 8u || bytes > 72u) return SKERRY_BYTES;
  reason = skerry_get_text(from, from + 8, bytes - 8u, &value->what);
  if (reason != SKERRY_OK) return reason;
  value->amount = skerry_get_u32(from + 4);
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_request_check(const uint8_t *from, uint32_t bytes) {
  skerry_reason reason;
  if (bytes < 8u || bytes > 72u) return SKERRY_BYTES;
  {
    skerry_text text;
    reason = skerry_get_text(from, from + 8, bytes - 8u, &text);
    if (reason != SKERRY_OK) return reason;
  }
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_request_open(
    ledger_enter_request_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = ledger_enter_request_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline skerry_text ledger_enter_request_get_what(ledger_enter_request_view view) {
  skerry_text value;
  value.data = (const char *)(view.at + 8);
  value.length = skerry_count(view.at, view.bytes - 8u);
  return value;
}

static inline uint32_t ledger_enter_request_get_amount(ledger_enter_request_view view) {
  return skerry_get_u32(view.at + 4);
}

typedef struct ledger_enter_request_writer {
  uint8_t *at;
} ledger_enter_request_writer;

static inline skerry_reason ledger_enter_request_write(
    ledger_enter_request_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < LEDGER_ENTER_REQUEST_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, LEDGER_ENTER_REQUEST_SIZE);
  return SKERRY_OK;
}

static inline uint8_t * ledger_enter_request_room_of_what(ledger_enter_request_writer *writer) {
  return writer->at + 8;
}

static inline skerry_reason ledger_enter_request_set_what(ledger_enter_request_writer *writer, skerry_text value) {
  skerry_reason reason;
  reason = skerry_put_text(writer->at, writer->at + 8, 64, 64, value);
  if (reason != SKERRY_OK) return reason;
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_request_set_amount(ledger_enter_request_writer *writer, uint32_t value) {
  skerry_put_u32(writer->at + 4, value);
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_request_finish(const ledger_enter_request_writer *writer, uint32_t *bytes) {
  *bytes = 8u + skerry_count(writer->at, 64u) * 1u;
  return ledger_enter_request_check(writer->at, *bytes);
}

#define LEDGER_ENTER_REPLY_SIZE 4
#define LEDGER_ENTER_REPLY_ENTRY_AT 0
SKERRY_ASSERT(LEDGER_ENTER_REPLY_ENTRY_AT + 4 <= LEDGER_ENTER_REPLY_SIZE, "LEDGER_ENTER_REPLY_ENTRY_AT");
/** A reply: Ledger.enter. */
typedef struct ledger_enter_reply {
  uint32_t entry;
} ledger_enter_reply;

typedef struct ledger_enter_reply_view {
  const uint8_t *at;
  uint32_t bytes;
} ledger_enter_reply_view;

static inline skerry_reason ledger_enter_reply_encode(
    const ledger_enter_reply *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 4u) return SKERRY_NO_ROOM;
  skerry_put_u32(to, value->entry);
  *bytes = 4;
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_reply_decode(ledger_enter_reply *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 4u || bytes > 4u) return SKERRY_BYTES;
  value->entry = skerry_get_u32(from);
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_reply_check(const uint8_t *from, uint32_t bytes) {
  (void)from;
  if (bytes < 4u || bytes > 4u) return SKERRY_BYTES;
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_reply_open(
    ledger_enter_reply_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = ledger_enter_reply_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline uint32_t ledger_enter_reply_get_entry(ledger_enter_reply_view view) {
  return skerry_get_u32(view.at);
}

typedef struct ledger_enter_reply_writer {
  uint8_t *at;
} ledger_enter_reply_writer;

static inline skerry_reason ledger_enter_reply_write(ledger_enter_reply_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < LEDGER_ENTER_REPLY_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, LEDGER_ENTER_REPLY_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_reply_set_entry(ledger_enter_reply_writer *writer, uint32_t value) {
  skerry_put_u32(writer->at, value);
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_reply_finish(const ledger_enter_reply_writer *writer, uint32_t *bytes) {
  *bytes = 4;
  return ledger_enter_reply_check(writer->at, *bytes);
}

#define LEDGER_ENTER_FAILURE_SIZE 1
#define LEDGER_ENTER_FAILURE_DETAIL_AT 0
SKERRY_ASSERT(LEDGER_ENTER_FAILURE_DETAIL_AT + 1 <= LEDGER_ENTER_FAILURE_SIZE, "LEDGER_ENTER_FAILURE_DETAIL_AT");
/** A declared failure: Ledger.enter. */
typedef struct ledger_enter_failure {
  ledger_problem detail;
} ledger_enter_failure;

typedef struct ledger_enter_failure_view {
  const uint8_t *at;
  uint32_t bytes;
} ledger_enter_failure_view;

static inline skerry_reason ledger_enter_failure_encode(
    const ledger_enter_failure *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 1u) return SKERRY_NO_ROOM;
  if (!ledger_problem_is_known(value->detail)) return SKERRY_NO_MEMBER;
  skerry_put_u8(to, value->detail);
  *bytes = 1;
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_failure_decode(
    ledger_enter_failure *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 1u || bytes > 1u) return SKERRY_BYTES;
  value->detail = skerry_get_u8(from);
  if (!ledger_problem_is_known(value->detail)) return SKERRY_NO_MEMBER;
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_failure_check(const uint8_t *from, uint32_t bytes) {
  if (bytes < 1u || bytes > 1u) return SKERRY_BYTES;
  if (!ledger_problem_is_known(skerry_get_u8(from))) return SKERRY_NO_MEMBER;
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_failure_open(
    ledger_enter_failure_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = ledger_enter_failure_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline ledger_problem ledger_enter_failure_get_detail(ledger_enter_failure_view view) {
  return skerry_get_u8(view.at);
}

typedef struct ledger_enter_failure_writer {
  uint8_t *at;
} ledger_enter_failure_writer;

static inline skerry_reason ledger_enter_failure_write(
    ledger_enter_failure_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < LEDGER_ENTER_FAILURE_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, LEDGER_ENTER_FAILURE_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_failure_set_detail(ledger_enter_failure_writer *writer, ledger_problem value) {
  if (!ledger_problem_is_known(value)) return SKERRY_NO_MEMBER;
  skerry_put_u8(writer->at, value);
  return SKERRY_OK;
}

static inline skerry_reason ledger_enter_failure_finish(const ledger_enter_failure_writer *writer, uint32_t *bytes) {
  *bytes = 1;
  return ledger_enter_failure_check(writer->at, *bytes);
}

#define LEDGER_REMARK_OPCODE 2

#define LEDGER_REMARK_REQUEST_SIZE 208
#define LEDGER_REMARK_REQUEST_ENTRY_AT 0
SKERRY_ASSERT(LEDGER_REMARK_REQUEST_ENTRY_AT + 4 <= LEDGER_REMARK_REQUEST_SIZE, "LEDGER_REMARK_REQUEST_ENTRY_AT");
#define LEDGER_REMARK_REQUEST_TEXT_AT 4
#define LEDGER_REMARK_REQUEST_TEXT_DATA_AT 8
#define LEDGER_REMARK_REQUEST_TEXT_BOUND 200
SKERRY_ASSERT(LEDGER_REMARK_REQUEST_TEXT_AT + 4 <= LEDGER_REMARK_REQUEST_SIZE && LEDGER_REMARK_REQUEST_TEXT_DATA_AT + LEDGER_REMARK_REQUEST_TEXT_BOUND * 1 <= LEDGER_REMARK_REQUEST_SIZE, "LEDGER_REMARK_REQUEST_TEXT_AT");
/** What a request carries: Ledger.remark. */
typedef struct ledger_remark_request {
  uint32_t entry;
  skerry_text text;
} ledger_remark_request;

typedef struct ledger_remark_request_view {
  const uint8_t *at;
  uint32_t bytes;
} ledger_remark_request_view;

static inline skerry_reason ledger_remark_request_encode(
    const ledger_remark_request *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  skerry_reason reason;
  if (room < 8u) return SKERRY_NO_ROOM;
  skerry_put_u32(to, value->entry);
  if (value->text.length > 200u) return SKERRY_LENGTH;
  if (room - 8u < value->text.length) return SKERRY_NO_ROOM;
  reason = skerry_put_text(to + 4, to + 8, 200, 0, value->text);
  if (reason != SKERRY_OK) return reason;
  *bytes = 8u + value->text.length;
  return SKERRY_OK;
}

static inline skerry_reason ledger_remark_request_decode(
    ledger_remark_request *value, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason;
  if (bytes < 8u || bytes > 208u) return SKERRY_BYTES;
  value->entry = skerry_get_u32(from);
  reason = skerry_get_text(from + 4, from + 8, bytes - 8u, &value->text);
  if (reason != SKERRY_OK) return reason;
  return SKERRY_OK;
}

static inline skerry_reason ledger_remark_request_check(const uint8_t *from, uint32_t bytes) {
  skerry_reason reason;
  if (bytes < 8u || bytes > 208u) return SKERRY_BYTES;
  {
    skerry_text text;
    reason = skerry_get_text(from + 4, from + 8, bytes - 8u, &text);
    if (reason != SKERRY_OK) return reason;
  }
  return SKERRY_OK;
}

static inline skerry_reason ledger_remark_request_open(
    ledger_remark_request_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = ledger_remark_request_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline uint32_t ledger_remark_request_get_entry(ledger_remark_request_view view) {
  return skerry_get_u32(view.at);
}

static inline skerry_text ledger_remark_request_get_text(ledger_remark_request_view view) {
  skerry_text value;
  value.data = (const char *)(view.at + 8);
  value.length = skerry_count(view.at + 4, view.bytes - 8u);
  return value;
}

typedef struct ledger_remark_request_writer {
  uint8_t *at;
} ledger_remark_request_writer;

static inline skerry_reason ledger_remark_request_write(
    ledger_remark_request_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < LEDGER_REMARK_REQUEST_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, LEDGER_REMARK_REQUEST_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason ledger_remark_request_set_entry(ledger_remark_request_writer *writer, uint32_t value) {
  skerry_put_u32(writer->at, value);
  return SKERRY_OK;
}

static inline uint8_t * ledger_remark_request_room_of_text(ledger_remark_request_writer *writer) {
  return writer->at + 8;
}

static inline skerry_reason ledger_remark_request_set_text(ledger_remark_request_writer *writer, skerry_text value) {
  skerry_reason reason;
  reason = skerry_put_text(writer->at + 4, writer->at + 8, 200, 200, value);
  if (reason != SKERRY_OK) return reason;
  return SKERRY_OK;
}

static inline skerry_reason ledger_remark_request_finish(const ledger_remark_request_writer *writer, uint32_t *bytes) {
  *bytes = 8u + skerry_count(writer->at + 4, 200u) * 1u;
  return ledger_remark_request_check(writer->at, *bytes);
}

#define LEDGER_TOTAL_OPCODE 3

#define LEDGER_TOTAL_REPLY_SIZE 16
#define LEDGER_TOTAL_REPLY_ENTRIES_AT 0
SKERRY_ASSERT(LEDGER_TOTAL_REPLY_ENTRIES_AT + 4 <= LEDGER_TOTAL_REPLY_SIZE, "LEDGER_TOTAL_REPLY_ENTRIES_AT");
#define LEDGER_TOTAL_REPLY_SUM_AT 8
SKERRY_ASSERT(LEDGER_TOTAL_REPLY_SUM_AT + 8 <= LEDGER_TOTAL_REPLY_SIZE, "LEDGER_TOTAL_REPLY_SUM_AT");
/** A reply: Ledger.total. */
typedef struct ledger_total_reply {
  uint32_t entries;
  uint64_t sum;
} ledger_total_reply;

typedef struct ledger_total_reply_view {
  const uint8_t *at;
  uint32_t bytes;
} ledger_total_reply_view;

static inline skerry_reason ledger_total_reply_encode(
    const ledger_total_reply *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 16u) return SKERRY_NO_ROOM;
  skerry_clear(to + 4, 4);
  skerry_put_u32(to, value->entries);
  skerry_put_u64(to + 8, value->sum);
  *bytes = 16;
  return SKERRY_OK;
}

static inline skerry_reason ledger_total_reply_decode(ledger_total_reply *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 16u || bytes > 16u) return SKERRY_BYTES;
  value->entries = skerry_get_u32(from);
  value->sum = skerry_get_u64(from + 8);
  return SKERRY_OK;
}

static inline skerry_reason ledger_total_reply_check(const uint8_t *from, uint32_t bytes) {
  (void)from;
  if (bytes < 16u || bytes > 16u) return SKERRY_BYTES;
  return SKERRY_OK;
}

static inline skerry_reason ledger_total_reply_open(
    ledger_total_reply_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = ledger_total_reply_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline uint32_t ledger_total_reply_get_entries(ledger_total_reply_view view) {
  return skerry_get_u32(view.at);
}

static inline uint64_t ledger_total_reply_get_sum(ledger_total_reply_view view) {
  return skerry_get_u64(view.at + 8);
}

typedef struct ledger_total_reply_writer {
  uint8_t *at;
} ledger_total_reply_writer;

static inline skerry_reason ledger_total_reply_write(ledger_total_reply_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < LEDGER_TOTAL_REPLY_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, LEDGER_TOTAL_REPLY_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason ledger_total_reply_set_entries(ledger_total_reply_writer *writer, uint32_t value) {
  skerry_put_u32(writer->at, value);
  return SKERRY_OK;
}

static inline skerry_reason ledger_total_reply_set_sum(ledger_total_reply_writer *writer, uint64_t value) {
  skerry_put_u64(writer->at + 8, value);
  return SKERRY_OK;
}

static inline skerry_reason ledger_total_reply_finish(const ledger_total_reply_writer *writer, uint32_t *bytes) {
  *bytes = 16;
  return ledger_total_reply_check(writer->at, *bytes);
}

#ifndef SKERRY_CODEC_ONLY

static const skerry_operation ledger_operations[] = {
  { "enter", UINT32_C(2239507450), 0, 0, 1, 0, false },
  { "remark", UINT32_C(1876151053), 0, 0, 2, 0, false },
  { "total", UINT32_C(305672267), 0, 0, 3, 0, false },
};

static const skerry_interface ledger_interface = {
  "Ledger", "8ebca845daaecdd7", 1, 208, 16, 3, ledger_operations
};

typedef struct ledger_enter_answer {
  /** SKERRY_REPLY, SKERRY_FAILURE, SKERRY_FAULT, SKERRY_REFUSED, SKERRY_LATE or SKERRY_LOST. */
  uint8_t kind;
  /** Of a fault: what was wrong with an answer that could not be read; else SKERRY_OK. */
  skerry_reason reason;
  union {
    ledger_enter_reply reply;
    ledger_enter_failure failure;
    skerry_text fault;
  } as;
} ledger_enter_answer;

/** The caller's own, and not to be used for anything else before it is done. */
typedef struct ledger_enter_pending ledger_enter_pending;
struct ledger_enter_pending {
  /** Called once. What is in the answer is good until it returns. */
  void (*done)(ledger_enter_pending *pending, const ledger_enter_answer *answer);
  void *context;
};

static inline void ledger_enter_receive(void *context, uint8_t kind, const void *payload, uint32_t bytes) {
  ledger_enter_pending *pending = (ledger_enter_pending *)context;
  ledger_enter_answer answer;
  answer.kind = kind;
  answer.reason = SKERRY_OK;
  answer.as.fault.data = (const char *)payload;
  answer.as.fault.length = bytes;
  if (kind == SKERRY_REPLY) answer.reason = ledger_enter_reply_decode(&answer.as.reply, (const uint8_t *)payload, bytes);
  if (kind == SKERRY_FAILURE) answer.reason = ledger_enter_failure_decode(&answer.as.failure, (const uint8_t *)payload, bytes);
  if (answer.reason != SKERRY_OK) {
    answer.kind = SKERRY_FAULT;
    answer.as.fault = skerry_text_of("an answer that cannot be read");
  }
  pending->done(pending, &answer);
}

/**
 * Enter an amount; answers with the number of the entry.
 *
 * It may be answered with a declared failure.
 */
static inline skerry_reason ledger_enter(
    skerry_binding *binding, const ledger_enter_request *request, ledger_enter_pending *pending) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(skerry_program_of(binding), LEDGER_ENTER_REQUEST_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = ledger_enter_request_encode(request, room, LEDGER_ENTER_REQUEST_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_request(binding, LEDGER_ENTER_OPCODE, room, bytes, ledger_enter_receive, pending) ? SKERRY_OK : SKERRY_BUSY;
}

/** Of what was entered. Nobody answers. */
static inline skerry_reason ledger_remark(skerry_binding *binding, const ledger_remark_request *request) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(skerry_program_of(binding), LEDGER_REMARK_REQUEST_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = ledger_remark_request_encode(request, room, LEDGER_REMARK_REQUEST_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_message(binding, LEDGER_REMARK_OPCODE, room, bytes) ? SKERRY_OK : SKERRY_BUSY;
}

typedef struct ledger_total_answer {
  /** SKERRY_REPLY, SKERRY_FAILURE, SKERRY_FAULT, SKERRY_REFUSED, SKERRY_LATE or SKERRY_LOST. */
  uint8_t kind;
  /** Of a fault: what was wrong with an answer that could not be read; else SKERRY_OK. */
  skerry_reason reason;
  union {
    ledger_total_reply reply;
    skerry_text fault;
  } as;
} ledger_total_answer;

/** The caller's own, and not to be used for anything else before it is done. */
typedef struct ledger_total_pending ledger_total_pending;
struct ledger_total_pending {
  /** Called once. What is in the answer is good until it returns. */
  void (*done)(ledger_total_pending *pending, const ledger_total_answer *answer);
  void *context;
};

static inline void ledger_total_receive(void *context, uint8_t kind, const void *payload, uint32_t bytes) {
  ledger_total_pending *pending = (ledger_total_pending *)context;
  ledger_total_answer answer;
  answer.kind = kind;
  answer.reason = SKERRY_OK;
  answer.as.fault.data = (const char *)payload;
  answer.as.fault.length = bytes;
  if (kind == SKERRY_REPLY) answer.reason = ledger_total_reply_decode(&answer.as.reply, (const uint8_t *)payload, bytes);
  if (answer.reason != SKERRY_OK) {
    answer.kind = SKERRY_FAULT;
    answer.as.fault = skerry_text_of("an answer that cannot be read");
  }
  pending->done(pending, &answer);
}

/** How many entries there are, and their sum. */
static inline skerry_reason ledger_total(skerry_binding *binding, ledger_total_pending *pending) {
  return skerry_request(binding, LEDGER_TOTAL_OPCODE, NULL, 0, ledger_total_receive, pending) ? SKERRY_OK : SKERRY_BUSY;
}

static inline skerry_reason ledger_enter_reply_send(const skerry_call *call, const ledger_enter_reply *reply) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(call->program, LEDGER_ENTER_REPLY_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = ledger_enter_reply_encode(reply, room, LEDGER_ENTER_REPLY_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_answer(call, SKERRY_REPLY, room, bytes) ? SKERRY_OK : SKERRY_BUSY;
}

/** Answers with a declared failure, which is in `detail`. */
static inline skerry_reason ledger_enter_fail(const skerry_call *call, const ledger_enter_failure *failure) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(call->program, LEDGER_ENTER_FAILURE_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = ledger_enter_failure_encode(failure, room, LEDGER_ENTER_FAILURE_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_answer(call, SKERRY_FAILURE, room, bytes) ? SKERRY_OK : SKERRY_BUSY;
}

static inline skerry_reason ledger_total_reply_send(const skerry_call *call, const ledger_total_reply *reply) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(call->program, LEDGER_TOTAL_REPLY_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = ledger_total_reply_encode(reply, room, LEDGER_TOTAL_REPLY_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_answer(call, SKERRY_REPLY, room, bytes) ? SKERRY_OK : SKERRY_BUSY;
}

/** What a service of Ledger implements. A call is kept by copying it, and may be answered later. */
typedef struct ledger_server {
  /** Enter an amount; answers with the number of the entry. */
  void (*enter)(void *self, const skerry_call *call, const ledger_enter_request *request);
  /** Of what was entered. Nobody answers. */
  void (*remark)(void *self, const skerry_call *call, const ledger_remark_request *request);
  /** How many entries there are, and their sum. */
  void (*total)(void *self, const skerry_call *call);
} ledger_server;

static inline bool ledger_enter_serve(
    const ledger_server *server, void *self, const skerry_call *call, const uint8_t *payload, uint32_t bytes) {
  ledger_enter_request request;
  if (call->kind != SKERRY_REQUEST || server->enter == NULL || ledger_enter_request_decode(&request, payload, bytes) != SKERRY_OK) {
    if (call->kind != SKERRY_MESSAGE) (void)skerry_answer(call, SKERRY_FAULT, "Ledger.enter cannot be asked so", 31);
    return false;
  }
  server->enter(self, call, &request);
  return true;
}

static inline bool ledger_remark_serve(
    const ledger_server *server, void *self, const skerry_call *call, const uint8_t *payload, uint32_t bytes) {
  ledger_remark_request request;
  if (call->kind != SKERRY_MESSAGE || server->remark == NULL || ledger_remark_request_decode(&request, payload, bytes) != SKERRY_OK) {
    if (call->kind != SKERRY_MESSAGE) (void)skerry_answer(call, SKERRY_FAULT, "Ledger.remark cannot be asked so", 32);
    return false;
  }
  server->remark(self, call, &request);
  return true;
}

static inline bool ledger_total_serve(
    const ledger_server *server, void *self, const skerry_call *call, const uint8_t *payload, uint32_t bytes) {
  (void)payload;
  if (call->kind != SKERRY_REQUEST || server->total == NULL || bytes != 0) {
    if (call->kind != SKERRY_MESSAGE) (void)skerry_answer(call, SKERRY_FAULT, "Ledger.total cannot be asked so", 31);
    return false;
  }
  server->total(self, call);
  return true;
}

/** Serves a request: false when it was none, which its sender has been told, if it waits for an answer. */
static inline bool ledger_dispatch(
    const ledger_server *server, void *self, const skerry_call *call, const void *payload, uint32_t bytes) {
  const uint8_t *bytes_of = (const uint8_t *)payload;
  switch (call->opcode) {
    case LEDGER_ENTER_OPCODE:
      return ledger_enter_serve(server, self, call, bytes_of, bytes);
    case LEDGER_REMARK_OPCODE:
      return ledger_remark_serve(server, self, call, bytes_of, bytes);
    case LEDGER_TOTAL_OPCODE:
      return ledger_total_serve(server, self, call, bytes_of, bytes);
    default:
      if (call->kind != SKERRY_MESSAGE) (void)skerry_answer(call, SKERRY_FAULT, "Ledger has no such operation", 28);
      return false;
  }
}

#endif

#ifdef __cplusplus
}
#endif

#endif
