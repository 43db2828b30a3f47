/* What comes to this kernel: what kernels say to each other goes to whom it concerns, the rest to programs and objects. */
#include "channel/control_message.h"
#include "channel/report.h"
#include "channel/switch.h"
#include "ending.h"
#include "orders.h"
#include "programs/calls.h"
#include "programs/connections.h"
#include "programs/names.h"
#include "state/state.h"

/* Fragments of what another kernel says. */
struct control {
  uint16_t core;
  struct assembly assembly;
  struct control *next;
};

static void print_report(struct kernel *kernel, uint16_t from, const uint8_t *text, uint32_t bytes) {
  struct line line = {0};
  line_text(line_text(&line, blob_name(kernel->blob, blob_core(kernel->blob, from)->name)), ": ");
  for (uint32_t i = 0; i < bytes && line.length < sizeof line.text - 1; i++)
    line.text[line.length++] = text[i] < ' ' ? ' ' : (char)text[i];
  kernel_print(kernel, &line);
}

/* Without a text where it is said once more. */
static void reported(struct kernel *kernel, const struct frame *frame, const uint8_t *text) {
  if (frame->total != 0) print_report(kernel, frame->from, text, frame->total);
  if (frame->opcode != REPORT_LINE) kernel_ended(kernel, frame->from, frame->opcode, frame->correlation);
}

static struct control *control_of(struct kernel *kernel, uint16_t core) {
  struct control *it = kernel->controls;
  while (it != NULL && it->core != core) it = it->next;
  if (it != NULL) return it;
  it = kernel_memory(kernel, sizeof *it + LONGEST_CONTROL);
  *it = (struct control){core, {(uint8_t *)(it + 1), LONGEST_CONTROL, 0, 0, 0, 0, 0}, kernel->controls};
  kernel->controls = it;
  return it;
}

/* Of at least CONTROL_NUMBERS bytes. */
static void handle(struct kernel *kernel, const struct frame *frame, const uint8_t *message) {
  const uint16_t from = frame->from;
  switch (frame->kind) {
    case REGISTER: names_registered(kernel, from, message, frame->total); return;
    case LOOKUP: names_looked_up(kernel, from, frame->correlation, message, frame->total); return;
    case FOUND: connections_found(kernel, frame->correlation, message, frame->total); return;
    case BIND: connections_asked(kernel, from, frame->correlation, message, frame->total); return;
    case BOUND: connections_bound(kernel, from, frame->correlation, message, frame->total); return;
    case UNBIND: connections_unbind(kernel, from, message); return;
    case UNBOUND: connections_unbound(kernel, from, message); return;
    case HALT:
    case KILL:
    case LEAVE:
    case EXPECT:
    case MEASURE:
    case CUT: orders_receive(kernel, frame, message); return;
    default: kernel_drop(kernel, "kind", from);
  }
}

static void receive(struct kernel *kernel, const struct frame *frame) {
  if (frame->source != 0 || frame->from >= kernel->cores) {
    kernel_drop(kernel, "endpoint", frame->from);
    return;
  }
  const uint8_t *message = switch_assemble(kernel, &control_of(kernel, frame->from)->assembly, frame, LONGEST_CONTROL);
  if (message == NULL) return;
  if (frame->kind == REPORT && kernel->is_boot) reported(kernel, frame, message);
  else if (frame->total < CONTROL_NUMBERS) kernel_drop(kernel, "malformed", frame->from);
  else handle(kernel, frame, message);
}

void kernel_deliver(struct kernel *kernel, const struct frame *frame) {
  if (frame->endpoint == 0) receive(kernel, frame);
  else if (frame->endpoint >= FIRST_OF_STATES) states_receive(kernel, frame);
  else calls_receive(kernel, frame);
}
