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
  SKERRY_LATE = 254, /* of no frame: it was not answered within the time that its operation gives it (a text) */
  SKERRY_LOST = 255 /* of no frame: the way to the service was lost, and nobody knows whether it was done (a text) */
};

/* A running copy of a program. */
typedef struct skerry_program skerry_program;
/* A client's connection to a service. */
typedef struct skerry_binding skerry_binding;

typedef struct {
  const char *name;
  uint32_t signature;
  uint32_t deadline_ms; /* 0: it may take as long as it takes */
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
 * What becomes of a request: SKERRY_REPLY, SKERRY_FAILURE, SKERRY_FAULT (a text), SKERRY_REFUSED (a u32), SKERRY_LATE (a
 * text) when its service has not answered in time, or SKERRY_LOST (a text): then the connection is made again by itself, and
 * what may be done twice can be asked for once more.
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
  /* Of a stream: its client has room for more items; 0: it wants none any more. */
  void (*wanted)(void *self, const skerry_call *call, uint32_t items);
} __attribute__((aligned(8))) skerry_module; /* as they lie in their section, on any core */

#define SKERRY_PROGRAM(program) \
  __attribute__((used, section("skerry_modules"), aligned(8))) const skerry_module skerry_module_##program

/*
 * Services. False: the call is answered already, its client is gone, or the answer is longer than any can be; of SKERRY_ITEM
 * also: the client has no room now, `wanted` comes when it has. A stream ends with SKERRY_END, or fails.
 */
bool skerry_answer(const skerry_call *call, uint8_t kind, const void *payload, uint32_t bytes);
/* How many subscribers had no room for it. */
uint32_t skerry_publish(skerry_program *me, uint8_t opcode, const void *payload, uint32_t bytes);

/* Clients. NULL: the description does not say that the program uses it, or `expected` is another interface. */
skerry_binding *skerry_use(skerry_program *me, const char *service, const skerry_interface *expected);
/* False: as many are under way, or wait, as the kernel has room for. `answered` comes later, never from within. */
bool skerry_request(skerry_binding *to, uint8_t opcode, const void *payload, uint32_t bytes, skerry_answered *answered,
                    void *context);
bool skerry_message(skerry_binding *to, uint8_t opcode, const void *payload, uint32_t bytes);
/*
 * A stream (SKERRY_OPEN) or a subscription (SKERRY_SUBSCRIBE): `answered` comes for each item, at most `items` of which are
 * under way at a time, and once for what ends it.
 */
bool skerry_open(skerry_binding *to, uint8_t kind, uint8_t opcode, const void *payload, uint32_t bytes, uint32_t items,
                 skerry_answered *answered, void *context);
/* No more items are wanted of what was opened with that context; one that is on its way may still come. */
void skerry_cancel(skerry_binding *from, void *context);
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

/* Replicated objects, as bytes: `c/<system>-state.h` has them with types. */
typedef struct skerry_state skerry_state;

enum skerry_operation_on_state {
  SKERRY_SET = 1,
  SKERRY_REPLACE = 2,
  SKERRY_CLEAR = 3,
  SKERRY_DELETE = 4,
  SKERRY_ADD = 5,
  SKERRY_GONE = 254, /* of no change: nobody has the state any more */
  SKERRY_ALL = 255 /* of a change: all of it was taken over from another replica */
};
enum skerry_expectation { SKERRY_ANYTHING, SKERRY_ABSENT, SKERRY_VALUE };
enum skerry_outcome { SKERRY_AGREED, SKERRY_REJECTED, SKERRY_SUPERSEDED, SKERRY_NO_QUORUM, SKERRY_UNKNOWN };

typedef struct {
  const void *at;
  uint32_t bytes;
} skerry_part;

typedef struct {
  uint8_t operation, expects; /* what must be there for it to be done */
  skerry_part key, value, expected;
} skerry_command;

/* What comes of a change: where it was agreed, its place in the order of all, and what it returns; else a text. */
typedef struct {
  uint8_t outcome;
  uint64_t index;
  skerry_part value;
} skerry_agreement;

typedef struct {
  uint8_t operation;
  uint64_t index;
  skerry_part key, value;
} skerry_change;

typedef void skerry_agreed(void *context, const skerry_agreement *agreement);
typedef void skerry_changed(void *context, const skerry_change *change);

/* Integers as the doubles that counters are agreed on as; false for bytes that are none. */
void skerry_put_integer(uint8_t at[8], int64_t number);
bool skerry_integer(int64_t *number, const uint8_t *at, uint32_t bytes);

/* NULL: the description does not say that the program uses it. */
skerry_state *skerry_state_use(skerry_program *me, const char *name);
skerry_program *skerry_state_program(const skerry_state *state);
/* What the replica of this core has, until the next call of the kernel; `at` is NULL where nothing is, or no replica. */
skerry_part skerry_state_get(skerry_state *state, skerry_part key);
/* What there is once all that was agreed before is in it; `agreed` comes later, with no `at` for what is not there. */
bool skerry_state_read(skerry_state *state, skerry_part key, skerry_agreed *agreed, void *context);
/* False: as many wait as there is room for. `agreed` comes later, never from within. */
bool skerry_state_propose(skerry_state *state, const skerry_command *command, skerry_agreed *agreed, void *context);
/*
 * Changes in their agreed order, from now on until `skerry_state_unwatch`; a last one, SKERRY_GONE, when nobody has the state any
 * more. False: this core has no replica, its state is lost, or too many watch it.
 */
bool skerry_state_watch(skerry_state *state, skerry_changed *changed, void *context);
/* What was begun with the same two is told nothing any more, within `changed` too; false: nothing was. */
bool skerry_state_unwatch(skerry_state *state, skerry_changed *changed, void *context);

#ifdef __cplusplus
}
#endif

#endif
