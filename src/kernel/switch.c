/* Frames: from the rings to this core's endpoints, or on to the next core; and out. */
#include "kernel.h"

enum { FAIR_SHARE = 16, UNASKED = 0, NONE = 0xffff };

static struct neighbour *neighbour_of(struct kernel *kernel, uint16_t core) {
  for (uint32_t i = 0; i < kernel->neighbour_count; i++)
    if (kernel->neighbours[i].core == core) return &kernel->neighbours[i];
  kernel->neighbours[kernel->neighbour_count].core = core;
  return &kernel->neighbours[kernel->neighbour_count++];
}

static struct ring ring_of(const struct blob_channel *channel, bool is_producer) {
  const uint32_t slots = 1u << channel->slots_log2;
  const struct ring ring = {(uint8_t *)(uintptr_t)channel->address, slots - 1, channel->slot_bytes, 0, is_producer ? slots : 0};
  return ring;
}

/* Nobody but this core writes to the memory of its rings before all have begun: it was zero when the machine started. */
void switch_begin(struct kernel *kernel) {
  const struct blob *blob = kernel->blob;
  const uint32_t channels = blob_count(blob, CHANNELS);
  for (uint32_t i = 0; i < channels; i++) {
    const struct blob_channel *it = blob_entry(blob, CHANNELS, i);
    kernel->in_count += it->to == kernel->core;
    kernel->out_count += it->from == kernel->core;
  }
  kernel->in = kernel_memory(kernel, kernel->in_count * sizeof *kernel->in);
  kernel->out = kernel_memory(kernel, kernel->out_count * sizeof *kernel->out);
  kernel->neighbours = kernel_memory(kernel, (kernel->in_count + kernel->out_count) * sizeof *kernel->neighbours);
  kernel->out_to = kernel_memory(kernel, kernel->cores * sizeof *kernel->out_to);
  kernel->comes_from = kernel_memory(kernel, kernel->cores * sizeof *kernel->comes_from);
  uint32_t in = 0, out = 0;
  for (uint32_t i = 0; i < channels; i++) {
    const struct blob_channel *it = blob_entry(blob, CHANNELS, i);
    if (it->to == kernel->core)
      kernel->in[in++] = (struct inbound){ring_of(it, false), neighbour_of(kernel, it->from), it->virtual_channel, false, i, 0, 0};
    if (it->from == kernel->core)
      kernel->out[out++] = (struct outbound){ring_of(it, true), neighbour_of(kernel, it->to), it->virtual_channel, {0}, i, 0};
  }
  kernel->silent = kernel->in_count;
  struct waiting *frames = kernel_memory(kernel, kernel->me->frames * sizeof *frames);
  for (uint32_t i = 0; i < kernel->me->frames; i++) frames[i].next = kernel->spare, kernel->spare = &frames[i];
}

/* NULL: no route leads there, or a message goes to the core itself. */
static struct outbound *out_to(struct kernel *kernel, uint16_t core) {
  if (core >= kernel->cores) return NULL;
  if (kernel->out_to[core] == UNASKED) {
    const struct hop hop = route(kernel->blob, kernel->core, core);
    kernel->out_to[core] = NONE;
    for (uint32_t i = 0; i < kernel->out_count; i++)
      if (kernel->out[i].to->core == hop.next && kernel->out[i].virtual_channel == hop.virtual_channel)
        kernel->out_to[core] = (uint16_t)(i + 1);
  }
  return kernel->out_to[core] == NONE ? NULL : &kernel->out[kernel->out_to[core] - 1];
}

