/* The programs of a core and the ends of their connections, as the kernel has them. */
#ifndef SKERRY_PROGRAMS_H
#define SKERRY_PROGRAMS_H

#include "channel/kernel.h"
#include "skerry.h"

enum { MOST_STREAMS = 16, MOST_ITEMS = 4096, LONGEST_TEXT = 1024, MOST_ENDS = 1024, NOT_ALLOWED = 2 };

struct call {
  uint32_t correlation; /* 0: none */
  skerry_answered *answered;
  void *context;
  uint8_t kind, opcode;
  uint64_t due; /* when nobody waits for it any more; 0: at no time */
  /* Of a stream or subscription: items that may still come or go; of a client, those it has taken, and its buffer. */
  uint32_t room, taken, buffer;
  bool is_starved; /* an item found no memory though there is room */
};

enum end_kind { END_FREE, END_SERVER, END_CLIENT };

/* One end of a connection. */
struct skerry_binding {
  enum end_kind kind;
  uint16_t number, peer_core, peer;
  skerry_program *program;
  const struct blob_use *use;
  struct assembly assembly;
  struct call *calls; /* as many as the window, and MOST_STREAMS */
  uint32_t generation, credits, owed;
  uint16_t attempt; /* to be bound: answers to earlier ones are late */
  bool is_bound, is_gone;
  struct queue waiting; /* until it is bound */
  const char *service;
  const skerry_interface *interface;
};

struct skerry_program {
  struct kernel *kernel;
  const struct blob_program *blob;
  const skerry_module *module;
  void *self;
  skerry_binding **uses;
  uint16_t endpoint;
  bool has_started, has_ended, has_failed;
};

static inline const struct blob_program *program_at(const struct kernel *kernel, uint32_t index) {
  return blob_entry(kernel->blob, PROGRAMS, index);
}

static inline const char *program_name(const struct kernel *kernel, const struct blob_program *program) {
  return blob_name(kernel->blob, program->name);
}

/* Its name, its number among its instances where it has several, and a mark behind it. */
struct line kernel_line(const skerry_program *program, const char *mark);
/* Whether the image has all programs, as they were described; what is wrong is printed. */
bool programs_check(const struct blob *blob);
void programs_begin(struct kernel *kernel);
/* Calls that are under way, to its programs and from them. */
void programs_count(const struct kernel *kernel, uint32_t *calling, uint32_t *serving);
void programs_bound(skerry_binding *binding);
void programs_receive(struct kernel *kernel, const struct frame *frame);
void programs_settle(struct kernel *kernel);
skerry_binding *programs_open(skerry_program *program, enum end_kind kind); /* NULL: no number is left */
void programs_close(skerry_binding *binding);
bool programs_send(skerry_binding *end, uint8_t kind, uint8_t opcode, uint32_t correlation, const void *payload, uint32_t bytes);
/* Of that correlation; of 0: a free one. NULL: there is none. */
struct call *programs_call(skerry_binding *end, uint32_t correlation);
uint32_t programs_correlation(skerry_binding *to, const struct call *place);
/* A credit is given back, in a batch. */
void programs_owe(skerry_binding *end);
void programs_lost(skerry_binding *binding); /* its server is gone */
/* Connections whose ways have been cut end; what was under way on them has an outcome that nobody knows. */
void programs_change(struct kernel *kernel);
/* Services of this core are made known to the boot core once more, and what has ended here. */
void programs_register(struct kernel *kernel);
/* Calls that were not answered in time end. */
uint64_t programs_due(const struct kernel *kernel);
void programs_expire(struct kernel *kernel, uint64_t now);
/* Of what was given up: it may still be answered. */
skerry_answered programs_ignore;
/* Clients that are not connected try again. */
void programs_retry(struct kernel *kernel);

#endif
