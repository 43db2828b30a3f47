#include "calls.h"

#include "channel/report.h"
#include "channel/switch.h"
#include "ends.h"
#include "streams.h"

void calls_count(const struct kernel *kernel, uint32_t *calling, uint32_t *serving) {
  for (uint32_t i = 1; i < kernel->end_count; i++) {
    const skerry_binding *end = kernel->ends[i];
    if (end == NULL || end->kind == END_FREE) continue;
    uint32_t *count = end->kind == END_CLIENT ? calling : serving;
    for (uint32_t call = 0; call < kernel->window; call++) *count += end->calls[call].correlation != 0;
  }
}

/* ── calls that are not answered in time ── */

void calls_ignore(void *context, uint8_t kind, const void *payload, uint32_t bytes) {
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
  call->answered = calls_ignore;
  call->due = 0;
  ends_send(end, CANCEL, late.opcode, late.correlation, NULL, 0);
  late.answered(late.context, SKERRY_LATE, text, sizeof text - 1);
}

uint64_t calls_due(const struct kernel *kernel) { return kernel->due == 0 ? ~0ull : kernel->due; }

void calls_expire(struct kernel *kernel, uint64_t now) {
  if (now < calls_due(kernel)) return;
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

/* ── what comes from the other end ── */

static bool is_allowed(const skerry_binding *end, uint8_t opcode) {
  return (end->use->flags & USE_ALL_OPERATIONS) || (end->use->opcodes[opcode >> 3] >> (opcode & 7) & 1);
}

/* `kind`: of a request or message. */
static void serve(skerry_binding *end, const struct frame *frame, const uint8_t *payload) {
  struct kernel *kernel = end->program->kernel;
  const bool is_message = frame->kind == SKERRY_MESSAGE;
  struct call *place = is_message ? NULL : ends_call(end, 0);
  if (end->credits == 0 || (!is_message && (place == NULL || frame->correlation == 0 || ends_call(end, frame->correlation)))) {
    kernel_drop(kernel, "window", frame->from);
    return;
  }
  const skerry_call call = {end->program, end->number, is_message ? 0 : frame->correlation, frame->kind, frame->opcode};
  end->credits--;
  if (!is_message) *place = (struct call){.correlation = frame->correlation, .kind = frame->kind, .opcode = frame->opcode};
  if (is_allowed(end, frame->opcode)) end->program->module->receive(end->program->self, &call, payload, frame->total);
  else if (!is_message) skerry_answer(&call, SKERRY_REFUSED, &(uint32_t){NOT_ALLOWED}, 4);
  if (is_message) ends_owe(end);
}

static void accept(skerry_binding *end, const struct frame *frame, const uint8_t *payload) {
  struct kernel *kernel = end->program->kernel;
  if (frame->kind == CREDIT) {
    uint32_t credits = 0;
    for (int i = 0; i < 4 && frame->total == 4; i++) credits |= (uint32_t)payload[i] << (8 * i);
    end->credits = credits > kernel->window - end->credits ? kernel->window : end->credits + credits;
    return;
  }
  struct call *call = frame->correlation == 0 ? NULL : ends_call(end, frame->correlation);
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

void calls_receive(struct kernel *kernel, const struct frame *frame) {
  skerry_binding *end = frame->endpoint < kernel->end_count ? kernel->ends[frame->endpoint] : NULL;
  if (end == NULL || end->kind == END_FREE || !end->is_bound || end->peer_core != frame->from || end->peer != frame->source) {
    kernel_drop(kernel, "endpoint", frame->from);
    return;
  }
  const bool is_server = end->kind == END_SERVER;
  const skerry_interface *interface = is_server ? end->program->module->serves : end->interface;
  const uint32_t longest = is_server ? interface->longest_request : interface->longest_reply;
  ends_reserve(end, longest);
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
  struct call *place = ends_call(end, call->correlation);
  if (place == NULL) return false;
  if (place->kind == SKERRY_OPEN) return streams_answer(end, place, call, kind, payload, bytes);
  if (!ends_send(end, kind, call->opcode, call->correlation, payload, bytes)) return false;
  place->correlation = 0;
  end->credits++;
  return true;
}

bool skerry_request(skerry_binding *to, uint8_t opcode, const void *payload, uint32_t bytes, skerry_answered *answered,
                    void *context) {
  struct call *call = to->credits == 0 ? NULL : ends_call(to, 0);
  if (call == NULL || to->kind != END_CLIENT) return false;
  const uint32_t correlation = ends_correlation(to, call);
  if (!ends_send(to, SKERRY_REQUEST, opcode, correlation, payload, bytes)) return false;
  *call = (struct call){.correlation = correlation, .answered = answered, .context = context, .kind = SKERRY_REQUEST, .opcode = opcode};
  call->due = due_of(to, opcode);
  to->credits--;
  return true;
}

bool skerry_message(skerry_binding *to, uint8_t opcode, const void *payload, uint32_t bytes) {
  if (to->credits == 0 || !ends_send(to, SKERRY_MESSAGE, opcode, 0, payload, bytes)) return false;
  to->credits--;
  return true;
}