/* Whether frames of a core come from that neighbour: no neighbour speaks for those whose frames do not pass it. */
static bool comes_from(struct kernel *kernel, uint16_t source, uint16_t neighbour) {
  if (source >= kernel->cores) return false;
  if (kernel->comes_from[source] == UNASKED) {
    uint32_t at = source, steps = 0;
    struct hop hop = route(kernel->blob, at, kernel->core);
    for (; hop.next != NOWHERE && hop.next != kernel->core && steps < kernel->cores; steps++) {
      at = hop.next;
      hop = route(kernel->blob, at, kernel->core);
    }
    kernel->comes_from[source] = hop.next == kernel->core ? (uint16_t)(at + 1) : NONE;
  }
  return kernel->comes_from[source] == neighbour + 1;
}

/* ── out ── */

static void put(struct outbound *out, const struct frame *frame) {
  ring_put(&out->ring, frame);
  out->to->is_rung = true;
}

static uint32_t flush(struct kernel *kernel, struct outbound *out) {
  uint32_t gone = 0;
  for (; out->waiting.first != NULL && ring_has_room(&out->ring); gone++) {
    struct waiting *it = out->waiting.first;
    put(out, &it->frame);
    out->waiting.first = it->next;
    it->next = kernel->spare;
    kernel->spare = it;
  }
  return gone;
}

static uint32_t flush_all(struct kernel *kernel) {
  uint32_t gone = 0;
  for (uint32_t i = 0; i < kernel->out_count; i++) gone += flush(kernel, &kernel->out[i]);
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
  struct outbound *out = out_to(kernel, head->to);
  if (out == NULL) return false;
  if (bytes <= PAYLOAD_BYTES && out->waiting.first == NULL && ring_has_room(&out->ring)) {
    const struct frame frame = fragment(head, payload, bytes, 0);
    put(out, &frame);
    return true;
  }
  if (!switch_queue(kernel, &out->waiting, head, payload, bytes)) return false;
  flush(kernel, out);
  return true;
}

void switch_send_waiting(struct kernel *kernel, struct queue *queue, uint16_t to, uint16_t endpoint) {
  struct outbound *out = to == kernel->core ? NULL : out_to(kernel, to);
  struct queue *target = out == NULL ? &kernel->own : &out->waiting;
  while (queue->first != NULL) {
    struct waiting *it = queue->first;
    queue->first = it->next;
    it->frame.to = to;
    it->frame.endpoint = endpoint;
    struct frame frame = it->frame;
    it->next = kernel->spare;
    kernel->spare = it;
    append(kernel, target, &frame);
  }
}

void switch_greet(struct kernel *kernel) {
  for (uint32_t i = 0; i < kernel->out_count; i++) {
    struct outbound *out = &kernel->out[i];
    const struct frame hello = {.to = out->to->core, .from = (uint16_t)kernel->core, .kind = HELLO, .flags = FIRST_FRAGMENT};
    if (ring_has_room(&out->ring)) put(out, &hello);
  }
}

/* ── in ── */

static void greeted(struct kernel *kernel, struct inbound *in) {
  if (in->has_greeted) return;
  in->has_greeted = true;
  if (--kernel->silent != 0) return;
  struct line line = {0};
  line_text(line_number(line_text(&line, "channels bound: "), kernel->in_count + kernel->out_count), "");
  kernel_say(kernel, REPORT_LINE, &line);
}

static void deliver(struct kernel *kernel, const struct frame *frame) {
  /* Of one that has died nobody shall wait for an answer. */
  if (kernel->has_died && (frame->endpoint != 0 || (frame->kind != STOP && frame->kind != BIND))) return;
  kernel->delivered++;
  if (frame->bytes > PAYLOAD_BYTES || (frame->flags & IN_BLOCK)) kernel_drop(kernel, "length", frame->from);
  else if (frame->endpoint == 0) control_receive(kernel, frame);
  else programs_receive(kernel, frame);
}

static void take(struct kernel *kernel, struct inbound *in, const struct frame *frame) {
  if (frame->kind == HELLO && frame->endpoint == 0 && frame->from == in->from->core) greeted(kernel, in);
  else if (comes_from(kernel, frame->from, in->from->core)) deliver(kernel, frame);
  else kernel_drop(kernel, "source", in->from->core);
}

