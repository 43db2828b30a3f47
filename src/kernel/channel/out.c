#include "out.h"

#include "switch.h"

void out_begin(struct kernel *kernel) {
  struct waiting *frames = kernel_memory(kernel, kernel->me->frames * sizeof *frames);
  for (uint32_t i = 0; i < kernel->me->frames; i++) frames[i].next = kernel->spare, kernel->spare = &frames[i];
}

void out_pass(struct outbound *out, const struct frame *frame) {
  ring_put(&out->ring, frame);
  out->to->is_rung = true;
}

void out_put(struct kernel *kernel, struct outbound *out, struct frame frame) {
  frame.flags |= (uint8_t)(((kernel->epoch - 1) & (TAGS - 1)) << TAG_SHIFT);
  out_pass(out, &frame);
}

bool out_has_room(struct outbound *out) { return !out->to->is_cut && ring_has_room(&out->ring); }

void spare_give(struct kernel *kernel, struct waiting *it) {
  it->next = kernel->spare;
  kernel->spare = it;
}

uint32_t out_flush(struct kernel *kernel, struct outbound *out) {
  uint32_t gone = 0;
  for (; out->waiting.first != NULL && out_has_room(out); gone++) {
    struct waiting *it = out->waiting.first;
    out_put(kernel, out, it->frame);
    out->waiting.first = it->next;
    spare_give(kernel, it);
  }
  return gone;
}

uint32_t out_flush_all(struct kernel *kernel) {
  uint32_t gone = 0;
  for (uint32_t i = 0; i < kernel->out_count; i++) gone += out_flush(kernel, &kernel->out[i]);
  return gone;
}

static struct frame fragment(const struct frame *head, const uint8_t *payload, uint32_t bytes, uint32_t at) {
  struct frame frame = *head;
  const uint32_t left = bytes - at;
  frame.total = bytes;
  frame.flags = at == 0 ? FIRST_FRAGMENT : 0;
  frame.bytes = (uint8_t)(left < PAYLOAD_BYTES ? left : PAYLOAD_BYTES);
  for (uint32_t i = 0; i < frame.bytes; i++) frame.payload.bytes[i] = payload[at + i];
  return frame;
}

static void append(struct kernel *kernel, struct queue *queue, const struct frame *frame) {
  struct waiting *it = kernel->spare;
  kernel->spare = it->next;
  it->frame = *frame;
  it->next = NULL;
  if (queue->first == NULL) queue->first = it;
  else queue->last->next = it;
  queue->last = it;
}

static bool has_spare(const struct kernel *kernel, uint32_t frames) {
  const struct waiting *it = kernel->spare;
  for (; it != NULL && frames != 0; frames--) it = it->next;
  return frames == 0;
}

bool switch_queue(struct kernel *kernel, struct queue *queue, const struct frame *head, const void *payload, uint32_t bytes) {
  if (!has_spare(kernel, bytes == 0 ? 1 : (bytes + PAYLOAD_BYTES - 1) / PAYLOAD_BYTES)) return false;
  uint32_t at = 0;
  do {
    const struct frame frame = fragment(head, payload, bytes, at);
    append(kernel, queue, &frame);
    at += PAYLOAD_BYTES;
  } while (at < bytes);
  return true;
}

bool switch_send(struct kernel *kernel, const struct frame *head, const void *payload, uint32_t bytes) {
  kernel->sent += bytes == 0 ? 1 : (bytes + PAYLOAD_BYTES - 1) / PAYLOAD_BYTES;
  if (head->to == kernel->core) return switch_queue(kernel, &kernel->own, head, payload, bytes);
  struct outbound *out = lanes_to(kernel, head->to);
  /* What goes to one who is lost is swallowed: who waits for an answer is told by the view. */
  if (out == NULL || out->is_lost) return true;
  if (bytes <= PAYLOAD_BYTES && out->waiting.first == NULL && out_has_room(out)) {
    out_put(kernel, out, fragment(head, payload, bytes, 0));
    return true;
  }
  if (!switch_queue(kernel, &out->waiting, head, payload, bytes)) return false;
  out_flush(kernel, out);
  return true;
}

void switch_send_waiting(struct kernel *kernel, struct queue *queue, uint16_t to, uint16_t endpoint) {
  struct outbound *out = to == kernel->core ? NULL : lanes_to(kernel, to);
  struct queue *target = out == NULL ? &kernel->own : &out->waiting;
  while (queue->first != NULL) {
    struct waiting *it = queue->first;
    queue->first = it->next;
    it->frame.to = to;
    it->frame.endpoint = endpoint;
    struct frame frame = it->frame;
    spare_give(kernel, it);
    if (out == NULL ? to == kernel->core : !out->is_lost) append(kernel, target, &frame);
  }
}

void switch_forget(struct kernel *kernel, struct queue *queue) {
  while (queue->first != NULL) {
    struct waiting *it = queue->first;
    queue->first = it->next;
    spare_give(kernel, it);
  }
}

void out_greet(struct kernel *kernel, struct outbound *out) {
  const struct frame hello = {.to = out->to->core, .from = (uint16_t)kernel->core, .kind = HELLO, .flags = FIRST_FRAGMENT};
  if (out_has_room(out)) out_put(kernel, out, hello);
}

void switch_greet(struct kernel *kernel) {
  for (uint32_t i = 0; i < kernel->out_count; i++)
    if (kernel->out[i].virtual_channel < kernel->blob->virtual_channels) out_greet(kernel, &kernel->out[i]);
}
