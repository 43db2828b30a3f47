/* How a kernel begins, what it does all the time, and how it ends. */
#include "channel/report.h"
#include "channel/switch.h"
#include "compare.h"
#include "control/change.h"
#include "control/console.h"
#include "control/ending.h"
#include "control/monitor.h"
#include "control/orders.h"
#include "fence.h"
#include "programs/calls.h"
#include "programs/connections.h"
#include "state/state.h"

/* Of its own memory: a guard that nothing may touch, its stack, a stack for when that is used up, then what it keeps. */
enum { GUARD_BYTES = 0x1000, STACK_END = 0xc000, TRAP_STACK_END = 0xe000 };

static struct kernel *kernel_at(const struct blob_core *core) {
  return (struct kernel *)(uintptr_t)(core->memory + TRAP_STACK_END);
}

void *kernel_memory(struct kernel *kernel, uint64_t bytes) {
  const uint64_t at = kernel->free, rounded = (bytes + 7) / 8 * 8;
  if (rounded > kernel->end - at) kernel_die(kernel, "its memory is used up");
  kernel->free += rounded;
  /* Memory was zero when the machine started, but not when a kernel starts anew. */
  if (kernel->incarnation != 0) memset((void *)(uintptr_t)at, 0, rounded);
  return (void *)(uintptr_t)at;
}

static _Noreturn void power_off(struct kernel *kernel) {
  static const char *const words[] = {"completed: all clients are done", "failed: not all clients are done",
                                      "failed: a kernel died"};
  const int how = kernel->deaths != 0 ? 2 : kernel->failures != 0;
  struct line line = {0};
  kernel_print(kernel, line_text(&line, words[how]));
  console_end(kernel);
  machine_exit(how == 2 ? EXIT_DIED : how == 1 ? EXIT_FAILED : EXIT_DONE);
}

/* All kernels say what they have done; who does not within a second has nothing to say. */
static _Noreturn void conclude(struct kernel *kernel) {
  const uint64_t until = machine_now() + 1000000000;
  orders_stop_all(kernel);
  while (kernel->running != 0 && machine_now() < until) {
    machine_awake();
    console_poll(kernel);
    switch_poll(kernel);
    monitor_poll(kernel);
    switch_ring(kernel);
    console_settle(kernel);
  }
  power_off(kernel);
}

/* Looks at the clock only when there is nothing else to do, and now and then. */
static void look_at_clock(struct kernel *kernel, uint32_t work) {
  enum { OFTEN = 64 };
  if (work != 0 && ++kernel->rounds % OFTEN != 0) return;
  const uint64_t now = machine_now();
  monitor_expire(kernel, now);
  states_expire(kernel, now);
  calls_expire(kernel, now);
}

/* Boards without an alarm notice later, when something else wakes them. */
__attribute__((weak)) void machine_alarm(uint64_t at) { (void)at; }

static void sleep(const struct kernel *kernel) {
  const uint64_t all[] = {monitor_due(kernel), states_due(kernel), calls_due(kernel), console_due(kernel)};
  uint64_t first = ~0ull;
  for (uint32_t i = 0; i < sizeof all / sizeof *all; i++) first = all[i] < first ? all[i] : first;
  machine_alarm(first);
  machine_sleep();
}

static _Noreturn void serve_forever(struct kernel *kernel) {
  for (;;) {
    machine_awake();
    const uint32_t work = console_poll(kernel) + switch_poll(kernel) + monitor_poll(kernel) + states_settle(kernel);
    if (work == 0) programs_settle(kernel);
    look_at_clock(kernel, work);
    switch_ring(kernel);
    console_settle(kernel);
    if (kernel->is_stopping) conclude(kernel);
    if (work == 0 && !kernel->is_restless) sleep(kernel);
  }
}

