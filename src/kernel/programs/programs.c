/* The programs of this core: how they begin, what they say and how they end. */
#include "programs.h"

#include "channel/report.h"
#include "connections.h"
#include "ends.h"
#include "names.h"
#include "streams.h"

extern const skerry_module __start_skerry_modules[], __stop_skerry_modules[];

static const char *name_of(const skerry_program *program) {
  return blob_name(program->kernel->blob, program->blob->name);
}

static uint32_t index_of(const skerry_program *program) {
  return (uint32_t)(program->blob - (const struct blob_program *)blob_entry(program->kernel->blob, PROGRAMS, 0));
}

struct line kernel_line(const skerry_program *program, const char *mark) {
  struct line line = {0};
  line_text(&line, blob_name(program->kernel->blob, program->blob->name));
  if (program->blob->instances > 1) line_text(line_number(line_text(&line, "["), program->blob->instance), "]");
  line_text(&line, mark);
  return line;
}

/* ── how programs begin ── */

/* A number that stands for a program itself, where clients ask to be bound. */
static uint16_t reserve_number(struct kernel *kernel) { return (uint16_t)kernel->end_count++; }

static const skerry_module *module_named(const char *name) {
  for (const skerry_module *it = __start_skerry_modules; it < __stop_skerry_modules; it++)
    if (is_same_text(it->name, name, text_length(name) + 1)) return it;
  return NULL;
}

static const char *fault_of(const struct blob *blob, const struct blob_program *program) {
  const skerry_module *module = module_named(blob_name(blob, program->name));
  const char *fingerprint = blob_name(blob, program->fingerprint);
  /* Clients of the host are nobody's here; its services are, because clients know from them what they speak to. */
  if (program->kind == KIND_CLIENT && (blob_core(blob, program->core)->flags & CORE_HOST)) return NULL;
  if (module == NULL && (blob_core(blob, program->core)->flags & CORE_HOST)) return NULL;
  if (module == NULL) return ": this image of the kernel has no such program";
  if ((module->serves != NULL) != (program->kind == KIND_SERVICE)) return ": what it serves is not what was described";
  if (module->serves != NULL && !is_same_text(module->serves->fingerprint, fingerprint, text_length(fingerprint) + 1))
    return ": it was compiled for another version of its interface";
  return NULL;
}

bool programs_check(const struct blob *blob) {
  bool is_good = true;
  for (uint32_t i = 0; i < blob_count(blob, PROGRAMS); i++) {
    const struct blob_program *program = blob_entry(blob, PROGRAMS, i);
    const char *fault = fault_of(blob, program);
    if (fault == NULL) continue;
    struct line line = {0};
    line_print(line_text(line_text(&line, blob_name(blob, program->name)), fault));
    is_good = false;
  }
  return is_good;
}

static void place(struct kernel *kernel, skerry_program *program, const struct blob_program *blob) {
  *program = (skerry_program){.kernel = kernel, .blob = blob};
  program->module = module_named(name_of(program));
  program->self = kernel_memory(kernel, program->module->state_bytes);
  program->uses = kernel_memory(kernel, blob->uses * sizeof *program->uses);
  if (blob->kind == KIND_SERVICE) program->endpoint = reserve_number(kernel);
}

static void start(skerry_program *program) {
  program->has_started = true;
  if (program->module->start != NULL) program->module->start(program->self, program);
}

static bool is_all_bound(const skerry_program *program) {
  for (uint32_t i = 0; i < program->blob->uses; i++)
    if (program->uses[i] == NULL || !program->uses[i]->is_bound) return false;
  return true;
}

void programs_bound(skerry_binding *binding) {
  skerry_program *program = binding->program;
  if (program->blob->kind != KIND_CLIENT || program->has_started || !is_all_bound(program)) return;
  const struct line line = kernel_line(program, ": started");
  kernel_say(program->kernel, REPORT_LINE, &line);
  start(program);
}

/* Ends of clients are opened before anything runs, so that programs find them. What they expect they say by skerry_use. */
static void open_uses(skerry_program *program) {
  const struct kernel *kernel = program->kernel;
  for (uint32_t i = 0; i < program->blob->uses; i++) {
    skerry_binding *end = ends_open(program, END_CLIENT);
    if (end == NULL) kernel_die(program->kernel, "no endpoint is left");
    end->use = blob_entry(kernel->blob, USES, program->blob->first_use + i);
    end->service = blob_name(kernel->blob, program_at(kernel, end->use->program)->name);
    /* All programs of a system are in its image, but services of the host that nobody here was to use. */
    const skerry_module *module = module_named(end->service);
    if (module == NULL) kernel_die(program->kernel, "its image does not say what a service of the host serves");
    end->interface = module->serves;
    ends_reserve(end, end->interface->longest_reply);
    program->uses[i] = end;
  }
}

