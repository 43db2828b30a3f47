/* The programs of this core, and the ends of their connections: what skerry.h promises. */
#include "programs.h"

#include "channel/report.h"
#include "channel/switch.h"
#include "connections.h"
#include "names.h"
#include "streams.h"

extern const skerry_module __start_skerry_modules[], __stop_skerry_modules[];

static const char *name_of(const skerry_program *program) {
  return blob_name(program->kernel->blob, program->blob->name);
}

static uint32_t index_of(const skerry_program *program) {
  return (uint32_t)(program->blob - (const struct blob_program *)blob_entry(program->kernel->blob, PROGRAMS, 0));
}

/* ── the ends of connections, which frames name by their numbers from 1 on ── */

skerry_binding *programs_open(skerry_program *program, enum end_kind kind) {
  struct kernel *kernel = program->kernel;
  uint32_t number = 1;
  while (number < kernel->end_count && (kernel->ends[number] == NULL || kernel->ends[number]->kind != END_FREE ||
                                        kernel->ends[number]->program != program))
    number++;
  /* Ends of a program are as long as its longest message: those that are free again are used again. */
  skerry_binding *end = number < kernel->end_count ? kernel->ends[number] : NULL;
  if (end == NULL) {
    if (number >= MOST_ENDS) return NULL;
    end = kernel_memory(kernel, sizeof *end);
    end->calls = kernel_memory(kernel, (kernel->window + MOST_STREAMS) * sizeof *end->calls);
    kernel->ends[number] = end;
    kernel->end_count = number + 1;
  }
  end->kind = kind;
  end->number = (uint16_t)number;
  end->program = program;
  end->credits = kernel->window;
  end->owed = 0;
  end->is_bound = end->is_gone = false;
  return end;
}

void programs_close(skerry_binding *end) {
  end->kind = END_FREE;
  for (uint32_t i = 0; i < end->program->kernel->window + MOST_STREAMS; i++) end->calls[i].correlation = 0;
}

static void fail_calls(skerry_binding *end, uint8_t kind, const char *text) {
  end->is_bound = false;
  switch_forget(end->program->kernel, &end->waiting);
  for (uint32_t i = 0; i < end->program->kernel->window + MOST_STREAMS; i++) {
    const struct call call = end->calls[i];
    end->calls[i].correlation = 0;
    if (call.correlation != 0) call.answered(call.context, kind, text, text_length(text));
  }
}

void programs_lost(skerry_binding *end) {
  fail_calls(end, SKERRY_FAULT, "the kernel of its service has died");
  end->credits = 0;
}

/* ── when who takes part has changed ── */

static void cut(struct kernel *kernel, skerry_binding *end) {
  if (end->kind == END_SERVER) {
    if (end->peer_core != kernel->core && ways_are_cut(&kernel->ways, end->peer_core)) programs_close(end);
    return;
  }
  if (!end->is_bound || !ways_are_cut(&kernel->ways, end->peer_core)) return;
  end->credits = kernel->window;
  fail_calls(end, SKERRY_LOST, "the way to its service was lost: whether it was done is not known");
}

void programs_change(struct kernel *kernel) {
  for (uint32_t i = 1; i < kernel->end_count; i++)
    if (kernel->ends[i] != NULL && kernel->ends[i]->kind != END_FREE) cut(kernel, kernel->ends[i]);
}

void programs_retry(struct kernel *kernel) {
  for (uint32_t i = 1; i < kernel->end_count; i++) {
    skerry_binding *end = kernel->ends[i];
    if (end == NULL || end->kind != END_CLIENT || end->is_bound || end->program->has_ended) continue;
    /* One whose service is gone for good waits for nothing, but for a kernel that starts there anew. */
    const uint32_t core = program_at(kernel, end->use->program)->core;
    if (end->is_gone && !has_core(kernel->members.view.members, core)) continue;
    if (end->is_gone) end->credits = kernel->window;
    end->is_gone = false;
    connections_look_up(end);
  }
}

void programs_register(struct kernel *kernel) {
  for (uint32_t i = 0; i < kernel->program_count; i++) {
    skerry_program *program = &kernel->programs[i];
    if (program->blob->kind == KIND_SERVICE) names_register(program, YES);
    else if (program->has_ended)
      report(kernel, program->has_failed ? REPORT_FAILED : REPORT_DONE, index_of(program) + 1, "", 0);
  }
}

/* A number that stands for a program itself, where clients ask to be bound. */
static uint16_t reserve_number(struct kernel *kernel) { return (uint16_t)kernel->end_count++; }

