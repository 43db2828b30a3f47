#include "ending.h"

#include "channel/report.h"
#include "channel/switch.h"
#include "programs/calls.h"
#include "programs/names.h"

uint32_t count_clients(const struct kernel *kernel) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < blob_count(kernel->blob, PROGRAMS); i++) count += program_at(kernel, i)->kind == KIND_CLIENT;
  return count;
}

static struct line line_of_counts(const struct kernel *kernel, const char *word) {
  struct line line = {0};
  line_number(line_text(line_text(&line, word), ": delivered "), kernel->delivered);
  line_number(line_text(&line, ", forwarded "), kernel->forwarded);
  line_number(line_text(&line, ", sent "), kernel->sent);
  line_number(line_text(&line, ", dropped "), kernel->dropped);
  return line;
}

void kernel_measure(struct kernel *kernel) {
  struct line line = line_of_counts(kernel, "load");
  uint32_t calling = 0, serving = 0, slots = 0;
  calls_count(kernel, &calling, &serving);
  const uint32_t used = switch_depth(kernel, &slots);
  line_number(line_text(&line, ", calling "), calling);
  line_number(line_text(&line, ", serving "), serving);
  line_number(line_text(line_number(line_text(&line, ", ring "), used), " of "), slots);
  kernel_say(kernel, REPORT_LINE, &line);
}

void kernel_stop(struct kernel *kernel) {
  struct line line = line_of_counts(kernel, "stopped");
  kernel->has_died = !kernel->is_boot;
  kernel_say(kernel, REPORT_STOPPED, &line);
}

static bool end_client(struct kernel *kernel, uint32_t index) {
  if (kernel->ended[index]) return false;
  kernel->ended[index] = true;
  const bool was_last = --kernel->clients_left == 0;
  kernel->is_stopping = kernel->is_stopping || was_last;
  return true;
}

void kernel_lost(struct kernel *kernel, uint32_t core) {
  names_lose(kernel, core);
  for (uint32_t i = 0; i < blob_count(kernel->blob, PROGRAMS); i++) {
    const struct blob_program *it = program_at(kernel, i);
    if (it->kind == KIND_CLIENT && it->core == core) kernel->failures += end_client(kernel, i);
  }
}

void kernel_ended(struct kernel *kernel, uint32_t core, uint8_t what, uint32_t program) {
  if (what == REPORT_STOPPED) {
    if (kernel->running != 0) kernel->running--;
    return;
  }
  if (kernel->is_stopping || what == REPORT_EXPECTED) return;
  if (what == REPORT_DIED || what == REPORT_LEFT) {
    kernel->deaths += what == REPORT_DIED;
    kernel->farewells[core] = true;
    kernel_lost(kernel, core);
    return;
  }
  for (uint32_t i = 0; i < blob_count(kernel->blob, PROGRAMS); i++) {
    const struct blob_program *it = program_at(kernel, i);
    if (it->kind != KIND_CLIENT || it->core != core || kernel->ended[i] || (program != 0 && program != i + 1)) continue;
    end_client(kernel, i);
    kernel->failures += what == REPORT_FAILED;
    return;
  }
}
