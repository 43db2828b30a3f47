/*
 * Filter, version 1. Written by Skerry from its description: changes are lost.
 *
 * Looks at what a sensor measured, where there is nothing else to do.
 */
#ifndef SKERRY_FILTER_H
#define SKERRY_FILTER_H

#include "skerry-codec.h"
#ifndef SKERRY_CODEC_ONLY
#include "skerry.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef uint8_t filter_problem;
#define FILTER_PROBLEM_NOTHING_MEASURED ((filter_problem)UINT8_C(0))

static inline bool filter_problem_is_known(filter_problem value) {
  switch (value) {
    case UINT8_C(0):
      return true;
    default:
      return false;
  }
}

#define FILTER_SUMMARY_SIZE 12
#define FILTER_SUMMARY_MEAN_AT 0
SKERRY_ASSERT(FILTER_SUMMARY_MEAN_AT + 4 <= FILTER_SUMMARY_SIZE, "FILTER_SUMMARY_MEAN_AT");
#define FILTER_SUMMARY_LEAST_AT 4
SKERRY_ASSERT(FILTER_SUMMARY_LEAST_AT + 4 <= FILTER_SUMMARY_SIZE, "FILTER_SUMMARY_LEAST_AT");
#define FILTER_SUMMARY_MOST_AT 8
SKERRY_ASSERT(FILTER_SUMMARY_MOST_AT + 4 <= FILTER_SUMMARY_SIZE, "FILTER_SUMMARY_MOST_AT");
typedef struct filter_summary {
  float mean;
  float least;
  float most;
} filter_summary;

typedef struct filter_summary_view {
  const uint8_t *at;
  uint32_t bytes;
} filter_summary_view;

static inline skerry_reason filter_summary_store(const filter_summary *value, uint8_t *to) {
  skerry_put_f32(to, &value->mean);
  skerry_put_f32(to + 4, &value->least);
  skerry_put_f32(to + 8, &value->most);
  return SKERRY_OK;
}

static inline skerry_reason filter_summary_load(filter_summary *value, const uint8_t *from) {
  skerry_get_f32(from, &value->mean);
  skerry_get_f32(from + 4, &value->least);
  skerry_get_f32(from + 8, &value->most);
  return SKERRY_OK;
}

static inline skerry_reason filter_summary_check(const uint8_t *from) {
  (void)from;
  return SKERRY_OK;
}

static inline skerry_reason filter_summary_open(filter_summary_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = bytes < FILTER_SUMMARY_SIZE ? SKERRY_BYTES : filter_summary_check(from);
  view->at = from;
  view->bytes = FILTER_SUMMARY_SIZE;
  return reason;
}

static inline bool filter_summary_get_mean(filter_summary_view view, float *value) {
  skerry_get_f32(view.at, value);
  return true;
}

static inline bool filter_summary_get_least(filter_summary_view view, float *value) {
  skerry_get_f32(view.at + 4, value);
  return true;
}

static inline bool filter_summary_get_most(filter_summary_view view, float *value) {
  skerry_get_f32(view.at + 8, value);
  return true;
}

#define FILTER_SUM_OPCODE 1

#define FILTER_SUM_REQUEST_SIZE 516
#define FILTER_SUM_REQUEST_SAMPLES_AT 0
#define FILTER_SUM_REQUEST_SAMPLES_DATA_AT 4
#define FILTER_SUM_REQUEST_SAMPLES_BOUND 128
SKERRY_ASSERT(FILTER_SUM_REQUEST_SAMPLES_AT + 4 <= FILTER_SUM_REQUEST_SIZE && FILTER_SUM_REQUEST_SAMPLES_DATA_AT + FILTER_SUM_REQUEST_SAMPLES_BOUND * 4 <= FILTER_SUM_REQUEST_SIZE, "FILTER_SUM_REQUEST_SAMPLES_AT");
/** What a request carries: Filter.sum. */
typedef struct filter_sum_request {
  struct { uint32_t count; float items[128]; } samples;
} filter_sum_request;

typedef struct filter_sum_request_view {
  const uint8_t *at;
  uint32_t bytes;
} filter_sum_request_view;

