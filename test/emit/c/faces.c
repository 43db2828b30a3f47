/* A kernel with one service and one client, and what these say to each other. The test has the words. */
#include <stdio.h>
#include <string.h>
#include "disk.h"

struct skerry_program {
  uint64_t scratch[512];
};
struct skerry_binding {
  struct skerry_program *program;
};

static struct skerry_program kernel;
static struct skerry_binding binding = {&kernel};
static const disk_server server;
/* What is under way, and who waits for it. */
static skerry_answered *waiting;
static void *waiting_context;
static bool is_busy;
static bool is_full;

void *skerry_room(skerry_program *me, uint32_t bytes) {
  return is_full || bytes > sizeof me->scratch ? NULL : me->scratch;
}

skerry_program *skerry_program_of(const skerry_binding *of) {
  return of->program;
}

bool skerry_answer(const skerry_call *call, uint8_t kind, const void *payload, uint32_t bytes) {
  uint64_t copy[64];
  (void)call;
  if (bytes > 0) memcpy(copy, payload, bytes);
  if (waiting != NULL) waiting(waiting_context, kind, copy, bytes);
  return true;
}

static bool deliver(uint8_t kind, uint8_t opcode, const void *payload, uint32_t bytes) {
  uint64_t copy[64];
  skerry_call call = {&kernel, 1, 2, kind, opcode};
  if (bytes > 0) memcpy(copy, payload, bytes);
  if (is_busy) return false;
  (void)disk_dispatch(&server, NULL, &call, copy, bytes);
  return true;
}

bool skerry_request(skerry_binding *to, uint8_t opcode, const void *payload, uint32_t bytes, skerry_answered *answered,
                    void *context) {
  (void)to;
  waiting = answered;
  waiting_context = context;
  return deliver(SKERRY_REQUEST, opcode, payload, bytes);
}

bool skerry_message(skerry_binding *to, uint8_t opcode, const void *payload, uint32_t bytes) {
  (void)to;
  return deliver(SKERRY_MESSAGE, opcode, payload, bytes);
}

bool skerry_open(skerry_binding *to, uint8_t kind, uint8_t opcode, const void *payload, uint32_t bytes, uint32_t items,
                 skerry_answered *answered, void *context) {
  (void)to;
  (void)items;
  waiting = answered;
  waiting_context = context;
  return kind == SKERRY_SUBSCRIBE || deliver(kind, opcode, payload, bytes);
}

uint32_t skerry_publish(skerry_program *me, uint8_t opcode, const void *payload, uint32_t bytes) {
  (void)me;
  (void)opcode;
  waiting(waiting_context, SKERRY_EVENT, payload, bytes);
  return 0;
}

/* ── the service ── */

static void on_read(void *self, const skerry_call *call, const disk_read_request *request) {
  static const uint8_t data[2] = {7, 7};
  (void)self;
  printf("served read %u %.*s\n", (unsigned)request->lba, request->has_note ? (int)request->note.length : 1,
         request->has_note ? request->note.data : "-");
  if (request->lba == 7) {
    disk_read_reply reply = {.data = {data, sizeof data}};
    (void)disk_read_reply_send(call, &reply);
  } else {
    disk_read_failure failure = {.detail = DISK_STATUS_IO_ERROR};
    (void)disk_read_fail(call, &failure);
  }
}

static void on_flush(void *self, const skerry_call *call) {
  (void)self;
  puts("served flush");
  (void)disk_flush_reply_send(call);
}

static void on_check(void *self, const skerry_call *call, const disk_check_request *request) {
  disk_check_failure failure = {.detail = {300, skerry_text_of("too much")}};
  (void)self;
  printf("served check %u\n", request->strict);
  (void)disk_check_fail(call, &failure);
}

static void on_trim(void *self, const skerry_call *call, const disk_trim_request *request) {
  (void)self;
  (void)call;
  printf("served trim %u\n", (unsigned)request->lba);
}

static void on_scan(void *self, const skerry_call *call, const disk_scan_request *request) {
  (void)self;
  printf("served scan %u\n", request->from);
  for (uint32_t at = request->from; at < request->from + 2; at++) {
    disk_scan_item item = {.at = at};
    (void)disk_scan_item_send(call, &item);
  }
  (void)disk_scan_end(call);
}

static const disk_server server = {on_read, on_flush, on_check, on_trim, on_scan};

/* ── the client ── */

static void print_fault(skerry_text fault, skerry_reason reason) {
  printf("fault: %.*s", (int)fault.length, fault.data);
  if (reason != SKERRY_OK) printf(" (%d)", (int)reason);
  puts("");
}

