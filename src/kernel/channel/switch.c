/* Frames: from the rings to this core's endpoints, or on to the next core; and out. */
#include "switch.h"

#include "report.h"

enum { FAIR_SHARE = 16, UNASKED = 0, NONE = 0xffff };
/* Flags from this bit on say in which view a frame was sent, as far as its epoch's remainder does. */
enum { TAG_SHIFT = 2, TAGS = 64 };

static bool is_detour(const struct kernel *kernel, uint32_t virtual_channel) {
  return virtual_channel == kernel->blob->virtual_channels;
}

/* Monitors talk over rings of their own. */
static bool is_monitors(const struct kernel *kernel, uint32_t virtual_channel) {
  return virtual_channel > kernel->blob->virtual_channels;
}

/* How many views before the one that is acted on a frame was sent; below 0: later. */
static int32_t age_of(const struct kernel *kernel, const struct frame *frame) {
  const uint32_t age = (kernel->epoch - 1 - (frame->flags >> TAG_SHIFT)) & (TAGS - 1);
  return age < TAGS / 2 ? (int32_t)age : (int32_t)age - TAGS;
}

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
  kernel->pass_to = kernel_memory(kernel, kernel->cores * sizeof *kernel->pass_to);
  kernel->detour_to = kernel_memory(kernel, kernel->cores * sizeof *kernel->detour_to);
  kernel->comes_from = kernel_memory(kernel, kernel->cores * sizeof *kernel->comes_from);
  uint32_t in = 0, out = 0;
  for (uint32_t i = 0; i < channels; i++) {
    const struct blob_channel *it = blob_entry(blob, CHANNELS, i);
    if (it->to == kernel->core)
      kernel->in[in++] = (struct inbound){ring_of(it, false), neighbour_of(kernel, it->from), it->virtual_channel, false, i, 0, 0};
    if (it->from == kernel->core)
      kernel->out[out++] = (struct outbound){ring_of(it, true), neighbour_of(kernel, it->to), it->virtual_channel, {0}, i, 0, false};
  }
  for (uint32_t i = 0; i < kernel->in_count; i++) kernel->silent += kernel->in[i].virtual_channel < blob->virtual_channels;
  kernel->bound = kernel->silent;
  for (uint32_t i = 0; i < kernel->out_count; i++) kernel->bound += kernel->out[i].virtual_channel < blob->virtual_channels;
  struct waiting *frames = kernel_memory(kernel, kernel->me->frames * sizeof *frames);
  for (uint32_t i = 0; i < kernel->me->frames; i++) frames[i].next = kernel->spare, kernel->spare = &frames[i];
}

static struct outbound *out_by(struct kernel *kernel, uint16_t *known, struct hop hop) {
  if (*known == UNASKED) {
    *known = NONE;
    for (uint32_t i = 0; i < kernel->out_count; i++)
      if (kernel->out[i].to->core == hop.next && kernel->out[i].virtual_channel == hop.virtual_channel) *known = (uint16_t)(i + 1);
  }
  return *known == NONE ? NULL : &kernel->out[*known - 1];
}

/* NULL: no route leads there, or a message goes to the core itself. */
static struct outbound *out_to(struct kernel *kernel, uint16_t core) {
  bool is_round;
  if (core >= kernel->cores) return NULL;
  uint16_t *known = &kernel->out_to[core];
  return out_by(kernel, known, *known == UNASKED ? ways_leave(&kernel->ways, core, &is_round) : (struct hop){NOWHERE, 0});
}

/* The same for what others have sent. */
static struct outbound *pass_to(struct kernel *kernel, uint16_t core, bool is_round) {
  if (core >= kernel->cores) return NULL;
  uint16_t *known = is_round ? &kernel->detour_to[core] : &kernel->pass_to[core];
  return out_by(kernel, known, *known == UNASKED ? ways_pass_on(&kernel->ways, core, is_round) : (struct hop){NOWHERE, 0});
}

/* Whether frames of a core come from that neighbour: no neighbour speaks for those whose frames do not pass it. */
static bool comes_from(struct kernel *kernel, uint16_t source, uint16_t neighbour) {
  if (source >= kernel->cores) return false;
  if (kernel->comes_from[source] == UNASKED) {
    const uint32_t from = ways_arrive_from(&kernel->ways, source);
    kernel->comes_from[source] = from == NOWHERE ? NONE : (uint16_t)(from + 1);
  }
  return kernel->comes_from[source] == neighbour + 1;
}

