/* Frames: from the rings to this core's endpoints, or on to the next core. */
#include "switch.h"

#include "out.h"
#include "report.h"

enum { FAIR_SHARE = 16 };

void switch_begin(struct kernel *kernel) {
  lanes_begin(kernel);
  out_begin(kernel);
}

/* How many views before the one that is acted on a frame was sent; below 0: later. */
static int32_t age_of(const struct kernel *kernel, const struct frame *frame) {
  const uint32_t age = (kernel->epoch - 1 - (frame->flags >> TAG_SHIFT)) & (TAGS - 1);
  return age < TAGS / 2 ? (int32_t)age : (int32_t)age - TAGS;
}

/* ── in ── */

void switch_greeted(struct kernel *kernel, struct inbound *in) {
  if (in->has_greeted) return;
  in->has_greeted = true;
  if (--kernel->silent != 0) return;
  struct line line = {0};
  line_text(line_number(line_text(&line, "channels bound: "), kernel->bound), "");
  kernel_say(kernel, REPORT_LINE, &line);
}

static void deliver(struct kernel *kernel, const struct frame *frame) {
  /* Of one that has died nobody shall wait for an answer. */
  if (kernel->has_died && (frame->endpoint != 0 || (frame->kind != HALT && frame->kind != BIND))) return;
  kernel->delivered++;
  if (frame->bytes > PAYLOAD_BYTES || (frame->flags & IN_BLOCK)) kernel_drop(kernel, "length", frame->from);
  else kernel_deliver(kernel, frame);
}

static void take(struct kernel *kernel, struct inbound *in, const struct frame *frame, int32_t age) {
  const bool is_hello = frame->kind == HELLO && frame->endpoint == 0 && frame->from == in->from->core;
  const bool is_expected = is_hello || lanes_come_from(kernel, frame->from, in->from->core);
  /* It may have been sent to a connection that was cut since. */
  if (age > 0 && !is_hello && (!is_expected || !ways_are_still_good(&kernel->ways, frame->from, kernel->epoch - (uint32_t)age))) return;
  if (is_hello) switch_greeted(kernel, in);
  else if (is_expected) deliver(kernel, frame);
  else kernel_drop(kernel, "source", in->from->core);
}

static const char *fault_of(struct kernel *kernel, const struct inbound *in, const struct frame *frame, const struct outbound *out) {
  if (out == NULL) return "destination";
  /* On another's virtual channel it could close a circle of waiting rings. */
  const bool is_round = is_detour_channel(kernel, in->virtual_channel);
  if (!ways_lead_here(&kernel->ways, in->from->core, in->virtual_channel, frame->to, is_round)) return "virtualChannel";
  if (frame->bytes > PAYLOAD_BYTES) return "length";
  return out->is_lost ? "lost" : NULL;
}

/* False: there is no room. */
static bool pass_on(struct kernel *kernel, struct inbound *in, const struct frame *frame, int32_t age) {
  struct outbound *out = lanes_on_to(kernel, frame->to, is_detour_channel(kernel, in->virtual_channel));
  const char *fault = fault_of(kernel, in, frame, out);
  if (fault != NULL) {
    /* Its way has changed since it was sent: who sent it was told. */
    if (age == 0) kernel_drop(kernel, fault, in->from->core);
    return true;
  }
  if (out->waiting.first != NULL && kernel->own_first) out_flush(kernel, out);
  if (!out_has_room(out)) return false;
  out_pass(out, frame);
  kernel->forwarded++;
  return true;
}

/* False when it has to wait: for room, or because its sender acts on a view that this kernel has yet to hear of. */
static bool handle(struct kernel *kernel, struct inbound *in, const struct frame *frame) {
  const int32_t age = age_of(kernel, frame);
  if (age < 0) return false;
  /* Ways of another order: together with those of now they might wait in a circle. */
  if (age > 0 && is_detour_channel(kernel, in->virtual_channel)) return true;
  if (frame->to != kernel->core) return pass_on(kernel, in, frame, age);
  take(kernel, in, frame, age);
  return true;
}

static uint32_t drain(struct kernel *kernel, struct inbound *in) {
  uint32_t count = 0;
  struct frame frame;
  if (is_monitors_channel(kernel, in->virtual_channel) || in->from->is_cut) return 0;
  /* Who is in no view yet cannot tell what is old from what it is sent by those who count on it already. */
  if (kernel->epoch == 0) return 0;
  if (is_detour_channel(kernel, in->virtual_channel) && kernel->ways.now.is_whole) return 0;
  for (; count < FAIR_SHARE && ring_peek(&in->ring, &frame); count++) {
    if (!handle(kernel, in, &frame)) break;
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
    spare_give(kernel, it);
    deliver(kernel, &frame);
  }
  return count;
}

/* Messages of its own and those on their way take turns in finding the rings full. */
uint32_t switch_poll(struct kernel *kernel) {
  kernel->own_first = !kernel->own_first;
  uint32_t work = kernel->own_first ? out_flush_all(kernel) : 0;
  for (uint32_t i = 0; i < kernel->in_count; i++) work += drain(kernel, &kernel->in[i]);
  work += drain_own(kernel);
  return work + (kernel->own_first ? 0 : out_flush_all(kernel));
}

uint32_t switch_depth(const struct kernel *kernel, uint32_t *slots) {
  uint32_t most = 0;
  for (uint32_t i = 0; i < kernel->in_count; i++) {
    struct ring ring = kernel->in[i].ring;
    const uint32_t first = ring.position;
    while (ring.position - first <= ring.mask && ring_has_frame(&ring)) ring.position++;
    if (*slots != 0 && ring.position - first <= most) continue;
    most = ring.position - first;
    *slots = ring.mask + 1;
  }
  return most;
}

void switch_ring(struct kernel *kernel) {
  for (uint32_t i = 0; i < kernel->neighbour_count; i++) {
    struct neighbour *it = &kernel->neighbours[i];
    if (!it->is_rung) continue;
    it->is_rung = false;
    if (blob_core(kernel->blob, it->core)->flags & CORE_HOST) kernel_ring_host(kernel);
    else machine_ring(blob_core(kernel->blob, it->core));
  }
}
