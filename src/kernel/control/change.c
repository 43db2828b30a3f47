/* What a kernel does once it is agreed that others take part than before: src/runtime/kernel/view-changes.ts. */
#include "change.h"

#include "channel/report.h"
#include "channel/switch.h"
#include "ending.h"
#include "monitor.h"
#include "programs/connections.h"
#include "programs/ends.h"
#include "programs/names.h"
#include "state/state.h"

static bool has_left(const struct view *before, const struct view *view, uint32_t core) {
  return has_core(before->members, core) && (!has_core(view->members, core) || before->started[core] != view->started[core]);
}

/* In the place of one that has not said itself that it ends. */
static void tell_of(struct kernel *kernel, uint32_t core) {
  const char *name = blob_name(kernel->blob, blob_core(kernel->blob, core)->name);
  struct line line = {0}, fate = {0};
  line_text(line_text(&line, "lost "), name);
  kernel_say(kernel, REPORT_LINE, &line);
  if (!kernel->farewells[core]) kernel_print(kernel, line_text(line_text(&fate, name), ": died: nothing is heard of it any more"));
  kernel->farewells[core] = false;
}

static void tell(struct kernel *kernel, const struct view *before, const struct view *view) {
  for (uint32_t core = 0; core < kernel->cores && kernel->is_boot; core++)
    if (has_core(before->members, core) && !has_core(view->members, core)) tell_of(kernel, core);
  struct line line = {0};
  line_number(line_text(&line, "view "), view->epoch);
  line_text(line_number(line_text(&line, ": "), count_cores(&kernel->members, view->members)), " members");
  kernel_say(kernel, REPORT_LINE, &line);
}

/* What got lost on its way to the boot core is said again. */
static void reconnect(struct kernel *kernel, bool has_lost_names) {
  if (has_lost_names && ways_reach(&kernel->ways, kernel->blob->boot_core)) programs_register(kernel);
  ends_retry(kernel);
}

void kernel_up(struct kernel *kernel) {
  kernel->is_up = true;
  struct line up = {0};
  line_text(&up, "kernel up");
  kernel_say(kernel, REPORT_LINE, &up);
  programs_place(kernel);
}

void kernel_view_agreed(struct kernel *kernel, const struct view *before) {
  const struct view *view = &kernel->members.view;
  switch_change(kernel, view);
  /* Before it is up nobody has asked. */
  if (kernel->is_up) names_forget(kernel);
  for (uint32_t core = 0; core < kernel->cores && kernel->is_boot; core++)
    if (has_left(before, view, core)) kernel_lost(kernel, core);
  const bool has_lost_names = ways_are_cut(&kernel->ways, kernel->blob->boot_core);
  ends_change(kernel);
  ways_settle(&kernel->ways);
  tell(kernel, before, view);
  switch_changed(kernel, before, view);
  states_view_changed(kernel);
  /* It may have heard before of views that it was not in. */
  if (!kernel->is_up) kernel_up(kernel);
  else reconnect(kernel, has_lost_names);
}

/* With too few others nothing is agreed on; but nobody shall wait for those who are out of reach. */
void kernel_quorum_changed(struct kernel *kernel) {
  const struct members *members = &kernel->members;
  struct line line = {0};
  line_text(&line, members->has_quorum ? "quorum found" : "quorum lost");
  ends_change(kernel);
  kernel_say(kernel, REPORT_LINE, &line);
  if (members->has_quorum) {
    reconnect(kernel, true);
    return;
  }
  /* Who cannot speak to the console any more cannot say what became of its clients either. */
  for (uint32_t core = 0; core < kernel->cores && kernel->is_boot; core++)
    if (has_core(members->view.members, core) && !has_core(members->within, core)) kernel_lost(kernel, core);
}

/* The others go on without this kernel: it does nothing any more that they could see. */
_Noreturn void kernel_excluded(struct kernel *kernel) {
  (void)kernel;
  machine_park();
}

_Noreturn void kernel_leave(struct kernel *kernel) {
  struct line line = {0};
  line_text(&line, "left");
  kernel->has_died = true;
  connections_unbind_all(kernel);
  kernel_say(kernel, REPORT_LEFT, &line);
  monitor_leave(kernel);
}

void kernel_expect(struct kernel *kernel, uint32_t core, uint32_t incarnation) {
  struct line line = {0};
  switch_reset(kernel, core);
  monitor_expect(kernel, core, incarnation);
  line_number(line_text(&line, "expects core "), core);
  kernel_say(kernel, REPORT_EXPECTED, &line);
}