static void on_read_answer(disk_read_pending *pending, const disk_read_answer *answer) {
  (void)pending;
  if (answer->kind == SKERRY_REPLY) printf("reply %02x%02x\n", answer->as.reply.data.data[0], answer->as.reply.data.data[1]);
  else if (answer->kind == SKERRY_FAILURE) printf("failed with %u\n", answer->as.failure.detail);
  else print_fault(answer->as.fault, answer->reason);
}

static void on_flush_answer(disk_flush_pending *pending, const disk_flush_answer *answer) {
  (void)pending;
  if (answer->kind == SKERRY_REPLY) puts("flushed");
  else print_fault(answer->as.fault, answer->reason);
}

static void on_check_answer(disk_check_pending *pending, const disk_check_answer *answer) {
  const disk_why *why = &answer->as.failure.detail;
  (void)pending;
  if (answer->kind == SKERRY_FAILURE) printf("failed with %u: %.*s\n", why->code, (int)why->text.length, why->text.data);
  else print_fault(answer->as.fault, answer->reason);
}

static void on_scan_answer(disk_scan_pending *pending, const disk_scan_answer *answer) {
  (void)pending;
  if (answer->kind == SKERRY_ITEM) printf("item %u\n", answer->as.item.at);
  else puts(answer->kind == SKERRY_END ? "end" : "?");
}

static void on_event(disk_grown_pending *pending, const disk_grown_answer *answer) {
  *(uint64_t *)pending->context = answer->kind == SKERRY_EVENT ? answer->as.event.sectors : 0;
}

static void talk(void) {
  disk_read_request read = {.lba = 7, .has_note = true, .note = skerry_text_of("hello")};
  disk_read_pending read_pending = {on_read_answer, NULL};
  disk_flush_pending flush_pending = {on_flush_answer, NULL};
  disk_check_request check = {DISK_STATUS_IO_ERROR};
  disk_check_pending check_pending = {on_check_answer, NULL};
  disk_trim_request trim = {9};
  disk_scan_request scan = {3};
  disk_scan_pending scan_pending = {on_scan_answer, NULL};
  (void)disk_read(&binding, &read, &read_pending);
  read.lba = 8;
  read.has_note = false;
  (void)disk_read(&binding, &read, &read_pending);
  (void)disk_flush(&binding, &flush_pending);
  (void)disk_check(&binding, &check, &check_pending);
  (void)skerry_request(&binding, DISK_CHECK_OPCODE, "\003", 1, disk_check_receive, &check_pending);
  (void)disk_trim(&binding, &trim);
  (void)disk_scan(&binding, &scan, 4, &scan_pending);
}

static void listen(void) {
  uint64_t sectors = 0;
  uint32_t left = 1;
  disk_grown_event event = {99};
  disk_grown_pending pending = {on_event, &sectors};
  (void)disk_grown(&binding, 4, &pending);
  (void)disk_grown_publish(&kernel, &event, &left);
  printf("event %u, %u left\n", (unsigned)sectors, left);
}

/* What nobody should send is told from what can be. */
static void disturb(void) {
  disk_read_pending pending = {on_read_answer, NULL};
  disk_flush_pending flush_pending = {on_flush_answer, NULL};
  skerry_call call = {&kernel, 1, 2, SKERRY_REQUEST, DISK_FLUSH_OPCODE};
  waiting = disk_flush_receive;
  waiting_context = &flush_pending;
  (void)skerry_answer(&call, SKERRY_REPLY, "x", 1);
  (void)skerry_request(&binding, 77, NULL, 0, disk_read_receive, &pending);
  waiting = disk_read_receive;
  waiting_context = &pending;
  (void)deliver(SKERRY_OPEN, DISK_READ_OPCODE, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
}

static void refuse(void) {
  disk_read_request read = {.lba = 7, .has_note = true, .note = {"\xff", 1}};
  disk_read_pending read_pending = {on_read_answer, NULL};
  disk_check_request check = {3};
  disk_check_pending check_pending = {on_check_answer, NULL};
  disk_trim_request trim = {9};
  int utf8 = (int)disk_read(&binding, &read, &read_pending);
  read.note = skerry_text_of("too long for it");
  printf("refused to send: %d, %d, %d\n", utf8, (int)disk_read(&binding, &read, &read_pending),
         (int)disk_check(&binding, &check, &check_pending));
  is_full = true;
  int room = (int)disk_trim(&binding, &trim);
  is_full = false;
  is_busy = true;
  printf("no room: %d, busy: %d\n", room, (int)disk_trim(&binding, &trim));
}

int main(void) {
  const skerry_operation *check = &disk_interface.operations[2];
  printf("%s @ %u: %u operations, longest %u and %u, %s: %u ms, priority %u, window %u\n", disk_interface.name,
         disk_interface.version, disk_interface.operation_count, disk_interface.longest_request,
         disk_interface.longest_reply, check->name, check->deadline_ms, check->priority, check->window);
  talk();
  listen();
  disturb();
  refuse();
  return 0;
}
