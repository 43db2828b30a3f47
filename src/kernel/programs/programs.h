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
  bool has_begun, has_started, has_ended, has_failed;
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
void programs_place(struct kernel *kernel);
/* A service starts; a client binds to what it uses, and starts with that. Once. */
void program_begin(skerry_program *program);
void programs_bound(skerry_binding *binding);
/* Services of this core are made known to the boot core once more, and what has ended here. */
void programs_register(struct kernel *kernel);
void programs_settle(struct kernel *kernel);

#endif
