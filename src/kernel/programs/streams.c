/*
 * Streams and events: each item that comes was asked for, by DEMAND, in batches of a quarter of the client's buffer.
 * src/runtime/kernel/{conversations/reader,services/publisher,services/server-binding}.ts.
 */
#include "streams.h"

#include "calls.h"
#include "channel/report.h"
#include "ends.h"

static uint32_t places_of(const skerry_binding *end) { return end->program->kernel->window + MOST_STREAMS; }

/* ── at the server ── */

static const skerry_operation *operation_of(const skerry_binding *end, uint8_t opcode) {
  const skerry_interface *serves = end->program->module->serves;
  for (uint32_t i = 0; i < serves->operation_count; i++)
    if (serves->operations[i].opcode == opcode) return &serves->operations[i];
  return NULL;
}

static skerry_call call_of(const skerry_binding *end, const struct call *place) {
  return (skerry_call){end->program, end->number, place->correlation, place->kind, place->opcode};
}

static bool may_use(const skerry_binding *end, uint8_t opcode) {
  return (end->use->flags & USE_ALL_OPERATIONS) || (end->use->opcodes[opcode >> 3] >> (opcode & 7) & 1);
}

/* Its credit goes back at once: what bounds it is its own demand. */
static void begin(skerry_binding *end, const struct frame *frame, const uint8_t *payload) {
  struct call *place = ends_call(end, 0);
  if (end->credits == 0 || place == NULL || frame->correlation == 0 || ends_call(end, frame->correlation)) {
    kernel_drop(end->program->kernel, "window", frame->from);
    return;
  }
  end->credits--;
  ends_owe(end);
  if (!may_use(end, frame->opcode)) {
    ends_send(end, SKERRY_REFUSED, frame->opcode, frame->correlation, &(uint32_t){NOT_ALLOWED}, 4);
    return;
  }
  *place = (struct call){.correlation = frame->correlation, .kind = frame->kind, .opcode = frame->opcode};
  const skerry_call call = call_of(end, place);
  if (frame->kind == SKERRY_OPEN) end->program->module->receive(end->program->self, &call, payload, frame->total);
}

static void want(skerry_binding *end, struct call *place, uint32_t items) {
  const skerry_call call = call_of(end, place);
  place->is_starved = false;
  if (place->kind == SKERRY_OPEN && end->program->module->wanted != NULL)
    end->program->module->wanted(end->program->self, &call, items);
}

static void demand(skerry_binding *end, const struct frame *frame, const uint8_t *payload) {
  struct call *place = frame->correlation == 0 ? NULL : ends_call(end, frame->correlation);
  uint32_t items = 0;
  for (int i = 0; i < 4 && frame->total == 4; i++) items |= (uint32_t)payload[i] << (8 * i);
  /* One that has ended was asked for more while its end was under way. */
  if (place == NULL) return;
  const skerry_operation *operation = operation_of(end, place->opcode);
  const uint32_t most = operation == NULL || operation->window == 0 ? MOST_ITEMS : operation->window;
  if (place->kind == SKERRY_REQUEST || items == 0 || items > most - place->room) {
    kernel_drop(end->program->kernel, "window", frame->from);
    return;
  }
  place->room += items;
  want(end, place, place->room);
}

static void cancel(skerry_binding *end, const struct frame *frame) {
  struct call *place = frame->correlation == 0 ? NULL : ends_call(end, frame->correlation);
  if (place == NULL || place->kind == SKERRY_REQUEST) return;
  want(end, place, 0);
  if (place->correlation != frame->correlation) return;
  ends_send(end, SKERRY_END, place->opcode, place->correlation, NULL, 0);
  place->correlation = 0;
}

void streams_serve(skerry_binding *end, const struct frame *frame, const uint8_t *payload) {
  switch (frame->kind) {
    case SKERRY_OPEN:
    case SKERRY_SUBSCRIBE: begin(end, frame, payload); return;
    case DEMAND: demand(end, frame, payload); return;
    case CANCEL: cancel(end, frame); return;
    default: kernel_drop(end->program->kernel, "kind", frame->from);
  }
}

static bool send_item(skerry_binding *end, struct call *place, uint8_t kind, const void *payload, uint32_t bytes) {
  if (place->room == 0) return false;
  if (!ends_send(end, kind, place->opcode, place->correlation, payload, bytes)) {
    place->is_starved = true;
    return false;
  }
  place->room--;
  return true;
}

