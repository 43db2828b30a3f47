#include "report.h"

#include "switch.h"

void kernel_report(struct kernel *kernel, uint8_t what, uint32_t program, const char *text, uint32_t bytes) {
  const struct frame head = {.to = (uint16_t)kernel->blob->boot_core,
                             .from = (uint16_t)kernel->core,
                             .kind = REPORT,
                             .opcode = what,
                             .correlation = program};
  if (!switch_send(kernel, &head, text, bytes)) kernel_drop(kernel, "memory", head.to);
}

/* The console is a device of the boot core: the others tell it what to print. */
void kernel_say(struct kernel *kernel, uint8_t what, const struct line *line) {
  kernel_report(kernel, what, 0, line->text, line->length);
}

void kernel_drop(struct kernel *kernel, const char *reason, uint32_t from) {
  const uint64_t count = ++kernel->dropped;
  if ((count & (count - 1)) != 0 || kernel->has_died) return;
  struct line line = {0};
  line_text(line_text(line_number(&line, count), count == 1 ? " frame dropped (" : " frames dropped ("), reason);
  line_number(line_text(&line, "), the last from core "), from);
  /* Rather than through rings that may be what is wrong. */
  if (kernel->is_boot) kernel_print(kernel, &line);
  else kernel_say(kernel, REPORT_LINE, &line);
}