/* Its programs are gone, and who is connected to them is told; the others agree to go on without it. */
_Noreturn void kernel_die(struct kernel *kernel, const char *why) {
  struct line line = {0};
  line_text(line_text(&line, "died: "), why);
  if (kernel->is_boot) {
    line_print(line_text(&line, ", and the system with it"));
    machine_exit(EXIT_DIED);
  }
  if (kernel->has_died || kernel->monitor == NULL) machine_park();
  kernel->has_died = true;
  connections_unbind_all(kernel);
  kernel_say(kernel, REPORT_DIED, &line);
  monitor_leave(kernel);
}

static _Noreturn void run(void *argument) {
  struct kernel *kernel = argument;
  if (!fence_off(kernel, GUARD_BYTES)) kernel_die(kernel, "the hardware cannot tell so many areas of memory apart");
  switch_begin(kernel);
  monitor_begin(kernel);
  ways_begin(&kernel->ways, &kernel->members, kernel);
  console_begin(kernel);
  states_begin(kernel);
  /* One that starts anew first asks to take part. */
  if (kernel->incarnation == 0) {
    switch_greet(kernel);
    kernel_up(kernel);
  }
  serve_forever(kernel);
}

_Noreturn void kernel_begin(const struct blob *blob, uint32_t core) {
  const struct blob_core *me = blob_core(blob, core);
  struct kernel *kernel = kernel_at(me);
  const uint32_t starts = kernel->starts;
  *kernel = (struct kernel){.starts = starts + 1,
                            .incarnation = starts,
                            .epoch = starts == 0,
                            .blob = blob,
                            .me = me,
                            .core = core,
                            .cores = blob_count(blob, CORES),
                            .window = blob->window,
                            .began = machine_now(),
                            .free = (uintptr_t)(kernel + 1),
                            .end = me->memory + me->memory_bytes,
                            .is_boot = core == blob->boot_core};
  kernel->clients_left = count_clients(kernel);
  kernel->ended = kernel_memory(kernel, blob_count(blob, PROGRAMS));
  kernel->farewells = kernel_memory(kernel, kernel->cores * sizeof *kernel->farewells);
  machine_continue((void *)(uintptr_t)(me->memory + STACK_END), kernel, run, kernel);
}

static void say(const char *what, const char *why) {
  struct line line = {0};
  line_text(line_text(&line, what), why);
  line_print(&line);
}

static void judge(const struct blob *blob, const void *hardware) {
  const char *fault = blob_fault(blob, machine_platform);
  if (fault != NULL) {
    say("boot blob refused: ", fault);
    machine_exit(EXIT_BLOB);
  }
  say("skerry: booting ", blob_name(blob, blob->name));
  if (compare_hardware(blob, hardware) != 0) {
    say("boot refused: ", "the hardware is not what was described");
    machine_exit(EXIT_HARDWARE);
  }
  if (!programs_check(blob)) machine_exit(EXIT_IMAGE);
}

/* This core; NOWHERE: it is not described. */
static uint32_t start_others(uint64_t hardware_id, const struct blob *blob) {
  uint32_t self = NOWHERE;
  for (uint32_t i = 0; i < blob_count(blob, CORES); i++) {
    const struct blob_core *it = blob_core(blob, i);
    if (!blob_is_here(it)) continue;
    if (it->hardware_id == hardware_id) self = i;
    else machine_start(blob, i);
  }
  return self;
}

_Noreturn void kernel_boot(uint64_t hardware_id, const struct blob *blob, const void *hardware) {
  judge(blob, hardware);
  const uint32_t self = start_others(hardware_id, blob);
  if (self == NOWHERE) {
    say("boot refused: ", "the core that starts first is not described");
    machine_exit(EXIT_HARDWARE);
  }
  kernel_begin(blob, self);
}

/* `kernel`: NULL before there is one. */
_Noreturn void kernel_trapped(void *kernel, const char *what, uint64_t at, uint64_t address) {
  struct line line = {0};
  line_hex(line_text(line_hex(line_text(line_text(&line, what), " at "), at), ", address "), address);
  if (kernel != NULL) kernel_die(kernel, line.text);
  line_print(&line);
  machine_exit(EXIT_DIED);
}
