#include "orders.h"

#include "change.h"
#include "channel/control_message.h"
#include "channel/report.h"
#include "ending.h"
#include "monitor.h"

void orders_send(struct kernel *kernel, uint16_t to, uint8_t kind, const uint32_t numbers[4]) {
  struct control_message message;
  control_begin(&message, numbers[0], numbers[1], numbers[2], numbers[3]);
  control_send(kernel, to, kind, 0, &message);
}

void orders_stop_all(struct kernel *kernel) {
  struct control_message message;
  control_begin(&message, 0, 0, 0, 0);
  for (uint32_t core = 0; core < kernel->cores; core++) {
    if (!has_core(kernel->members.view.members, core) || !ways_reach(&kernel->ways, core)) continue;
    kernel->running++;
    control_send(kernel, (uint16_t)core, HALT, 0, &message);
  }
}

/* From the boot core, or from a kernel beside the machine. */
void orders_receive(struct kernel *kernel, const struct frame *frame, const uint8_t *message) {
  const bool may_order = frame->from == kernel->blob->boot_core || (blob_core(kernel->blob, frame->from)->flags & CORE_HOST);
  if (!may_order) {
    kernel_drop(kernel, "kind", frame->from);
    return;
  }
  switch (frame->kind) {
    case HALT: kernel_stop(kernel); return;
    case KILL: machine_park();
    case LEAVE: kernel_leave(kernel);
    case MEASURE: kernel_measure(kernel); return;
    case EXPECT:
      if (control_number(message, 0) < kernel->cores) kernel_expect(kernel, control_number(message, 0), control_number(message, 1));
      else kernel_drop(kernel, "malformed", frame->from);
      return;
    default: monitor_cut(kernel, control_number(message, 0), control_number(message, 1) != 0);
  }
}
