/*
 * Ledger, version 1. Written by Skerry from its description: changes are lost.
 *
 * Keeps what was found, in more bits than who found it calculates with.
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

#define LEDGER_KEEP_OPCODE 1

#define LEDGER_KEEP_REQUEST_SIZE 16
#define LEDGER_KEEP_REQUEST_AT_AT 0
SKERRY_ASSERT(LEDGER_KEEP_REQUEST_AT_AT + 8 <= LEDGER_KEEP_REQUEST_SIZE, "LEDGER_KEEP_REQUEST_AT_AT");
#define LEDGER_KEEP_REQUEST_MEAN_AT 8
SKERRY_ASSERT(LEDGER_KEEP_REQUEST_MEAN_AT + 8 <= LEDGER_KEEP_REQUEST_SIZE, "LEDGER_KEEP_REQUEST_MEAN_AT");
/** What a request carries: Ledger.keep. */
typedef struct ledger_keep_request {
  uint64_t at;
  double mean;
} ledger_keep_request;

typedef struct ledger_keep_request_view {
  const uint8_t *at;
  uint32_t bytes;
} ledger_keep_request_view;

static inline skerry_reason ledger_keep_request_encode(
    const ledger_keep_request *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 16u) return SKERRY_NO_ROOM;
  skerry_put_u64(to, value->at);
  skerry_put_f64(to + 8, &value->mean);
  *bytes = 16;
  return SKERRY_OK;
}

static inline skerry_reason ledger_keep_request_decode(
    ledger_keep_request *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 16u || bytes > 16u) return SKERRY_BYTES;
  value->at = skerry_get_u64(from);
  skerry_get_f64(from + 8, &value->mean);
  return SKERRY_OK;
}

static inline skerry_reason ledger_keep_request_check(const uint8_t *from, uint32_t bytes) {
  (void)from;
  if (bytes < 16u || bytes > 16u) return SKERRY_BYTES;
  return SKERRY_OK;
}

static inline skerry_reason ledger_keep_request_open(
    ledger_keep_request_view *view, const uint8_t *from, uint32_t bytes) {
  skerry_reason reason = ledger_keep_request_check(from, bytes);
  view->at = from;
  view->bytes = bytes;
  return reason;
}

static inline uint64_t ledger_keep_request_get_at(ledger_keep_request_view view) {
  return skerry_get_u64(view.at);
}

static inline bool ledger_keep_request_get_mean(ledger_keep_request_view view, double *value) {
  skerry_get_f64(view.at + 8, value);
  return true;
}

typedef struct ledger_keep_request_writer {
  uint8_t *at;
} ledger_keep_request_writer;

static inline skerry_reason ledger_keep_request_write(ledger_keep_request_writer *writer, uint8_t *to, uint32_t room) {
  writer->at = to;
  if (room < LEDGER_KEEP_REQUEST_SIZE) return SKERRY_NO_ROOM;
  skerry_clear(to, LEDGER_KEEP_REQUEST_SIZE);
  return SKERRY_OK;
}

static inline skerry_reason ledger_keep_request_set_at(ledger_keep_request_writer *writer, uint64_t value) {
  skerry_put_u64(writer->at, value);
  return SKERRY_OK;
}

static inline skerry_reason ledger_keep_request_set_mean(ledger_keep_request_writer *writer, const double *value) {
  skerry_put_f64(writer->at + 8, value);
  return SKERRY_OK;
}

static inline skerry_reason ledger_keep_request_finish(const ledger_keep_request_writer *writer, uint32_t *bytes) {
  *bytes = 16;
  return ledger_keep_request_check(writer->at, *bytes);
}

#define LEDGER_TOTAL_OPCODE 2

#define LEDGER_TOTAL_REPLY_SIZE 16
#define LEDGER_TOTAL_REPLY_KEPT_AT 0
SKERRY_ASSERT(LEDGER_TOTAL_REPLY_KEPT_AT + 8 <= LEDGER_TOTAL_REPLY_SIZE, "LEDGER_TOTAL_REPLY_KEPT_AT");
#define LEDGER_TOTAL_REPLY_SUM_AT 8
SKERRY_ASSERT(LEDGER_TOTAL_REPLY_SUM_AT + 8 <= LEDGER_TOTAL_REPLY_SIZE, "LEDGER_TOTAL_REPLY_SUM_AT");
/** A reply: Ledger.total. */
typedef struct ledger_total_reply {
  uint64_t kept;
  double sum;
} ledger_total_reply;

