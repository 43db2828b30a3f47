#include "connections.h"

#include "channel/control_message.h"
#include "channel/report.h"
#include "channel/switch.h"
#include "ends.h"

/* Who asks, and which attempt it is: answers to earlier ones may still be on their way. */
static uint32_t question_of(const skerry_binding *binding) { return binding->number | (uint32_t)binding->attempt << 16; }

void connections_look_up(skerry_binding *binding) {
  struct kernel *kernel = binding->program->kernel;
  const struct blob_program *service = program_at(kernel, binding->use->program);
  struct control_message message;
  control_begin(&message, service->instance, 0, 0, 0);
  control_add(&message, binding->service);
  binding->attempt++;
  control_send(kernel, (uint16_t)kernel->blob->boot_core, LOOKUP, question_of(binding), &message);
}

/* Null for one that is not asked any more. */
static skerry_binding *asking(struct kernel *kernel, uint32_t correlation) {
  if ((correlation & 0xffff) >= kernel->end_count) return NULL;
  skerry_binding *end = kernel->ends[correlation & 0xffff];
  if (end == NULL || end->kind != END_CLIENT || !end->program->has_begun) return NULL;
  return !end->is_bound && end->attempt == correlation >> 16 ? end : NULL;
}

static void not_bound(skerry_binding *binding, struct text why) {
  struct line line = kernel_line(binding->program, ": could not bind to ");
  line_text(line_text(&line, binding->service), ": ");
  for (uint32_t i = 0; i < why.length && line.length < sizeof line.text - 1; i++) line.text[line.length++] = why.at[i];
  kernel_say(binding->program->kernel, REPORT_LINE, &line);
  binding->is_gone = true;
  if (binding->program->blob->kind == KIND_CLIENT && !binding->program->has_started)
    skerry_fail(binding->program, "it could not bind to all it uses");
  ends_lost(binding);
}

void connections_found(struct kernel *kernel, uint32_t correlation, const uint8_t *message, uint32_t length) {
  skerry_binding *binding = asking(kernel, correlation);
  if (binding == NULL) return;
  if (control_number(message, 0) != YES) {
    not_bound(binding, control_text(message, length, 0));
    return;
  }
  binding->peer_core = (uint16_t)control_number(message, 1);
  struct control_message bind;
  control_begin(&bind, control_number(message, 2), binding->number, binding->program->blob->instance, binding->interface->version);
  control_add(&bind, binding->interface->fingerprint);
  control_add(&bind, program_name(kernel, binding->program->blob));
  control_add(&bind, "");
  control_add(&bind, binding->interface->name);
  control_send(kernel, binding->peer_core, BIND, correlation, &bind);
}

void connections_bound(struct kernel *kernel, uint16_t from, uint32_t correlation, const uint8_t *message, uint32_t length) {
  skerry_binding *binding = asking(kernel, correlation);
  if (binding == NULL || binding->peer_core != from) return;
  if (control_number(message, 0) != YES) {
    not_bound(binding, control_text(message, length, 0));
    return;
  }
  binding->peer = (uint16_t)control_number(message, 1);
  binding->is_bound = true;
  switch_send_waiting(kernel, &binding->waiting, binding->peer_core, binding->peer);
  programs_bound(binding);
}

static skerry_program *served_at(struct kernel *kernel, uint32_t endpoint) {
  for (uint32_t i = 0; i < kernel->program_count; i++)
    if (kernel->programs[i].has_started && kernel->programs[i].blob->kind == KIND_SERVICE && kernel->programs[i].endpoint == endpoint)
      return &kernel->programs[i];
  return NULL;
}

/* What the description says of a program on another core and a service here; NULL: nothing. */
static const struct blob_use *use_of(struct kernel *kernel, uint16_t core, struct text name, uint32_t instance,
                                     const struct blob_program *service) {
  for (uint32_t i = 0; i < blob_count(kernel->blob, PROGRAMS); i++) {
    const struct blob_program *it = program_at(kernel, i);
    if (it->core != core || it->instance != instance || !is_text(name, program_name(kernel, it))) continue;
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
    if (end != NULL && end->kind == END_SERVER && end->peer_core == from && end->peer == peer) ends_close(end);
  }
  return NULL;
}

void connections_asked(struct kernel *kernel, uint16_t from, uint32_t correlation, const uint8_t *message, uint32_t length) {
  skerry_program *service = served_at(kernel, control_number(message, 0));
  const uint32_t peer = control_number(message, 1);
  const struct blob_use *use =
      service == NULL ? NULL : use_of(kernel, from, control_text(message, length, 1), control_number(message, 2), service->blob);
  const char *refusal = refusal_of(kernel, service, use, from, peer, control_text(message, length, 0));
  skerry_binding *end = refusal == NULL ? ends_open(service, END_SERVER) : NULL;
  struct control_message answer;
  if (end == NULL) {
    control_begin(&answer, FAILED, 0, 0, 0);
    control_add(&answer, refusal == NULL ? "its kernel has no endpoint left" : refusal);
  } else {
    end->use = use;
    end->peer_core = from;
    end->peer = (uint16_t)peer;
    end->is_bound = true;
    control_begin(&answer, YES, end->number, 0, service->module->serves->version);
  }
  control_send(kernel, from, BOUND, correlation, &answer);
}

void connections_unbind(struct kernel *kernel, uint16_t from, const uint8_t *message) {
  const uint32_t mine = control_number(message, 0), peer = control_number(message, 1);
  skerry_binding *end = mine < kernel->end_count ? kernel->ends[mine] : NULL;
  if (end == NULL || end->kind != END_SERVER || end->peer_core != from || end->peer != peer) kernel_drop(kernel, "endpoint", from);
  else ends_close(end);
}

void connections_unbound(struct kernel *kernel, uint16_t from, const uint8_t *message) {
  const uint32_t mine = control_number(message, 0), peer = control_number(message, 1);
  skerry_binding *end = mine < kernel->end_count ? kernel->ends[mine] : NULL;
  if (end == NULL || end->kind != END_CLIENT || !end->is_bound || end->peer_core != from || end->peer != peer)
    kernel_drop(kernel, "endpoint", from);
  else ends_lost(end);
}

void connections_unbind_all(struct kernel *kernel) {
  for (uint32_t i = 1; i < kernel->end_count; i++) {
    skerry_binding *end = kernel->ends[i];
    if (end == NULL || end->kind == END_FREE || !end->is_bound) continue;
    struct control_message message;
    control_begin(&message, end->peer, end->number, 0, 0);
    control_send(kernel, end->peer_core, end->kind == END_SERVER ? UNBOUND : UNBIND, 0, &message);
  }
}