bool streams_answer(skerry_binding *end, struct call *place, const skerry_call *call, uint8_t kind, const void *payload,
                    uint32_t bytes) {
  if (kind == SKERRY_ITEM) return send_item(end, place, kind, payload, bytes);
  if (!ends_send(end, kind, call->opcode, call->correlation, payload, bytes)) return false;
  place->correlation = 0;
  return true;
}

void streams_settle(struct kernel *kernel) {
  for (uint32_t i = 1; i < kernel->end_count; i++) {
    skerry_binding *end = kernel->ends[i];
    if (end == NULL || end->kind != END_SERVER) continue;
    for (uint32_t j = 0; j < places_of(end); j++)
      if (end->calls[j].correlation != 0 && end->calls[j].is_starved) want(end, &end->calls[j], end->calls[j].room);
  }
}

uint32_t skerry_publish(skerry_program *me, uint8_t opcode, const void *payload, uint32_t bytes) {
  const struct kernel *kernel = me->kernel;
  uint32_t without = 0;
  for (uint32_t i = 1; i < kernel->end_count; i++) {
    skerry_binding *end = kernel->ends[i];
    if (end == NULL || end->kind != END_SERVER || end->program != me) continue;
    for (uint32_t j = 0; j < places_of(end); j++) {
      struct call *place = &end->calls[j];
      if (place->correlation == 0 || place->kind != SKERRY_SUBSCRIBE || place->opcode != opcode) continue;
      without += !send_item(end, place, SKERRY_EVENT, payload, bytes);
    }
  }
  return without;
}

/* ── at the client ── */

static void ask_for(skerry_binding *end, struct call *call, uint32_t items) {
  if (ends_send(end, DEMAND, 0, call->correlation, &items, 4)) call->room += items;
  else call->taken += items;
}

static void take_item(skerry_binding *end, struct call *call, const struct frame *frame, const uint8_t *payload) {
  const struct call before = *call;
  if (call->room == 0) {
    kernel_drop(end->program->kernel, "window", frame->from);
    return;
  }
  call->room--;
  call->taken++;
  if (call->taken * 4 >= call->buffer) {
    const uint32_t taken = call->taken;
    call->taken = 0;
    ask_for(end, call, taken);
  }
  before.answered(before.context, frame->kind, payload, frame->total);
}

bool streams_accept(skerry_binding *end, struct call *call, const struct frame *frame, const uint8_t *payload) {
  const uint8_t item = call->kind == SKERRY_OPEN ? SKERRY_ITEM : SKERRY_EVENT;
  if (call->kind != SKERRY_OPEN && call->kind != SKERRY_SUBSCRIBE) return false;
  if (frame->kind == item) {
    take_item(end, call, frame, payload);
    return true;
  }
  const bool is_end = frame->kind == SKERRY_END || frame->kind == SKERRY_FAILURE || frame->kind == SKERRY_FAULT ||
                      frame->kind == SKERRY_REFUSED;
  if (!is_end) {
    kernel_drop(end->program->kernel, "kind", frame->from);
    return true;
  }
  const struct call done = *call;
  call->correlation = 0;
  done.answered(done.context, frame->kind, payload, frame->total);
  return true;
}

static uint32_t count_streams(const skerry_binding *end) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < places_of(end); i++)
    count += end->calls[i].correlation != 0 && end->calls[i].kind != SKERRY_REQUEST;
  return count;
}

bool skerry_open(skerry_binding *to, uint8_t kind, uint8_t opcode, const void *payload, uint32_t bytes, uint32_t items,
                 skerry_answered *answered, void *context) {
  struct call *call = to->credits == 0 || count_streams(to) == MOST_STREAMS ? NULL : ends_call(to, 0);
  if (call == NULL || to->kind != END_CLIENT || items == 0 || items > MOST_ITEMS) return false;
  const uint32_t correlation = ends_correlation(to, call);
  if (!ends_send(to, kind, opcode, correlation, payload, bytes)) return false;
  to->credits--;
  *call = (struct call){.correlation = correlation, .answered = answered, .context = context, .kind = kind, .opcode = opcode, .buffer = items};
  ask_for(to, call, items);
  return true;
}

void skerry_cancel(skerry_binding *from, void *context) {
  for (uint32_t i = 0; i < places_of(from); i++) {
    struct call *call = &from->calls[i];
    if (call->correlation == 0 || call->kind == SKERRY_REQUEST || call->context != context) continue;
    call->answered = calls_ignore;
    ends_send(from, CANCEL, call->opcode, call->correlation, NULL, 0);
  }
}
