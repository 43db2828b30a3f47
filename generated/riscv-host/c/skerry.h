/*
 * What a program in C sees of its kernel on bare metal. Freestanding C11.
 *
 * Everything runs to completion in the loop of one kernel: there are no threads and no libc, and no writable statics,
 * because nothing is shared between cores. What a program keeps lies in `self`, in the memory of its own core, zeroed.
 * Payloads that a program is given are copies of its own, aligned to 8, and valid until it returns; what it gives is
 * copied.
 */
#ifndef SKERRY_H
#define SKERRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Kinds of frames, as they travel. */
enum skerry_kind {
  SKERRY_REQUEST = 10,
  SKERRY_MESSAGE = 11,
  SKERRY_OPEN = 12,
  SKERRY_SUBSCRIBE = 13,
  SKERRY_UPLOAD = 16,
  SKERRY_UPLOADED = 17,
  SKERRY_REPLY = 20,
  SKERRY_FAILURE = 21,
  SKERRY_FAULT = 22,
  SKERRY_ITEM = 23,
  SKERRY_END = 24,
  SKERRY_EVENT = 25,
  SKERRY_REFUSED = 29,
  SKERRY_LOST = 255 /* of no frame: the way to the service was lost, and nobody knows whether it was done (a text) */
};

/* A running copy of a program. */
typedef struct skerry_program skerry_program;
/* A client's connection to a service. */
typedef struct skerry_binding skerry_binding;

typedef struct {
  const char *name;
  uint32_t signature;
  uint32_t deadline_ms; /* 0: the default */
  uint16_t window;      /* 0: that of the binding */
  uint8_t opcode, priority;
  bool idempotent;
} skerry_operation;

/* An interface as its generated header knows it. Lengths in bytes. */
typedef struct {
  const char *name;
  const char *fingerprint;
  uint32_t version, longest_request, longest_reply;
  uint32_t operation_count;
  const skerry_operation *operations;
} skerry_interface;

/* A request under way: a value, to be copied by those who answer later. */
typedef struct {
  skerry_program *program;
  uint32_t binding, correlation;
  uint8_t kind, opcode;
} skerry_call;

/*
 * What becomes of a request: SKERRY_REPLY, SKERRY_FAILURE, SKERRY_FAULT (a text), SKERRY_REFUSED (a u32) or SKERRY_LOST (a
 * text): then the connection is made again by itself, and what may be done twice can be asked for once more.
 */
typedef void skerry_answered(void *context, uint8_t kind, const void *payload, uint32_t bytes);

/* What a file of a description defines for each program in it. */
typedef struct {
  const char *name;
  uint32_t state_bytes;
  const skerry_interface *serves; /* NULL: a client */
  /* A service is made known when it returns; a client starts once all it uses is bound. */
  void (*start)(void *self, skerry_program *me);
  void (*receive)(void *self, const skerry_call *call, const void *payload, uint32_t bytes);
} __attribute__((aligned(8))) skerry_module; /* as they lie in their section, on any core */

#define SKERRY_PROGRAM(program) \
  __attribute__((used, section("skerry_modules"))) const skerry_module skerry_module_##program

/* Services. False: the call is answered already, its client is gone, or the answer is longer than any can be. */
bool skerry_answer(const skerry_call *call, uint8_t kind, const void *payload, uint32_t bytes);
/* How many subscribers had no room for it. */
uint32_t skerry_publish(skerry_program *me, uint8_t opcode, const void *payload, uint32_t bytes);

/* Clients. NULL: the description does not say that the program uses it, or `expected` is another interface. */
skerry_binding *skerry_use(skerry_program *me, const char *service, const skerry_interface *expected);
/* False: as many are under way, or wait, as the kernel has room for. `answered` comes later, never from within. */
bool skerry_request(skerry_binding *to, uint8_t opcode, const void *payload, uint32_t bytes, skerry_answered *answered,
                    void *context);
bool skerry_message(skerry_binding *to, uint8_t opcode, const void *payload, uint32_t bytes);
bool skerry_open(skerry_binding *to, uint8_t kind, uint8_t opcode, const void *payload, uint32_t bytes, uint32_t items,
                 skerry_answered *answered, void *context);
skerry_program *skerry_program_of(const skerry_binding *binding);

/* Any program. */
void skerry_log(skerry_program *me, const char *text);
/* A client is done, or has failed: the system ends when all are done. */
void skerry_done(skerry_program *me);
void skerry_fail(skerry_program *me, const char *why);
uint64_t skerry_now(skerry_program *me); /* nanoseconds since the core started */
const char *skerry_core_name(skerry_program *me);
uint32_t skerry_instance(skerry_program *me);
/* Memory to write a payload in, aligned to 8, until the next call of the kernel; NULL: it has not so much. */
void *skerry_room(skerry_program *me, uint32_t bytes);

#ifdef __cplusplus
}
#endif

#endif
