/* What kernels say to each other: the name service, and connections. On the wire: src/runtime/kernel/control.ts. */
#include "kernel.h"

enum { NUMBERS = 16 };

struct control_message {
  uint32_t length;
  uint8_t bytes[LONGEST_CONTROL];
};

static void begin(struct control_message *it, uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  const uint32_t numbers[] = {a, b, c, d};
  for (int i = 0; i < NUMBERS; i++) it->bytes[i] = (uint8_t)(numbers[i / 4] >> (8 * (i % 4)));
  it->length = NUMBERS;
}

static void add(struct control_message *it, const char *text) {
  uint32_t length = text_length(text);
  if (it->length + 2 + length > LONGEST_CONTROL) length = LONGEST_CONTROL - 2 - it->length;
  it->bytes[it->length] = (uint8_t)length;
  it->bytes[it->length + 1] = (uint8_t)(length >> 8);
  for (uint32_t i = 0; i < length; i++) it->bytes[it->length + 2 + i] = (uint8_t)text[i];
  it->length += 2 + length;
}

static void send(struct kernel *kernel, uint16_t to, uint8_t kind, uint32_t correlation, const struct control_message *it) {
  const struct frame head = {.to = to, .from = (uint16_t)kernel->core, .kind = kind, .correlation = correlation};
  if (!switch_send(kernel, &head, it->bytes, it->length)) kernel_drop(kernel, "memory", to);
}