/* ── out ── */

static void put(struct outbound *out, const struct frame *frame) {
  ring_put(&out->ring, frame);
  out->to->is_rung = true;
}

static void put_own(struct kernel *kernel, struct outbound *out, struct frame frame) {
  frame.flags |= (uint8_t)(((kernel->epoch - 1) & (TAGS - 1)) << TAG_SHIFT);
  put(out, &frame);
}

static bool has_room(struct outbound *out) { return !out->to->is_cut && ring_has_room(&out->ring); }

static void give_up(struct kernel *kernel, struct waiting *it) {
  it->next = kernel->spare;
  kernel->spare = it;
}

static uint32_t flush(struct kernel *kernel, struct outbound *out) {
  uint32_t gone = 0;
  for (; out->waiting.first != NULL && has_room(out); gone++) {
    struct waiting *it = out->waiting.first;
    put_own(kernel, out, it->frame);
    out->waiting.first = it->next;
    give_up(kernel, it);
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
  /* What goes to one who is lost is swallowed: who waits for an answer is told by the view. */
  if (out == NULL || out->is_lost) return true;
  if (bytes <= PAYLOAD_BYTES && out->waiting.first == NULL && has_room(out)) {
    put_own(kernel, out, fragment(head, payload, bytes, 0));
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
    give_up(kernel, it);
    if (out == NULL ? to == kernel->core : !out->is_lost) append(kernel, target, &frame);
  }
}

void switch_forget(struct kernel *kernel, struct queue *queue) {
  while (queue->first != NULL) {
    struct waiting *it = queue->first;
    queue->first = it->next;
    give_up(kernel, it);
  }
}

void switch_greet(struct kernel *kernel) {
  for (uint32_t i = 0; i < kernel->out_count; i++) {
    struct outbound *out = &kernel->out[i];
    const struct frame hello = {.to = out->to->core, .from = (uint16_t)kernel->core, .kind = HELLO, .flags = FIRST_FRAGMENT};
    if (out->virtual_channel < kernel->blob->virtual_channels && has_room(out)) put_own(kernel, out, hello);
  }
}

/* ── in ── */

static void greeted(struct kernel *kernel, struct inbound *in) {
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
  const bool is_expected = is_hello || comes_from(kernel, frame->from, in->from->core);
  /* It may have been sent to a connection that was cut since. */
  if (age > 0 && !is_hello && (!is_expected || !ways_are_still_good(&kernel->ways, frame->from, kernel->epoch - (uint32_t)age))) return;
  if (is_hello) greeted(kernel, in);
  else if (is_expected) deliver(kernel, frame);
  else kernel_drop(kernel, "source", in->from->core);
}

static const char *fault_of(struct kernel *kernel, const struct inbound *in, const struct frame *frame, const struct outbound *out) {
  if (out == NULL) return "destination";
  /* On another's virtual channel it could close a circle of waiting rings. */
  const bool is_round = is_detour(kernel, in->virtual_channel);
  if (!ways_lead_here(&kernel->ways, in->from->core, in->virtual_channel, frame->to, is_round)) return "virtualChannel";
  if (frame->bytes > PAYLOAD_BYTES) return "length";
  return out->is_lost ? "lost" : NULL;
}

/* False: there is no room. */
static bool pass_on(struct kernel *kernel, struct inbound *in, const struct frame *frame, int32_t age) {
  struct outbound *out = pass_to(kernel, frame->to, is_detour(kernel, in->virtual_channel));
  const char *fault = fault_of(kernel, in, frame, out);
  if (fault != NULL) {
    /* Its way has changed since it was sent: who sent it was told. */
    if (age == 0) kernel_drop(kernel, fault, in->from->core);
    return true;
  }
  if (out->waiting.first != NULL && kernel->own_first) flush(kernel, out);
  if (!has_room(out)) return false;
  put(out, frame);
  kernel->forwarded++;
  return true;
}

/* False when it has to wait: for room, or because its sender acts on a view that this kernel has yet to hear of. */
static bool handle(struct kernel *kernel, struct inbound *in, const struct frame *frame) {
  const int32_t age = age_of(kernel, frame);
  if (age < 0) return false;
  /* Ways of another order: together with those of now they might wait in a circle. */
  if (age > 0 && is_detour(kernel, in->virtual_channel)) return true;
  if (frame->to != kernel->core) return pass_on(kernel, in, frame, age);
  take(kernel, in, frame, age);
  return true;
}

static uint32_t drain(struct kernel *kernel, struct inbound *in) {
  uint32_t count = 0;
  struct frame frame;
  if (is_monitors(kernel, in->virtual_channel) || in->from->is_cut) return 0;
  /* Who is in no view yet cannot tell what is old from what it is sent by those who count on it already. */
  if (kernel->epoch == 0) return 0;
  if (is_detour(kernel, in->virtual_channel) && kernel->ways.now.is_whole) return 0;
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
    give_up(kernel, it);
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

/* ── when who takes part has changed ── */

static bool is_near(const struct kernel *kernel, const struct view *view, uint32_t core) {
  return has_core(view->members, core) && !has_cut(view, kernel->core, core);
}

/* Messages that wait on their way to cores to which connections are cut. */
static void forget_cut(struct kernel *kernel, struct outbound *out) {
  struct queue kept = {0};
  while (out->waiting.first != NULL) {
    struct waiting *it = out->waiting.first;
    out->waiting.first = it->next;
    it->next = NULL;
    if (out->is_lost || ways_are_cut(&kernel->ways, it->frame.to)) give_up(kernel, it);
    else {
      if (kept.first == NULL) kept.first = it;
      else kept.last->next = it;
      kept.last = it;
    }
  }
  out->waiting = kept;
}

/* Between here and the end of `ways_settle`, whoever is asked knows what is cut. */
void switch_change(struct kernel *kernel, const struct view *view) {
  ways_change(&kernel->ways, view);
  kernel->epoch = view->epoch;
  for (uint32_t i = 0; i < kernel->out_count; i++) {
    struct outbound *out = &kernel->out[i];
    out->is_lost = !is_near(kernel, view, out->to->core);
    if (!is_monitors(kernel, out->virtual_channel)) forget_cut(kernel, out);
  }
  for (uint32_t core = 0; core < kernel->cores; core++)
    kernel->out_to[core] = kernel->pass_to[core] = kernel->detour_to[core] = kernel->comes_from[core] = UNASKED;
}

/* Greets who has come near; nobody else will say hello. */
void switch_changed(struct kernel *kernel, const struct view *before, const struct view *view) {
  for (uint32_t i = 0; i < kernel->out_count; i++) {
    struct outbound *out = &kernel->out[i];
    const uint32_t to = out->to->core;
    if (out->virtual_channel >= kernel->blob->virtual_channels || !is_near(kernel, view, to)) continue;
    if (before->epoch != 0 && is_near(kernel, before, to) && before->started[to] == view->started[to]) continue;
    const struct frame hello = {.to = (uint16_t)to, .from = (uint16_t)kernel->core, .kind = HELLO, .flags = FIRST_FRAGMENT};
    if (has_room(out)) put_own(kernel, out, hello);
  }
  for (uint32_t i = 0; i < kernel->in_count; i++)
    if (kernel->in[i].virtual_channel < kernel->blob->virtual_channels && !is_near(kernel, view, kernel->in[i].from->core))
      greeted(kernel, &kernel->in[i]);
}

static void wipe(const struct ring *ring) {
  volatile uint32_t *words = (volatile uint32_t *)ring->at;
  for (uint32_t i = 0; i < (ring->mask + 2) * ring->slot_bytes / 4; i++) words[i] = 0;
}

/* The kernel of a core will start anew: the rings with it are as they were at first. */
void switch_reset(struct kernel *kernel, uint32_t core) {
  for (uint32_t i = 0; i < kernel->in_count; i++) {
    struct ring *ring = &kernel->in[i].ring;
    if (kernel->in[i].from->core != core) continue;
    wipe(ring);
    ring->position = ring->other = 0;
  }
  for (uint32_t i = 0; i < kernel->out_count; i++) {
    struct ring *ring = &kernel->out[i].ring;
    if (kernel->out[i].to->core != core) continue;
    wipe(ring);
    ring->position = 0;
    ring->other = ring->mask + 1;
    switch_forget(kernel, &kernel->out[i].waiting);
  }
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/* Nothing goes to a neighbour, or comes from it: until it does again, or all have agreed to go on without that. */
void switch_cut(struct kernel *kernel, uint32_t core, bool is_cut) {
  for (uint32_t i = 0; i < kernel->neighbour_count; i++)
    if (kernel->neighbours[i].core == core) kernel->neighbours[i].is_cut = is_cut;
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