static inline skerry_reason filter_sum_request_encode(
    const filter_sum_request *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 4u) return SKERRY_NO_ROOM;
  if (value->samples.count > 128u) return SKERRY_LENGTH;
  if (room - 4u < value->samples.count * 4u) return SKERRY_NO_ROOM;
  if (value->samples.count > 128u) return SKERRY_LENGTH;
  skerry_put_u32(to, value->samples.count);
  skerry_copy_numbers(to + 4, value->samples.items, value->samples.count, 4);
  *bytes = 4u + value->samples.count * 4u;
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_request_decode(filter_sum_request *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 4u || bytes > 516u) return SKERRY_BYTES;
  value->samples.count = skerry_get_u32(from);
  if (value->samples.count > (bytes - 4u) / 4u) return SKERRY_LENGTH;
  skerry_copy_numbers(value->samples.items, from + 4, value->samples.count, 4);
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_request_check(const uint8_t *from, uint32_t bytes) {
  if (bytes < 4u || bytes > 516u) return SKERRY_BYTES;
  {
    const uint32_t count0 = skerry_get_u32(from);
    if (count0 > (bytes - 4u) / 4u) return SKERRY_LENGTH;
  }
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_request_open(
    filter_sum_request_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = filter_sum_request_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline uint32_t filter_sum_request_count_of_samples(filter_sum_request_view view) {
  return skerry_count(view.at, (view.bytes - 4u) / 4u);
}

static inline bool filter_sum_request_get_samples(filter_sum_request_view view, uint32_t index0, float *value) {
  if (index0 >= filter_sum_request_count_of_samples(view)) return false;
  const uint8_t *at0 = view.at + 4 + (size_t)4 * index0;
  skerry_get_f32(at0, value);
  return true;
}

typedef struct filter_sum_request_writer {
  uint8_t *at;
} filter_sum_request_writer;

static inline skerry_reason filter_sum_request_write(filter_sum_request_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < FILTER_SUM_REQUEST_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, FILTER_SUM_REQUEST_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_request_set_count_of_samples(filter_sum_request_writer *writer, uint32_t count) {
  if (count > 128u) return SKERRY_LENGTH;
  skerry_put_u32(writer->at, count);
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_request_set_samples(
    filter_sum_request_writer *writer, uint32_t index0, const float *value) {
  if (index0 >= 128u) return SKERRY_LENGTH;
  uint8_t *at0 = writer->at + 4 + (size_t)4 * index0;
  skerry_put_f32(at0, value);
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_request_finish(const filter_sum_request_writer *writer, uint32_t *bytes) {
  *bytes = 4u + skerry_count(writer->at, 128u) * 4u;
  return filter_sum_request_check(writer->at, *bytes);
}

#define FILTER_SUM_REPLY_SIZE 12
#define FILTER_SUM_REPLY_SUMMARY_AT 0
SKERRY_ASSERT(FILTER_SUM_REPLY_SUMMARY_AT + 12 <= FILTER_SUM_REPLY_SIZE, "FILTER_SUM_REPLY_SUMMARY_AT");
/** A reply: Filter.sum. */
typedef struct filter_sum_reply {
  filter_summary summary;
} filter_sum_reply;

typedef struct filter_sum_reply_view {
  const uint8_t *at;
  uint32_t bytes;
} filter_sum_reply_view;

static inline skerry_reason filter_sum_reply_encode(
    const filter_sum_reply *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  skerry_reason reason;
  if (room < 12u) return SKERRY_NO_ROOM;
  reason = filter_summary_store(&value->summary, to);
  if (reason != SKERRY_OK) return reason;
  *bytes = 12;
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_reply_decode(filter_sum_reply *value, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason;
  if (bytes < 12u || bytes > 12u) return SKERRY_BYTES;
  reason = filter_summary_load(&value->summary, from);
  if (reason != SKERRY_OK) return reason;
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_reply_check(const uint8_t *from, uint32_t bytes) {
  skerry_reason reason;
  if (bytes < 12u || bytes > 12u) return SKERRY_BYTES;
  reason = filter_summary_check(from);
  if (reason != SKERRY_OK) return reason;
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_reply_open(filter_sum_reply_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = filter_sum_reply_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline filter_summary_view filter_sum_reply_get_summary(filter_sum_reply_view view) {
  filter_summary_view value;
  value.at = view.at;
  value.bytes = FILTER_SUMMARY_SIZE;
  return value;
}

typedef struct filter_sum_reply_writer {
  uint8_t *at;
} filter_sum_reply_writer;

static inline skerry_reason filter_sum_reply_write(filter_sum_reply_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < FILTER_SUM_REPLY_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, FILTER_SUM_REPLY_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_reply_set_summary(filter_sum_reply_writer *writer, const filter_summary *value) {
  skerry_reason reason;
  reason = filter_summary_store(value, writer->at);
  if (reason != SKERRY_OK) return reason;
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_reply_finish(const filter_sum_reply_writer *writer, uint32_t *bytes) {
  *bytes = 12;
  return filter_sum_reply_check(writer->at, *bytes);
}

#define FILTER_SUM_FAILURE_SIZE 1
#define FILTER_SUM_FAILURE_DETAIL_AT 0
SKERRY_ASSERT(FILTER_SUM_FAILURE_DETAIL_AT + 1 <= FILTER_SUM_FAILURE_SIZE, "FILTER_SUM_FAILURE_DETAIL_AT");
/** A declared failure: Filter.sum. */
typedef struct filter_sum_failure {
  filter_problem detail;
} filter_sum_failure;

typedef struct filter_sum_failure_view {
  const uint8_t *at;
  uint32_t bytes;
} filter_sum_failure_view;

static inline skerry_reason filter_sum_failure_encode(
    const filter_sum_failure *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 1u) return SKERRY_NO_ROOM;
  if (!filter_problem_is_known(value->detail)) return SKERRY_NO_MEMBER;
  skerry_put_u8(to, value->detail);
  *bytes = 1;
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_failure_decode(filter_sum_failure *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 1u || bytes > 1u) return SKERRY_BYTES;
  value->detail = skerry_get_u8(from);
  if (!filter_problem_is_known(value->detail)) return SKERRY_NO_MEMBER;
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_failure_check(const uint8_t *from, uint32_t bytes) {
  if (bytes < 1u || bytes > 1u) return SKERRY_BYTES;
  if (!filter_problem_is_known(skerry_get_u8(from))) return SKERRY_NO_MEMBER;
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_failure_open(
    filter_sum_failure_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = filter_sum_failure_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline filter_problem filter_sum_failure_get_detail(filter_sum_failure_view view) {
  return skerry_get_u8(view.at);
}

typedef struct filter_sum_failure_writer {
  uint8_t *at;
} filter_sum_failure_writer;

static inline skerry_reason filter_sum_failure_write(filter_sum_failure_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < FILTER_SUM_FAILURE_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, FILTER_SUM_FAILURE_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_failure_set_detail(filter_sum_failure_writer *writer, filter_problem value) {
  if (!filter_problem_is_known(value)) return SKERRY_NO_MEMBER;
  skerry_put_u8(writer->at, value);
  return SKERRY_OK;
}

static inline skerry_reason filter_sum_failure_finish(const filter_sum_failure_writer *writer, uint32_t *bytes) {
  *bytes = 1;
  return filter_sum_failure_check(writer->at, *bytes);
}

#define FILTER_WORD_OPCODE 2

#define FILTER_WORD_REPLY_SIZE 1
#define FILTER_WORD_REPLY_BITS_AT 0
SKERRY_ASSERT(FILTER_WORD_REPLY_BITS_AT + 1 <= FILTER_WORD_REPLY_SIZE, "FILTER_WORD_REPLY_BITS_AT");
/** A reply: Filter.word. */
typedef struct filter_word_reply {
  uint8_t bits;
} filter_word_reply;

typedef struct filter_word_reply_view {
  const uint8_t *at;
  uint32_t bytes;
} filter_word_reply_view;

static inline skerry_reason filter_word_reply_encode(
    const filter_word_reply *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 1u) return SKERRY_NO_ROOM;
  skerry_put_u8(to, value->bits);
  *bytes = 1;
  return SKERRY_OK;
}

static inline skerry_reason filter_word_reply_decode(filter_word_reply *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 1u || bytes > 1u) return SKERRY_BYTES;
  value->bits = skerry_get_u8(from);
  return SKERRY_OK;
}

static inline skerry_reason filter_word_reply_check(const uint8_t *from, uint32_t bytes) {
  (void)from;
  if (bytes < 1u || bytes > 1u) return SKERRY_BYTES;
  return SKERRY_OK;
}

static inline skerry_reason filter_word_reply_open(filter_word_reply_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = filter_word_reply_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline uint8_t filter_word_reply_get_bits(filter_word_reply_view view) {
  return skerry_get_u8(view.at);
}

typedef struct filter_word_reply_writer {
  uint8_t *at;
} filter_word_reply_writer;

static inline skerry_reason filter_word_reply_write(filter_word_reply_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < FILTER_WORD_REPLY_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, FILTER_WORD_REPLY_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason filter_word_reply_set_bits(filter_word_reply_writer *writer, uint8_t value) {
  skerry_put_u8(writer->at, value);
  return SKERRY_OK;
}

static inline skerry_reason filter_word_reply_finish(const filter_word_reply_writer *writer, uint32_t *bytes) {
  *bytes = 1;
  return filter_word_reply_check(writer->at, *bytes);
}

#ifndef SKERRY_CODEC_ONLY

static const skerry_operation filter_operations[] = {
  { "sum", UINT32_C(191456433), 0, 0, 1, 0, false },
  { "word", UINT32_C(4125161913), 0, 0, 2, 0, false },
};

static const skerry_interface filter_interface = {
  "Filter", "e49a44dce9e60e2f", 1, 516, 12, 2, filter_operations
};

typedef struct filter_sum_answer {
  /** SKERRY_REPLY, SKERRY_FAILURE, SKERRY_FAULT, SKERRY_REFUSED, SKERRY_LATE or SKERRY_LOST. */
  uint8_t kind;
  /** Of a fault: what was wrong with an answer that could not be read; else SKERRY_OK. */
  skerry_reason reason;
  union {
    filter_sum_reply reply;
    filter_sum_failure failure;
    skerry_text fault;
  } as;
} filter_sum_answer;

/** The caller's own, and not to be used for anything else before it is done. */
typedef struct filter_sum_pending filter_sum_pending;
struct filter_sum_pending {
  /** Called once. What is in the answer is good until it returns. */
  void (*done)(filter_sum_pending *pending, const filter_sum_answer *answer);
  void *context;
};

static inline void filter_sum_receive(void *context, uint8_t kind, const void *payload, uint32_t bytes) {
  filter_sum_pending *pending = (filter_sum_pending *)context;
  filter_sum_answer answer;
  answer.kind = kind;
  answer.reason = SKERRY_OK;
  answer.as.fault.data = (const char *)payload;
  answer.as.fault.length = bytes;
  if (kind == SKERRY_REPLY) answer.reason = filter_sum_reply_decode(&answer.as.reply, (const uint8_t *)payload, bytes);
  if (kind == SKERRY_FAILURE) answer.reason = filter_sum_failure_decode(&answer.as.failure, (const uint8_t *)payload, bytes);
  if (answer.reason != SKERRY_OK) {
    answer.kind = SKERRY_FAULT;
    answer.as.fault = skerry_text_of("an answer that cannot be read");
  }
  pending->done(pending, &answer);
}

/**
 * What samples are like together.
 *
 * It may be answered with a declared failure.
 */
static inline skerry_reason filter_sum(
    skerry_binding *binding, const filter_sum_request *request, filter_sum_pending *pending) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(skerry_program_of(binding), FILTER_SUM_REQUEST_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = filter_sum_request_encode(request, room, FILTER_SUM_REQUEST_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_request(binding, FILTER_SUM_OPCODE, room, bytes, filter_sum_receive, pending) ? SKERRY_OK : SKERRY_BUSY;
}

typedef struct filter_word_answer {
  /** SKERRY_REPLY, SKERRY_FAILURE, SKERRY_FAULT, SKERRY_REFUSED, SKERRY_LATE or SKERRY_LOST. */
  uint8_t kind;
  /** Of a fault: what was wrong with an answer that could not be read; else SKERRY_OK. */
  skerry_reason reason;
  union {
    filter_word_reply reply;
    skerry_text fault;
  } as;
} filter_word_answer;

/** The caller's own, and not to be used for anything else before it is done. */
typedef struct filter_word_pending filter_word_pending;
struct filter_word_pending {
  /** Called once. What is in the answer is good until it returns. */
  void (*done)(filter_word_pending *pending, const filter_word_answer *answer);
  void *context;
};

static inline void filter_word_receive(void *context, uint8_t kind, const void *payload, uint32_t bytes) {
  filter_word_pending *pending = (filter_word_pending *)context;
  filter_word_answer answer;
  answer.kind = kind;
  answer.reason = SKERRY_OK;
  answer.as.fault.data = (const char *)payload;
  answer.as.fault.length = bytes;
  if (kind == SKERRY_REPLY) answer.reason = filter_word_reply_decode(&answer.as.reply, (const uint8_t *)payload, bytes);
  if (answer.reason != SKERRY_OK) {
    answer.kind = SKERRY_FAULT;
    answer.as.fault = skerry_text_of("an answer that cannot be read");
  }
  pending->done(pending, &answer);
}

/** Bits of an address, on the core that answers. */
static inline skerry_reason filter_word(skerry_binding *binding, filter_word_pending *pending) {
  return skerry_request(binding, FILTER_WORD_OPCODE, NULL, 0, filter_word_receive, pending) ? SKERRY_OK : SKERRY_BUSY;
}

static inline skerry_reason filter_sum_reply_send(const skerry_call *call, const filter_sum_reply *reply) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(call->program, FILTER_SUM_REPLY_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = filter_sum_reply_encode(reply, room, FILTER_SUM_REPLY_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_answer(call, SKERRY_REPLY, room, bytes) ? SKERRY_OK : SKERRY_BUSY;
}

/** Answers with a declared failure, which is in `detail`. */
static inline skerry_reason filter_sum_fail(const skerry_call *call, const filter_sum_failure *failure) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(call->program, FILTER_SUM_FAILURE_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = filter_sum_failure_encode(failure, room, FILTER_SUM_FAILURE_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_answer(call, SKERRY_FAILURE, room, bytes) ? SKERRY_OK : SKERRY_BUSY;
}

static inline skerry_reason filter_word_reply_send(const skerry_call *call, const filter_word_reply *reply) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(call->program, FILTER_WORD_REPLY_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = filter_word_reply_encode(reply, room, FILTER_WORD_REPLY_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_answer(call, SKERRY_REPLY, room, bytes) ? SKERRY_OK : SKERRY_BUSY;
}

/** What a service of Filter implements. A call is kept by copying it, and may be answered later. */
typedef struct filter_server {
  /** What samples are like together. */
  void (*sum)(void *self, const skerry_call *call, const filter_sum_request *request);
  /** Bits of an address, on the core that answers. */
  void (*word)(void *self, const skerry_call *call);
} filter_server;

static inline bool filter_sum_serve(
    const filter_server *server, void *self, const skerry_call *call, const uint8_t *payload, uint32_t bytes) {
  filter_sum_request request;
  if (call->kind != SKERRY_REQUEST || server->sum == NULL || filter_sum_request_decode(&request, payload, bytes) != SKERRY_OK) {
    if (call->kind != SKERRY_MESSAGE) (void)skerry_answer(call, SKERRY_FAULT, "Filter.sum cannot be asked so", 29);
    return false;
  }
  server->sum(self, call, &request);
  return true;
}

static inline bool filter_word_serve(
    const filter_server *server, void *self, const skerry_call *call, const uint8_t *payload, uint32_t bytes) {
  (void)payload;
  if (call->kind != SKERRY_REQUEST || server->word == NULL || bytes != 0) {
    if (call->kind != SKERRY_MESSAGE) (void)skerry_answer(call, SKERRY_FAULT, "Filter.word cannot be asked so", 30);
    return false;
  }
  server->word(self, call);
  return true;
}

/** Serves a request: false when it was none, which its sender has been told, if it waits for an answer. */
static inline bool filter_dispatch(
    const filter_server *server, void *self, const skerry_call *call, const void *payload, uint32_t bytes) {
  const uint8_t *bytes_of = (const uint8_t *)payload;
  switch (call->opcode) {
    case FILTER_SUM_OPCODE:
      return filter_sum_serve(server, self, call, bytes_of, bytes);
    case FILTER_WORD_OPCODE:
      return filter_word_serve(server, self, call, bytes_of, bytes);
    default:
      if (call->kind != SKERRY_MESSAGE) (void)skerry_answer(call, SKERRY_FAULT, "Filter has no such operation", 28);
      return false;
  }
}

#endif

#ifdef __cplusplus
}
#endif

#endif
