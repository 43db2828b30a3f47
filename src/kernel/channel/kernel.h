/*
 * The kernel of one core: its state, which lies in its own memory. What belongs to one room alone is known to that room alone.
 */
#ifndef SKERRY_KERNEL_H
#define SKERRY_KERNEL_H

#include "boards/line.h"
#include "boards/machine.h"
#include "frame_kinds.h"
#include "ring.h"
#include "ways.h"

struct waiting {
  struct frame frame;
  struct waiting *next;
};

struct queue {
  struct waiting *first, *last;
};

struct neighbour {
  uint16_t core;
  bool is_rung, is_cut;
};

struct inbound {
  struct ring ring;
  struct neighbour *from;
  uint8_t virtual_channel;
  bool has_greeted;
  uint32_t number, arrived, shipped; /* in the blob; over a serial line: slots that have come, credits that have gone */
};

struct outbound {
  struct ring ring;
  struct neighbour *to;
  uint8_t virtual_channel;
  struct queue waiting;
  uint32_t number, shipped; /* in the blob; over a serial line: slots that have gone */
  bool is_lost;             /* nobody reads it any more */
};

/* A message whose fragments have yet to come. */
struct assembly {
  uint8_t *memory;
  uint32_t room, total, received, correlation;
  uint8_t kind, opcode;
};

struct kernel {
  uint32_t starts; /* how often it has begun: kept from one start to the next */
  const struct blob *blob;
  const struct blob_core *me;
  uint32_t core, window, cores;
  uint64_t began, free, end; /* of its own memory */
  struct neighbour *neighbours;
  struct inbound *in;
  struct outbound *out;
  uint32_t neighbour_count, in_count, out_count, silent, bound;
  /* By core, as far as anybody asked, counted from 1: the ring out; the neighbour that its frames come from. */
  uint16_t *out_to, *pass_to, *detour_to, *comes_from;
  struct queue own; /* to itself */
  struct waiting *spare;
  struct control *controls;
  struct skerry_binding **ends;
  uint32_t end_count;
  uint64_t due; /* the first of the calls'; 0: none is */
  struct skerry_program *programs;
  uint32_t program_count, programs_begun;
  struct entry *names; /* by program; boot core only */
  uint32_t clients_left, failures, deaths; /* boot core only */
  struct asker *spare_askers;
  uint8_t *scratch;
  uint32_t scratch_bytes;
  uint64_t dropped, delivered, forwarded, sent;
  uint32_t running;                        /* kernels; boot core only */
  struct console *console;                 /* boot core only */
  uint32_t rounds, incarnation, epoch; /* of the view that is acted on */
  struct members members;
  struct ways ways;
  struct monitor *monitor;
  struct skerry_state **states; /* by object; NULL: it is none of this core's */
  bool *farewells; /* by core: whether it has said that it ends; boot core only */
  uint8_t *ended; /* by program: whether it has; on the boot core of all, else of its own */
  bool is_boot, is_stopping, has_died, owes, own_first, is_up, is_restless;
};

/* What is asked of whom is above. Its programs are gone, and who is connected to them is told. */
_Noreturn void kernel_die(struct kernel *kernel, const char *why);
/* A frame has come to an endpoint of this core. */
void kernel_deliver(struct kernel *kernel, const struct frame *frame);
/* The computer beside the machine is to look at its rings. */
void kernel_ring_host(struct kernel *kernel);
/* On the boot core: a line for the console, in whatever way that is sure to arrive. */
void kernel_print(struct kernel *kernel, const struct line *line);

#endif
