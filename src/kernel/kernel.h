/* The kernel of one core: its state, which lies in its own memory, and what its parts do for each other. */
#ifndef SKERRY_KERNEL_H
#define SKERRY_KERNEL_H

#include "line.h"
#include "machine.h"
#include "ring.h"
#include "routes.h"
#include "skerry.h"
#include "ways.h"

/* Kinds of frames between kernels: src/runtime/kernel/frame.ts. */
enum { HELLO = 1, REGISTER = 2, LOOKUP = 3, FOUND = 4, BIND = 5, BOUND = 6, CREDIT = 26, UNBOUND = 31, UNBIND = 32, GOSSIP = 35 };
enum { CANCEL = 14, DEMAND = 15 };
enum { AGREE = 36, ASK = 37, ANSWER = 38, REPORT = 50, HALT = 51, KILL = 52, LEAVE = 53, EXPECT = 54, CUT = 55, MEASURE = 56 };
enum { MOST_STREAMS = 16, MOST_ITEMS = 4096 };
enum { FIRST_FRAGMENT = 1, IN_BLOCK = 2 };
enum { YES = 0, FAILED = 1, LOST = 2 };
enum { LONGEST_CONTROL = 512, LONGEST_TEXT = 1024, MOST_ENDS = 1024, NOT_ALLOWED = 2, FIRST_OF_STATES = 0xff00, LAST_OF_STATES = 0xffff };
/* What a report is of. */
enum { REPORT_LINE = 1, REPORT_DONE = 2, REPORT_FAILED = 3, REPORT_DIED = 4, REPORT_STOPPED = 5, REPORT_EXPECTED = 6, REPORT_LEFT = 7 };

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

/* Who waits for a service to be known. */
struct asker {
  uint16_t core;
  uint32_t correlation;
  struct asker *next;
};

/* A service, as the name service on the boot core knows it. */
struct entry {
  bool is_known;
  uint32_t verdict;
  uint16_t endpoint;
  struct asker *asking;
};

/* Fragments of what another kernel says. */
struct control {
  uint16_t core;
  struct assembly assembly;
  struct control *next;
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
  skerry_binding **ends;
  uint32_t end_count;
  uint64_t due; /* the first of the calls'; 0: none is */
  skerry_program *programs;
  uint32_t program_count;
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

/* main.c */
void *memset(void *to, int value, size_t bytes);
void *kernel_memory(struct kernel *kernel, uint64_t bytes); /* zeroed; ends the kernel when there is none */
_Noreturn void kernel_die(struct kernel *kernel, const char *why);
void kernel_say(struct kernel *kernel, uint8_t what, const struct line *line);
struct line kernel_line(const skerry_program *program, const char *mark);
void kernel_ended(struct kernel *kernel, uint32_t core, uint8_t what, uint32_t program);
void kernel_lost(struct kernel *kernel, uint32_t core);
void kernel_stop(struct kernel *kernel);
void kernel_measure(struct kernel *kernel);
/* It takes part: its programs begin. */
void kernel_up(struct kernel *kernel);
/* Its programs end, in order; the others go on without it. */
_Noreturn void kernel_leave(struct kernel *kernel);
/* The kernel of a core will start anew. */
void kernel_expect(struct kernel *kernel, uint32_t core, uint32_t incarnation);
void kernel_drop(struct kernel *kernel, const char *reason, uint32_t from);

/* switch.c */
void switch_begin(struct kernel *kernel);
uint32_t switch_poll(struct kernel *kernel);
bool switch_has_frames(const struct kernel *kernel);
void switch_ring(struct kernel *kernel);
/* Slots in use of the fullest ring that comes in, and how many that has. */
uint32_t switch_depth(const struct kernel *kernel, uint32_t *slots);
/* False: there is no room, and nothing of it was sent. */
bool switch_send(struct kernel *kernel, const struct frame *head, const void *payload, uint32_t bytes);
bool switch_queue(struct kernel *kernel, struct queue *queue, const struct frame *head, const void *payload, uint32_t bytes);
void switch_send_waiting(struct kernel *kernel, struct queue *queue, uint16_t to, uint16_t endpoint);
void switch_greet(struct kernel *kernel);
void switch_forget(struct kernel *kernel, struct queue *queue);
void switch_change(struct kernel *kernel, const struct view *view);
void switch_changed(struct kernel *kernel, const struct view *before, const struct view *view);
void switch_reset(struct kernel *kernel, uint32_t core);
void switch_cut(struct kernel *kernel, uint32_t core, bool is_cut);
/* The whole message, or NULL: more must come, or it is wrong, which is then counted. */
const uint8_t *switch_assemble(struct kernel *kernel, struct assembly *assembly, const struct frame *frame, uint32_t most);

/* control.c */
void control_receive(struct kernel *kernel, const struct frame *frame);
void control_register(skerry_program *program, uint32_t verdict);
void control_look_up(skerry_binding *binding);
/* The name service need not wait any more for services of a core. */
void control_lose(struct kernel *kernel, uint32_t core);
/* Tells the other ends of all connections that this one sends nothing more. */
void control_unbind_all(struct kernel *kernel);
void control_stop_all(struct kernel *kernel);
void control_order(struct kernel *kernel, uint16_t to, uint8_t kind, const uint32_t numbers[4]);
/* `program`: of a program that has ended, its index and one more. */
void control_report(struct kernel *kernel, uint8_t what, uint32_t program, const char *text, uint32_t bytes);

/* console.c */
void console_begin(struct kernel *kernel);
uint32_t console_poll(struct kernel *kernel);
/* What has been written for the host goes there, and it is told. */
void console_ring(struct kernel *kernel);

/* monitor.c: what kernels tell each other of who takes part, over rings of their own. */
void monitor_begin(struct kernel *kernel);
uint32_t monitor_poll(struct kernel *kernel);
/* When it has something to do though nobody has said anything. */
uint64_t monitor_due(const struct kernel *kernel);
void monitor_expire(struct kernel *kernel, uint64_t now);
void monitor_expect(struct kernel *kernel, uint32_t core, uint32_t incarnation);
void monitor_cut(struct kernel *kernel, uint32_t neighbour, bool is_cut);
/* Its neighbours are told not to wait for it any more; then it stands still. */
_Noreturn void monitor_leave(struct kernel *kernel);

/* streams.c: streams and events. */
void streams_serve(skerry_binding *end, const struct frame *frame, const uint8_t *payload);
/* False: it is the answer of a call. */
bool streams_accept(skerry_binding *end, struct call *call, const struct frame *frame, const uint8_t *payload);
bool streams_answer(skerry_binding *end, struct call *place, const skerry_call *call, uint8_t kind, const void *payload, uint32_t bytes);
/* Items that found no memory are asked for again. */
void streams_settle(struct kernel *kernel);

/* state.c: replicated objects, as this kernel has them. */
void states_begin(struct kernel *kernel);
void states_receive(struct kernel *kernel, const struct frame *frame);
void states_view_changed(struct kernel *kernel);
uint64_t states_due(const struct kernel *kernel);
void states_expire(struct kernel *kernel, uint64_t now);
/* Tells programs what has been settled; how much was. */
uint32_t states_settle(struct kernel *kernel);

/* programs.c */
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