/* False: there is no room. */
static bool pass_on(struct kernel *kernel, struct inbound *in, const struct frame *frame) {
  struct outbound *out = out_to(kernel, frame->to);
  const struct hop here = out == NULL ? (struct hop){NOWHERE, 0} : route(kernel->blob, in->from->core, frame->to);
  /* On another's virtual channel it could close a circle of waiting rings. */
  if (here.next != kernel->core || here.virtual_channel != in->virtual_channel) {
    kernel_drop(kernel, out == NULL ? "destination" : "virtualChannel", in->from->core);
    return true;
  }
  if (frame->bytes > PAYLOAD_BYTES) {
    kernel_drop(kernel, "length", in->from->core);
    return true;
  }
  if (out->waiting.first != NULL && kernel->own_first) flush(kernel, out);
  if (!ring_has_room(&out->ring)) return false;
  put(out, frame);
  kernel->forwarded++;
  return true;
}

static uint32_t drain(struct kernel *kernel, struct inbound *in) {
  uint32_t count = 0;
  struct frame frame;
  for (; count < FAIR_SHARE && ring_peek(&in->ring, &frame); count++) {
    if (frame.to == kernel->core) take(kernel, in, &frame);
    else if (!pass_on(kernel, in, &frame)) break;
    if (ring_release(&in->ring)) in->from->is_rung = true;
  }
  return count;
}

static uint32_t drain_own(struct kernel *kernel) {
  uint32_t count = 0;
  for (; count < FAIR_SHARE && kernel->own.first != NULL; count++) {
    struct waiting *it = kernel->own.first;
    const struct frame frame = it->frame;
    kernel->own.first = it->next;
    it->next = kernel->spare;
    kernel->spare = it;
    deliver(kernel, &frame);
  }
  return count;
}

/* Messages of its own and those on their way take turns in finding the rings full. */
uint32_t switch_poll(struct kernel *kernel) {
  kernel->own_first = !kernel->own_first;
  uint32_t work = kernel->own_first ? flush_all(kernel) : 0;
  for (uint32_t i = 0; i < kernel->in_count; i++) work += drain(kernel, &kernel->in[i]);
  work += drain_own(kernel);
  return work + (kernel->own_first ? 0 : flush_all(kernel));
}

void switch_ring(struct kernel *kernel) {
  for (uint32_t i = 0; i < kernel->neighbour_count; i++) {
    struct neighbour *it = &kernel->neighbours[i];
    if (!it->is_rung) continue;
    it->is_rung = false;
    if (blob_core(kernel->blob, it->core)->flags & CORE_HOST) console_ring(kernel);
    else machine_ring(blob_core(kernel->blob, it->core));
  }
}

const uint8_t *switch_assemble(struct kernel *kernel, struct assembly *it, const struct frame *frame, uint32_t most) {
  const bool is_first = frame->flags & FIRST_FRAGMENT;
  const uint32_t total = frame->total;
  const bool continues = is_first || (it->total == total && it->kind == frame->kind && it->opcode == frame->opcode &&
                                      it->correlation == frame->correlation && it->total > 0);
  if (is_first) *it = (struct assembly){it->memory, it->room, total, 0, frame->correlation, frame->kind, frame->opcode};
  const uint32_t left = total - it->received;
  /* Every fragment but the last is full. */
  if (!continues || total > most || total > it->room || frame->bytes != (left < PAYLOAD_BYTES ? left : PAYLOAD_BYTES)) {
    it->total = 0;
    kernel_drop(kernel, continues ? "length" : "fragment", frame->from);
    return NULL;
  }
  for (uint32_t i = 0; i < frame->bytes; i++) it->memory[it->received + i] = frame->payload.bytes[i];
  it->received += frame->bytes;
  if (it->received < total) return NULL;
  it->total = 0;
  return it->memory;
}