static uint32_t number(const uint8_t *message, int index) {
  const uint8_t *at = message + 4 * index;
  return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

struct text {
  const char *at;
  uint32_t length;
};

/* The text of that number; an empty one where the message has not so many. */
static struct text text_at(const uint8_t *message, uint32_t length, int index) {
  for (uint32_t at = NUMBERS; at + 2 <= length; index--) {
    const uint32_t bytes = message[at] | (uint32_t)message[at + 1] << 8;
    if (bytes > length - at - 2) break;
    if (index == 0) return (struct text){(const char *)message + at + 2, bytes};
    at += 2 + bytes;
  }
  return (struct text){"", 0};
}

static bool is_text(struct text text, const char *other) {
  return text_length(other) == text.length && is_same_text(text.at, other, text.length);
}

static const struct blob_program *program_at(const struct kernel *kernel, uint32_t index) {
  return blob_entry(kernel->blob, PROGRAMS, index);
}

static const char *name_of(const struct kernel *kernel, const struct blob_program *program) {
  return blob_name(kernel->blob, program->name);
}

/* ── the name service: that of the boot core knows of all services, every other of its own ── */

static struct entry *find_entry(struct kernel *kernel, struct text name, uint32_t instance, uint32_t *index) {
  for (uint32_t i = 0; i < blob_count(kernel->blob, PROGRAMS); i++) {
    const struct blob_program *it = program_at(kernel, i);
    if (it->kind != KIND_SERVICE || it->instance != instance || !is_text(name, name_of(kernel, it))) continue;
    *index = i;
    return kernel->is_boot || it->core == kernel->core ? &kernel->names[i] : NULL;
  }
  return NULL;
}

static void tell(struct kernel *kernel, uint16_t to, uint32_t correlation, uint32_t verdict, uint32_t core, uint32_t endpoint,
                 const char *text) {
  struct control_message answer;
  begin(&answer, verdict, core, endpoint, 0);
  add(&answer, text);
  send(kernel, to, FOUND, correlation, &answer);
}

static const char *reason_of(uint32_t verdict) { return verdict == YES ? "" : verdict == LOST ? "its kernel has died" : "it did not start"; }

static void settle(struct kernel *kernel, struct entry *entry, uint16_t core, uint32_t verdict, uint32_t endpoint) {
  entry->is_known = true;
  entry->verdict = verdict;
  entry->endpoint = (uint16_t)endpoint;
  while (entry->asking != NULL) {
    struct asker *it = entry->asking;
    entry->asking = it->next;
    tell(kernel, it->core, it->correlation, verdict, core, endpoint, reason_of(verdict));
    it->next = kernel->spare_askers;
    kernel->spare_askers = it;
  }
}

static void registered(struct kernel *kernel, uint16_t from, const uint8_t *message, uint32_t length) {
  uint32_t index = 0;
  struct entry *entry = find_entry(kernel, text_at(message, length, 0), number(message, 2), &index);
  if (entry == NULL || program_at(kernel, index)->core != from) return;
  settle(kernel, entry, from, number(message, 0), number(message, 1));
}

void control_lose(struct kernel *kernel, uint32_t core) {
  for (uint32_t i = 0; i < blob_count(kernel->blob, PROGRAMS); i++)
    if (program_at(kernel, i)->kind == KIND_SERVICE && program_at(kernel, i)->core == core)
      settle(kernel, &kernel->names[i], (uint16_t)core, LOST, 0);
}

static void looked_up(struct kernel *kernel, uint16_t from, uint32_t correlation, const uint8_t *message, uint32_t length) {
  uint32_t index = 0;
  struct entry *entry = find_entry(kernel, text_at(message, length, 0), number(message, 0), &index);
  if (entry == NULL) tell(kernel, from, correlation, FAILED, 0, 0, "there is no such service");
  else if (entry->is_known)
    tell(kernel, from, correlation, entry->verdict, program_at(kernel, index)->core, entry->endpoint, reason_of(entry->verdict));
  else {
    struct asker *it = kernel->spare_askers;
    if (it != NULL) kernel->spare_askers = it->next;
    else it = kernel_memory(kernel, sizeof *it);
    *it = (struct asker){from, correlation, entry->asking};
    entry->asking = it;
  }
}

void control_register(skerry_program *program, uint32_t verdict) {
  struct kernel *kernel = program->kernel;
  struct control_message message;
  begin(&message, verdict, program->endpoint, program->blob->instance, 0);
  add(&message, name_of(kernel, program->blob));
  add(&message, reason_of(verdict));
  send(kernel, (uint16_t)kernel->core, REGISTER, 0, &message);
  if (!kernel->is_boot) send(kernel, (uint16_t)kernel->blob->boot_core, REGISTER, 0, &message);
}

/* ── connections: a client asks where a service is, then asks its kernel to be bound ── */

/* Who asks, and which attempt it is: answers to earlier ones may still be on their way. */
static uint32_t question_of(const skerry_binding *binding) { return binding->number | (uint32_t)binding->attempt << 16; }

void control_look_up(skerry_binding *binding) {
  struct kernel *kernel = binding->program->kernel;
  const struct blob_program *service = program_at(kernel, binding->use->program);
  struct control_message message;
  begin(&message, service->instance, 0, 0, 0);
  add(&message, binding->service);
  binding->attempt++;
  send(kernel, (uint16_t)kernel->blob->boot_core, LOOKUP, question_of(binding), &message);
}

/* Null for one that is not asked any more. */
static skerry_binding *asking(struct kernel *kernel, uint32_t correlation) {
  if ((correlation & 0xffff) >= kernel->end_count) return NULL;
  skerry_binding *end = kernel->ends[correlation & 0xffff];
  return end != NULL && end->kind == END_CLIENT && !end->is_bound && end->attempt == correlation >> 16 ? end : NULL;
}

static void not_bound(skerry_binding *binding, struct text why) {
  struct line line = kernel_line(binding->program, ": could not bind to ");
  line_text(line_text(&line, binding->service), ": ");
  for (uint32_t i = 0; i < why.length && line.length < sizeof line.text - 1; i++) line.text[line.length++] = why.at[i];
  kernel_say(binding->program->kernel, REPORT_LINE, &line);
  binding->is_gone = true;
  if (binding->program->blob->kind == KIND_CLIENT && !binding->program->has_started)
    skerry_fail(binding->program, "it could not bind to all it uses");
  programs_lost(binding);
}

static void found(struct kernel *kernel, uint32_t correlation, const uint8_t *message, uint32_t length) {
  skerry_binding *binding = asking(kernel, correlation);
  if (binding == NULL) return;
  if (number(message, 0) != YES) {
    not_bound(binding, text_at(message, length, 0));
    return;
  }
  binding->peer_core = (uint16_t)number(message, 1);
  struct control_message bind;
  begin(&bind, number(message, 2), binding->number, binding->program->blob->instance, binding->interface->version);
  add(&bind, binding->interface->fingerprint);
  add(&bind, name_of(kernel, binding->program->blob));
  add(&bind, "");
  add(&bind, binding->interface->name);
  send(kernel, binding->peer_core, BIND, correlation, &bind);
}

static void bound(struct kernel *kernel, uint16_t from, uint32_t correlation, const uint8_t *message, uint32_t length) {
  skerry_binding *binding = asking(kernel, correlation);
  if (binding == NULL || binding->peer_core != from) return;
  if (number(message, 0) != YES) {
    not_bound(binding, text_at(message, length, 0));
    return;
  }
  binding->peer = (uint16_t)number(message, 1);
  binding->is_bound = true;
  switch_send_waiting(kernel, &binding->waiting, binding->peer_core, binding->peer);
  programs_bound(binding);
}

static skerry_program *served_at(struct kernel *kernel, uint32_t endpoint) {
  for (uint32_t i = 0; i < kernel->program_count; i++)
    if (kernel->programs[i].blob->kind == KIND_SERVICE && kernel->programs[i].endpoint == endpoint) return &kernel->programs[i];
  return NULL;
}

/* What the description says of a program on another core and a service here; NULL: nothing. */
static const struct blob_use *use_of(struct kernel *kernel, uint16_t core, struct text name, uint32_t instance,
                                     const struct blob_program *service) {
  for (uint32_t i = 0; i < blob_count(kernel->blob, PROGRAMS); i++) {
    const struct blob_program *it = program_at(kernel, i);
    if (it->core != core || it->instance != instance || !is_text(name, name_of(kernel, it))) continue;
    for (uint32_t j = 0; j < it->uses; j++) {
      const struct blob_use *use = blob_entry(kernel->blob, USES, it->first_use + j);
      if (program_at(kernel, use->program)->name == service->name) return use;
    }
  }
  return NULL;
}

static const char *refusal_of(struct kernel *kernel, skerry_program *service, const struct blob_use *use, uint16_t from,
                              uint32_t peer, struct text fingerprint) {
  if (service == NULL) return "there is no such service";
  if (service->kernel->has_died) return "its kernel has died";
  if (use == NULL) return "the system does not say that it uses it";
  if (!is_text(fingerprint, service->module->serves->fingerprint)) return "it serves another version of the interface";
  for (uint32_t i = 1; i < kernel->end_count; i++) {
    skerry_binding *end = kernel->ends[i];
    /* It asks again: whatever there was is lost to it. */
    if (end != NULL && end->kind == END_SERVER && end->peer_core == from && end->peer == peer) programs_close(end);
  }
  return NULL;
}

static void asked(struct kernel *kernel, uint16_t from, uint32_t correlation, const uint8_t *message, uint32_t length) {
  skerry_program *service = served_at(kernel, number(message, 0));
  const uint32_t peer = number(message, 1);
  const struct blob_use *use =
      service == NULL ? NULL : use_of(kernel, from, text_at(message, length, 1), number(message, 2), service->blob);
  const char *refusal = refusal_of(kernel, service, use, from, peer, text_at(message, length, 0));
  skerry_binding *end = refusal == NULL ? programs_open(service, END_SERVER) : NULL;
  struct control_message answer;
  if (end == NULL) {
    begin(&answer, FAILED, 0, 0, 0);
    add(&answer, refusal == NULL ? "its kernel has no endpoint left" : refusal);
  } else {
    end->use = use;
    end->peer_core = from;
    end->peer = (uint16_t)peer;
    end->is_bound = true;
    begin(&answer, YES, end->number, 0, service->module->serves->version);
  }
  send(kernel, from, BOUND, correlation, &answer);
}

static void unbind(struct kernel *kernel, uint16_t from, const uint8_t *message) {
  const uint32_t mine = number(message, 0), peer = number(message, 1);
  skerry_binding *end = mine < kernel->end_count ? kernel->ends[mine] : NULL;
  if (end == NULL || end->kind != END_SERVER || end->peer_core != from || end->peer != peer) kernel_drop(kernel, "endpoint", from);
  else programs_close(end);
}

static void unbound(struct kernel *kernel, uint16_t from, const uint8_t *message) {
  const uint32_t mine = number(message, 0), peer = number(message, 1);
  skerry_binding *end = mine < kernel->end_count ? kernel->ends[mine] : NULL;
  if (end == NULL || end->kind != END_CLIENT || !end->is_bound || end->peer_core != from || end->peer != peer)
    kernel_drop(kernel, "endpoint", from);
  else programs_lost(end);
}

void control_unbind_all(struct kernel *kernel) {
  for (uint32_t i = 1; i < kernel->end_count; i++) {
    skerry_binding *end = kernel->ends[i];
    if (end == NULL || end->kind == END_FREE || !end->is_bound) continue;
    struct control_message message;
    begin(&message, end->peer, end->number, 0, 0);
    send(kernel, end->peer_core, end->kind == END_SERVER ? UNBOUND : UNBIND, 0, &message);
  }
}

void control_order(struct kernel *kernel, uint16_t to, uint8_t kind, const uint32_t numbers[4]) {
  struct control_message message;
  begin(&message, numbers[0], numbers[1], numbers[2], numbers[3]);
  send(kernel, to, kind, 0, &message);
}

void control_stop_all(struct kernel *kernel) {
  struct control_message message;
  begin(&message, 0, 0, 0, 0);
  for (uint32_t core = 0; core < kernel->cores; core++) {
    if (!has_core(kernel->members.view.members, core) || !ways_reach(&kernel->ways, core)) continue;
    kernel->running++;
    send(kernel, (uint16_t)core, HALT, 0, &message);
  }
}

/* ── reports, which the boot core prints ── */

void control_report(struct kernel *kernel, uint8_t what, uint32_t program, const char *text, uint32_t bytes) {
  const struct frame head = {.to = (uint16_t)kernel->blob->boot_core,
                             .from = (uint16_t)kernel->core,
                             .kind = REPORT,
                             .opcode = what,
                             .correlation = program};
  if (!switch_send(kernel, &head, text, bytes)) kernel_drop(kernel, "memory", head.to);
}

static void print_report(const struct kernel *kernel, uint16_t from, const uint8_t *text, uint32_t bytes) {
  struct line line = {0};
  line_text(line_text(&line, blob_name(kernel->blob, blob_core(kernel->blob, from)->name)), ": ");
  for (uint32_t i = 0; i < bytes && line.length < sizeof line.text - 1; i++)
    line.text[line.length++] = text[i] < ' ' ? ' ' : (char)text[i];
  line_print(&line);
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

/* From the boot core, or from a kernel beside the machine. */
static void ordered(struct kernel *kernel, const struct frame *frame, const uint8_t *message) {
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
      if (number(message, 0) < kernel->cores) kernel_expect(kernel, number(message, 0), number(message, 1));
      else kernel_drop(kernel, "malformed", frame->from);
      return;
    default: monitor_cut(kernel, number(message, 0), number(message, 1) != 0);
  }
}

void control_receive(struct kernel *kernel, const struct frame *frame) {
  if (frame->source != 0 || frame->from >= kernel->cores) {
    kernel_drop(kernel, "endpoint", frame->from);
    return;
  }
  const uint8_t *message = switch_assemble(kernel, &control_of(kernel, frame->from)->assembly, frame, LONGEST_CONTROL);
  if (message == NULL) return;
  if (frame->kind == REPORT && kernel->is_boot) {
    reported(kernel, frame, message);
    return;
  }
  if (frame->total < NUMBERS) {
    kernel_drop(kernel, "malformed", frame->from);
    return;
  }
  switch (frame->kind) {
    case REGISTER: registered(kernel, frame->from, message, frame->total); return;
    case LOOKUP: looked_up(kernel, frame->from, frame->correlation, message, frame->total); return;
    case FOUND: found(kernel, frame->correlation, message, frame->total); return;
    case BIND: asked(kernel, frame->from, frame->correlation, message, frame->total); return;
    case BOUND: bound(kernel, frame->from, frame->correlation, message, frame->total); return;
    case UNBIND: unbind(kernel, frame->from, message); return;
    case HALT:
    case KILL:
    case LEAVE:
    case EXPECT:
    case MEASURE:
    case CUT: ordered(kernel, frame, message); return;
    case UNBOUND: unbound(kernel, frame->from, message); return;
    default: kernel_drop(kernel, "kind", frame->from);
  }
}