static void reserve_message(skerry_binding *end, uint32_t bytes) {
  const uint32_t least = bytes < LONGEST_TEXT ? LONGEST_TEXT : bytes;
  if (end->assembly.room >= least) return;
  end->assembly.memory = kernel_memory(end->program->kernel, least);
  end->assembly.room = least;
}

static struct frame head_of(const skerry_binding *end, uint8_t kind, uint8_t opcode, uint32_t correlation) {
  return (struct frame){.to = end->peer_core,
                        .from = (uint16_t)end->program->kernel->core,
                        .endpoint = end->peer,
                        .source = end->number,
                        .kind = kind,
                        .opcode = opcode,
                        .correlation = correlation};
}

bool programs_send(skerry_binding *end, uint8_t kind, uint8_t opcode, uint32_t correlation, const void *payload, uint32_t bytes) {
  const struct frame head = head_of(end, kind, opcode, correlation);
  if (end->is_bound) return switch_send(end->program->kernel, &head, payload, bytes);
  return switch_queue(end->program->kernel, &end->waiting, &head, payload, bytes);
}

/* ── how programs begin ── */

struct line kernel_line(const skerry_program *program, const char *mark) {
  struct line line = {0};
  line_text(&line, blob_name(program->kernel->blob, program->blob->name));
  if (program->blob->instances > 1) line_text(line_number(line_text(&line, "["), program->blob->instance), "]");
  line_text(&line, mark);
  return line;
}

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
    skerry_binding *end = programs_open(program, END_CLIENT);
    if (end == NULL) kernel_die(program->kernel, "no endpoint is left");
    end->use = blob_entry(kernel->blob, USES, program->blob->first_use + i);
    end->service = blob_name(kernel->blob, program_at(kernel, end->use->program)->name);
    /* All programs of a system are in its image, but services of the host that nobody here was to use. */
    const skerry_module *module = module_named(end->service);
    if (module == NULL) kernel_die(program->kernel, "its image does not say what a service of the host serves");
    end->interface = module->serves;
    program->uses[i] = end;
  }
}

static void bind_uses(skerry_program *program) {
  for (uint32_t i = 0; i < program->blob->uses; i++) {
    skerry_binding *end = program->uses[i];
    reserve_message(end, end->interface->longest_reply);
    connections_look_up(end);
  }
}

void programs_begin(struct kernel *kernel) {
  const uint32_t all = blob_count(kernel->blob, PROGRAMS);
  uint32_t count = 0;
  for (uint32_t i = 0; i < all; i++) count += program_at(kernel, i)->core == kernel->core;
  kernel->ends = kernel_memory(kernel, MOST_ENDS * sizeof *kernel->ends);
  kernel->end_count = 1;
  kernel->programs = kernel_memory(kernel, count * sizeof *kernel->programs);
  kernel->names = kernel_memory(kernel, all * sizeof *kernel->names);
  for (uint32_t i = 0; i < all; i++)
    if (program_at(kernel, i)->core == kernel->core) place(kernel, &kernel->programs[kernel->program_count++], program_at(kernel, i));
  for (uint32_t i = 0; i < count; i++) open_uses(&kernel->programs[i]);
  for (uint32_t i = 0; i < count; i++) {
    skerry_program *program = &kernel->programs[i];
    if (program->blob->kind == KIND_SERVICE) {
      start(program);
      struct line line = kernel_line(program, ": ready, serves ");
      line_text(&line, program->module->serves->name);
      line_number(line_text(&line, " @ "), program->module->serves->version);
      kernel_say(kernel, REPORT_LINE, &line);
      names_register(program, YES);
    }
    bind_uses(program);
    if (program->blob->uses == 0 && program->blob->kind == KIND_CLIENT) start(program);
  }
}

/* ── what comes from the other end ── */

struct call *programs_call(skerry_binding *end, uint32_t correlation) {
  for (uint32_t i = 0; i < end->program->kernel->window + MOST_STREAMS; i++)
    if (end->calls[i].correlation == correlation) return &end->calls[i];
  return NULL;
}

void programs_count(const struct kernel *kernel, uint32_t *calling, uint32_t *serving) {
  for (uint32_t i = 1; i < kernel->end_count; i++) {
    const skerry_binding *end = kernel->ends[i];
    if (end == NULL || end->kind == END_FREE) continue;
    uint32_t *count = end->kind == END_CLIENT ? calling : serving;
    for (uint32_t call = 0; call < kernel->window; call++) *count += end->calls[call].correlation != 0;
  }
}