typedef struct ledger_total_reply_view {
  const uint8_t *at;
  uint32_t bytes;
} ledger_total_reply_view;

static inline skerry_reason ledger_total_reply_encode(
    const ledger_total_reply *value, uint8_t *to, uint32_t room, uint32_t *bytes) {
  if (room < 16u) return SKERRY_NO_ROOM;
  skerry_put_u64(to, value->kept);
  skerry_put_f64(to + 8, &value->sum);
  *bytes = 16;
  return SKERRY_OK;
}

static inline skerry_reason ledger_total_reply_decode(ledger_total_reply *value, const uint8_t *from, uint32_t bytes) {
  if (bytes < 16u || bytes > 16u) return SKERRY_BYTES;
  value->kept = skerry_get_u64(from);
  skerry_get_f64(from + 8, &value->sum);
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

static inline uint64_t ledger_total_reply_get_kept(ledger_total_reply_view view) {
  return skerry_get_u64(view.at);
}

static inline bool ledger_total_reply_get_sum(ledger_total_reply_view view, double *value) {
  skerry_get_f64(view.at + 8, value);
  return true;
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

static inline skerry_reason ledger_total_reply_set_kept(ledger_total_reply_writer *writer, uint64_t value) {
  skerry_put_u64(writer->at, value);
  return SKERRY_OK;
}

static inline skerry_reason ledger_total_reply_set_sum(ledger_total_reply_writer *writer, const double *value) {
  skerry_put_f64(writer->at + 8, value);
  return SKERRY_OK;
}

static inline skerry_reason ledger_total_reply_finish(const ledger_total_reply_writer *writer, uint32_t *bytes) {
  *bytes = 16;
  return ledger_total_reply_check(writer->at, *bytes);
}

#ifndef SKERRY_CODEC_ONLY

static const skerry_operation ledger_operations[] = {
  { "keep", UINT32_C(230282917), 0, 0, 1, 0, false },
  { "total", UINT32_C(277115185), 0, 0, 2, 0, false },
};

static const skerry_interface ledger_interface = {
  "Ledger", "2ef4659363a30020", 1, 16, 16, 2, ledger_operations
};

/** One more mean. */
static inline skerry_reason ledger_keep(skerry_binding *binding, const ledger_keep_request *request) {
  uint32_t bytes = 0;
  uint8_t *room = (uint8_t *)skerry_room(skerry_program_of(binding), LEDGER_KEEP_REQUEST_SIZE);
  if (room == NULL) return SKERRY_NO_ROOM;
  skerry_reason reason = ledger_keep_request_encode(request, room, LEDGER_KEEP_REQUEST_SIZE, &bytes);
  if (reason != SKERRY_OK) return reason;
  return skerry_message(binding, LEDGER_KEEP_OPCODE, room, bytes) ? SKERRY_OK : SKERRY_BUSY;
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

/** How many were kept, and their sum. */
static inline skerry_reason ledger_total(skerry_binding *binding, ledger_total_pending *pending) {
  return skerry_request(binding, LEDGER_TOTAL_OPCODE, NULL, 0, ledger_total_receive, pending) ? SKERRY_OK : SKERRY_BUSY;
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
  /** One more mean. */
  void (*keep)(void *self, const skerry_call *call, const ledger_keep_request *request);
  /** How many were kept, and their sum. */
  void (*total)(void *self, const skerry_call *call);
} ledger_server;

static inline bool ledger_keep_serve(
    const ledger_server *server, void *self, const skerry_call *call, const uint8_t *payload, uint32_t bytes) {
  ledger_keep_request request;
  if (call->kind != SKERRY_MESSAGE || server->keep == NULL || ledger_keep_request_decode(&request, payload, bytes) != SKERRY_OK) {
    if (call->kind != SKERRY_MESSAGE) (void)skerry_answer(call, SKERRY_FAULT, "Ledger.keep cannot be asked so", 30);
    return false;
  }
  server->keep(self, call, &request);
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
    case LEDGER_KEEP_OPCODE:
      return ledger_keep_serve(server, self, call, bytes_of, bytes);
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