static void bind_uses(skerry_program *program) {
  for (uint32_t i = 0; i < program->blob->uses; i++) connections_look_up(program->uses[i]);
}

static void place_all(struct kernel *kernel) {
  const uint32_t all = blob_count(kernel->blob, PROGRAMS);
  uint32_t count = 0;
  for (uint32_t i = 0; i < all; i++) count += program_at(kernel, i)->core == kernel->core;
  kernel->programs = kernel_memory(kernel, count * sizeof *kernel->programs);
  for (uint32_t i = 0; i < all; i++)
    if (program_at(kernel, i)->core == kernel->core) place(kernel, &kernel->programs[kernel->program_count++], program_at(kernel, i));
}

static void begin_service(skerry_program *program) {
  start(program);
  struct line line = kernel_line(program, ": ready, serves ");
  line_text(&line, program->module->serves->name);
  line_number(line_text(&line, " @ "), program->module->serves->version);
  kernel_say(program->kernel, REPORT_LINE, &line);
  names_register(program, YES);
}

void programs_place(struct kernel *kernel) {
  kernel->ends = kernel_memory(kernel, MOST_ENDS * sizeof *kernel->ends);
  kernel->end_count = 1;
  kernel->names = kernel_memory(kernel, blob_count(kernel->blob, PROGRAMS) * sizeof *kernel->names);
  place_all(kernel);
  for (uint32_t i = 0; i < kernel->program_count; i++) open_uses(&kernel->programs[i]);
}

void program_begin(skerry_program *program) {
  program->has_begun = true;
  program->kernel->programs_begun++;
  if (program->blob->kind == KIND_SERVICE) begin_service(program);
  bind_uses(program);
  if (program->blob->uses == 0 && program->blob->kind == KIND_CLIENT) start(program);
}

void programs_settle(struct kernel *kernel) {
  streams_settle(kernel);
  ends_settle(kernel);
}

void programs_register(struct kernel *kernel) {
  for (uint32_t i = 0; i < kernel->program_count; i++) {
    skerry_program *program = &kernel->programs[i];
    if (!program->has_begun) continue;
    if (program->blob->kind == KIND_SERVICE) names_register(program, YES);
    else if (program->has_ended)
      kernel_report(kernel, program->has_failed ? REPORT_FAILED : REPORT_DONE, index_of(program) + 1, "", 0);
  }
}

/* ── skerry.h ── */

skerry_binding *skerry_use(skerry_program *me, const char *service, const skerry_interface *expected) {
  for (uint32_t i = 0; i < me->blob->uses; i++) {
    skerry_binding *end = me->uses[i];
    if (!is_same_text(end->service, service, text_length(service) + 1)) continue;
    return is_same_text(end->interface->fingerprint, expected->fingerprint, text_length(expected->fingerprint) + 1) ? end : NULL;
  }
  return NULL;
}

skerry_program *skerry_program_of(const skerry_binding *binding) { return binding->program; }

void skerry_log(skerry_program *me, const char *text) {
  struct line line = kernel_line(me, "> ");
  line_text(&line, text);
  kernel_say(me->kernel, REPORT_LINE, &line);
}

static void end_program(skerry_program *me, uint8_t what, const struct line *line) {
  if (me->blob->kind != KIND_CLIENT || me->has_ended) return;
  me->has_ended = true;
  me->has_failed = what == REPORT_FAILED;
  kernel_report(me->kernel, what, index_of(me) + 1, line->text, line->length);
}

void skerry_done(skerry_program *me) {
  const struct line line = kernel_line(me, ": done");
  end_program(me, REPORT_DONE, &line);
}

void skerry_fail(skerry_program *me, const char *why) {
  struct line line = kernel_line(me, ": failed: ");
  line_text(&line, why);
  end_program(me, REPORT_FAILED, &line);
}

uint64_t skerry_now(skerry_program *me) { return machine_now() - me->kernel->began; }

const char *skerry_core_name(skerry_program *me) { return blob_name(me->kernel->blob, me->kernel->me->name); }

uint32_t skerry_instance(skerry_program *me) { return me->blob->instance; }

void *skerry_room(skerry_program *me, uint32_t bytes) {
  struct kernel *kernel = me->kernel;
  if (bytes > kernel->scratch_bytes) {
    if (bytes > kernel->end - kernel->free) return NULL;
    kernel->scratch = kernel_memory(kernel, bytes);
    kernel->scratch_bytes = bytes;
  }
  return kernel->scratch;
}