static void give_back(skerry_binding *end) {
  const uint32_t credits = end->owed;
  end->owed = 0;
  if (credits != 0 && !programs_send(end, CREDIT, 0, 0, &credits, 4)) end->owed = credits;
}

void programs_owe(skerry_binding *end) {
  struct kernel *kernel = end->program->kernel;
  end->credits++;
  end->owed++;
  if (end->owed * 4 >= kernel->window) give_back(end);
  else kernel->owes = true;
}

void programs_settle(struct kernel *kernel) {
  streams_settle(kernel);
  if (!kernel->owes) return;
  kernel->owes = false;
  for (uint32_t i = 1; i < kernel->end_count; i++)
    if (kernel->ends[i] != NULL && kernel->ends[i]->kind == END_SERVER) give_back(kernel->ends[i]);
}

/* ── calls that are not answered in time ── */

void programs_ignore(void *context, uint8_t kind, const void *payload, uint32_t bytes) {
  (void)context, (void)kind, (void)payload, (void)bytes;
}

static uint64_t due_of(skerry_binding *to, uint8_t opcode) {
  struct kernel *kernel = to->program->kernel;
  uint32_t milliseconds = 0;
  for (uint32_t i = 0; i < to->interface->operation_count; i++)
    if (to->interface->operations[i].opcode == opcode) milliseconds = to->interface->operations[i].deadline_ms;
  if (milliseconds == 0) return 0;
  const uint64_t due = machine_now() + milliseconds * 1000000ull;
  if (kernel->due == 0 || due < kernel->due) kernel->due = due;
  return due;
}

/* Its place is taken until its service has answered all the same. */
static void give_up(skerry_binding *end, struct call *call) {
  static const char text[] = "it was not answered in time";
  const struct call late = *call;
  call->answered = programs_ignore;
  call->due = 0;
  programs_send(end, CANCEL, late.opcode, late.correlation, NULL, 0);
  late.answered(late.context, SKERRY_LATE, text, sizeof text - 1);
}

uint64_t programs_due(const struct kernel *kernel) { return kernel->due == 0 ? ~0ull : kernel->due; }

void programs_expire(struct kernel *kernel, uint64_t now) {
  if (now < programs_due(kernel)) return;
  uint64_t first = kernel->due = 0;
  for (uint32_t i = 1; i < kernel->end_count; i++) {
    skerry_binding *end = kernel->ends[i];
    if (end == NULL || end->kind != END_CLIENT) continue;
    for (uint32_t j = 0; j < kernel->window + MOST_STREAMS; j++) {
      struct call *call = &end->calls[j];
      if (call->correlation == 0 || call->due == 0) continue;
      if (call->due <= now) give_up(end, call);
      else if (first == 0 || call->due < first) first = call->due;
    }
  }
  /* What was called meanwhile is in there already. */
  if (first != 0 && (kernel->due == 0 || first < kernel->due)) kernel->due = first;
}

static bool is_allowed(const skerry_binding *end, uint8_t opcode) {
  return (end->use->flags & USE_ALL_OPERATIONS) || (end->use->opcodes[opcode >> 3] >> (opcode & 7) & 1);
}

/* `kind`: of a request or message. */
static void serve(skerry_binding *end, const struct frame *frame, const uint8_t *payload) {
  struct kernel *kernel = end->program->kernel;
  const bool is_message = frame->kind == SKERRY_MESSAGE;
  struct call *place = is_message ? NULL : programs_call(end, 0);
  if (end->credits == 0 || (!is_message && (place == NULL || frame->correlation == 0 || programs_call(end, frame->correlation)))) {
    kernel_drop(kernel, "window", frame->from);
    return;
  }
  const skerry_call call = {end->program, end->number, is_message ? 0 : frame->correlation, frame->kind, frame->opcode};
  end->credits--;
  if (!is_message) *place = (struct call){.correlation = frame->correlation, .kind = frame->kind, .opcode = frame->opcode};
  if (is_allowed(end, frame->opcode)) end->program->module->receive(end->program->self, &call, payload, frame->total);
  else if (!is_message) skerry_answer(&call, SKERRY_REFUSED, &(uint32_t){NOT_ALLOWED}, 4);
  if (is_message) programs_owe(end);
}

