#include "ends.h"

#include "channel/switch.h"
#include "connections.h"

/* Ends of a program are as long as its longest message: those that are free again are used again. */
static bool is_spare(const skerry_binding *end, const skerry_program *program) {
  return end != NULL && end->kind == END_FREE && end->program == program;
}

static skerry_binding *make_end(struct kernel *kernel, uint32_t number) {
  skerry_binding *end = kernel_memory(kernel, sizeof *end);
  end->calls = kernel_memory(kernel, (kernel->window + MOST_STREAMS) * sizeof *end->calls);
  kernel->ends[number] = end;
  kernel->end_count = number + 1;
  return end;
}

skerry_binding *ends_open(skerry_program *program, enum end_kind kind) {
  struct kernel *kernel = program->kernel;
  uint32_t number = 1;
  while (number < kernel->end_count && !is_spare(kernel->ends[number], program)) number++;
  if (number >= MOST_ENDS) return NULL;
  skerry_binding *end = number < kernel->end_count ? kernel->ends[number] : make_end(kernel, number);
  end->kind = kind;
  end->number = (uint16_t)number;
  end->program = program;
  end->credits = kernel->window;
  end->owed = 0;
  end->is_bound = end->is_gone = false;
  return end;
}

void ends_close(skerry_binding *end) {
  end->kind = END_FREE;
  for (uint32_t i = 0; i < end->program->kernel->window + MOST_STREAMS; i++) end->calls[i].correlation = 0;
}

void ends_reserve(skerry_binding *end, uint32_t bytes) {
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

bool ends_send(skerry_binding *end, uint8_t kind, uint8_t opcode, uint32_t correlation, const void *payload, uint32_t bytes) {
  const struct frame head = head_of(end, kind, opcode, correlation);
  if (end->is_bound) return switch_send(end->program->kernel, &head, payload, bytes);
  return switch_queue(end->program->kernel, &end->waiting, &head, payload, bytes);
}

struct call *ends_call(skerry_binding *end, uint32_t correlation) {
  for (uint32_t i = 0; i < end->program->kernel->window + MOST_STREAMS; i++)
    if (end->calls[i].correlation == correlation) return &end->calls[i];
  return NULL;
}

/* A number comes again only after 2^20 uses of its place: src/runtime/kernel/conversations/conversations.ts. */
uint32_t ends_correlation(skerry_binding *to, const struct call *place) {
  to->generation = to->generation % 0xfffff + 1;
  return to->generation << 12 | (uint32_t)(place - to->calls);
}

/* ── credits ── */

static void give_back(skerry_binding *end) {
  const uint32_t credits = end->owed;
  end->owed = 0;
  if (credits != 0 && !ends_send(end, CREDIT, 0, 0, &credits, 4)) end->owed = credits;
}

void ends_owe(skerry_binding *end) {
  struct kernel *kernel = end->program->kernel;
  end->credits++;
  end->owed++;
  if (end->owed * 4 >= kernel->window) give_back(end);
  else kernel->owes = true;
}

void ends_settle(struct kernel *kernel) {
  if (!kernel->owes) return;
  kernel->owes = false;
  for (uint32_t i = 1; i < kernel->end_count; i++)
    if (kernel->ends[i] != NULL && kernel->ends[i]->kind == END_SERVER) give_back(kernel->ends[i]);
}

/* ── when the other end is lost, or who takes part has changed ── */

static void fail_calls(skerry_binding *end, uint8_t kind, const char *text) {
  end->is_bound = false;
  switch_forget(end->program->kernel, &end->waiting);
  for (uint32_t i = 0; i < end->program->kernel->window + MOST_STREAMS; i++) {
    const struct call call = end->calls[i];
    end->calls[i].correlation = 0;
    if (call.correlation != 0) call.answered(call.context, kind, text, text_length(text));
  }
}

void ends_lost(skerry_binding *end) {
  fail_calls(end, SKERRY_FAULT, "the kernel of its service has died");
  end->credits = 0;
}

static void cut(struct kernel *kernel, skerry_binding *end) {
  if (end->kind == END_SERVER) {
    if (end->peer_core != kernel->core && ways_are_cut(&kernel->ways, end->peer_core)) ends_close(end);
    return;
  }
  if (!end->is_bound || !ways_are_cut(&kernel->ways, end->peer_core)) return;
  end->credits = kernel->window;
  fail_calls(end, SKERRY_LOST, "the way to its service was lost: whether it was done is not known");
}

void ends_change(struct kernel *kernel) {
  for (uint32_t i = 1; i < kernel->end_count; i++)
    if (kernel->ends[i] != NULL && kernel->ends[i]->kind != END_FREE) cut(kernel, kernel->ends[i]);
}

void ends_retry(struct kernel *kernel) {
  for (uint32_t i = 1; i < kernel->end_count; i++) {
    skerry_binding *end = kernel->ends[i];
    if (end == NULL || end->kind != END_CLIENT || end->is_bound || !end->program->has_begun || end->program->has_ended) continue;
    /* One whose service is gone for good waits for nothing, but for a kernel that starts there anew. */
    const uint32_t core = program_at(kernel, end->use->program)->core;
    if (end->is_gone && !has_core(kernel->members.view.members, core)) continue;
    if (end->is_gone) end->credits = kernel->window;
    end->is_gone = false;
    connections_look_up(end);
  }
}