static void accept(skerry_binding *end, const struct frame *frame, const uint8_t *payload) {
  struct kernel *kernel = end->program->kernel;
  if (frame->kind == CREDIT) {
    uint32_t credits = 0;
    for (int i = 0; i < 4 && frame->total == 4; i++) credits |= (uint32_t)payload[i] << (8 * i);
    end->credits = credits > kernel->window - end->credits ? kernel->window : end->credits + credits;
    return;
  }
  struct call *call = frame->correlation == 0 ? NULL : programs_call(end, frame->correlation);
  if (call != NULL && streams_accept(end, call, frame, payload)) return;
  const bool is_answer = frame->kind == SKERRY_REPLY || frame->kind == SKERRY_FAILURE || frame->kind == SKERRY_FAULT ||
                         frame->kind == SKERRY_REFUSED;
  if (call == NULL || !is_answer) {
    kernel_drop(kernel, call == NULL ? "correlation" : "kind", frame->from);
    return;
  }
  const struct call done = *call;
  call->correlation = 0;
  if (end->credits < kernel->window) end->credits++;
  done.answered(done.context, frame->kind, payload, frame->total);
}

void programs_receive(struct kernel *kernel, const struct frame *frame) {
  skerry_binding *end = frame->endpoint < kernel->end_count ? kernel->ends[frame->endpoint] : NULL;
  if (end == NULL || end->kind == END_FREE || !end->is_bound || end->peer_core != frame->from || end->peer != frame->source) {
    kernel_drop(kernel, "endpoint", frame->from);
    return;
  }
  const bool is_server = end->kind == END_SERVER;
  const skerry_interface *interface = is_server ? end->program->module->serves : end->interface;
  const uint32_t longest = is_server ? interface->longest_request : interface->longest_reply;
  reserve_message(end, longest);
  const uint8_t *payload = switch_assemble(kernel, &end->assembly, frame, end->assembly.room);
  if (payload == NULL) return;
  if (!is_server) accept(end, frame, payload);
  else if (frame->kind == SKERRY_REQUEST || frame->kind == SKERRY_MESSAGE) serve(end, frame, payload);
  else streams_serve(end, frame, payload);
}

/* ── skerry.h ── */

bool skerry_answer(const skerry_call *call, uint8_t kind, const void *payload, uint32_t bytes) {
  struct kernel *kernel = call->program->kernel;
  skerry_binding *end = call->binding < kernel->end_count ? kernel->ends[call->binding] : NULL;
  if (end == NULL || end->kind != END_SERVER || call->correlation == 0) return false;
  struct call *place = programs_call(end, call->correlation);
  if (place == NULL) return false;
  if (place->kind == SKERRY_OPEN) return streams_answer(end, place, call, kind, payload, bytes);
  if (!programs_send(end, kind, call->opcode, call->correlation, payload, bytes)) return false;
  place->correlation = 0;
  end->credits++;
  return true;
}

skerry_binding *skerry_use(skerry_program *me, const char *service, const skerry_interface *expected) {
  for (uint32_t i = 0; i < me->blob->uses; i++) {
    skerry_binding *end = me->uses[i];
    if (!is_same_text(end->service, service, text_length(service) + 1)) continue;
    return is_same_text(end->interface->fingerprint, expected->fingerprint, text_length(expected->fingerprint) + 1) ? end : NULL;
  }
  return NULL;
}

/* A number comes again only after 2^20 uses of its place: src/runtime/kernel/conversations.ts. */
uint32_t programs_correlation(skerry_binding *to, const struct call *place) {
  to->generation = to->generation % 0xfffff + 1;
  return to->generation << 12 | (uint32_t)(place - to->calls);
}

bool skerry_request(skerry_binding *to, uint8_t opcode, const void *payload, uint32_t bytes, skerry_answered *answered,
                    void *context) {
  struct call *call = to->credits == 0 ? NULL : programs_call(to, 0);
  if (call == NULL || to->kind != END_CLIENT) return false;
  const uint32_t correlation = programs_correlation(to, call);
  if (!programs_send(to, SKERRY_REQUEST, opcode, correlation, payload, bytes)) return false;
  *call = (struct call){.correlation = correlation, .answered = answered, .context = context, .kind = SKERRY_REQUEST, .opcode = opcode};
  call->due = due_of(to, opcode);
  to->credits--;
  return true;
}

bool skerry_message(skerry_binding *to, uint8_t opcode, const void *payload, uint32_t bytes) {
  if (to->credits == 0 || !programs_send(to, SKERRY_MESSAGE, opcode, 0, payload, bytes)) return false;
  to->credits--;
  return true;
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
  report(me->kernel, what, index_of(me) + 1, line->text, line->length);
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
