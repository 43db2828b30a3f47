/*
 * A kernel's monitor: the rings over which it talks to those of its neighbours, and how it notices who says nothing any
 * more. src/runtime/kernel/monitoring/{monitoring,watch}.ts.
 */
#include "monitor.h"

#include "blob/latencies.h"
#include "channel/report.h"
#include "channel/switch.h"

/*
 * Between two looks at who has said nothing; who says nothing for so long, and for as long as it takes there and back by the
 * plan, though asked, is suspected.
 */
enum { WATCH_NS = 500000000, LOOKS = 8, MOST_AT_ONCE = 64, LEAVING_NS = 50000000 };

/* What goes to one neighbour and comes from it. */
struct talk {
  struct near *near;
  struct inbound *in;
  struct outbound *out;
  uint32_t *words, bytes, sent; /* what it is told now, and how much of it has gone */
  struct assembly heard;
  uint64_t patience;        /* nanoseconds */
  uint32_t position, quiet; /* where its rings stood when something had come last; looks since then */
  bool has_spoken;
};

struct monitor {
  struct talk *talks;
  uint32_t count;
  uint64_t watch_at;
};

static struct outbound *out_of(struct kernel *kernel, uint32_t core) {
  for (uint32_t i = 0; i < kernel->out_count; i++)
    if (kernel->out[i].to->core == core && kernel->out[i].virtual_channel > kernel->blob->virtual_channels) return &kernel->out[i];
  return NULL;
}

static struct inbound *in_of(struct kernel *kernel, uint32_t core) {
  for (uint32_t i = 0; i < kernel->in_count; i++)
    if (kernel->in[i].from->core == core && kernel->in[i].virtual_channel > kernel->blob->virtual_channels) return &kernel->in[i];
  return NULL;
}

void monitor_begin(struct kernel *kernel) {
  struct members *members = &kernel->members;
  struct monitor *it = kernel->monitor = kernel_memory(kernel, sizeof *it);
  members_begin(members, kernel, kernel->blob, kernel->core, kernel->incarnation);
  it->count = members->near_count;
  it->talks = kernel_memory(kernel, it->count * sizeof *it->talks);
  it->watch_at = machine_now() + WATCH_NS;
  const uint32_t most = 4 * gossip_most_words(members);
  for (uint32_t i = 0; i < it->count; i++) {
    struct talk *talk = &it->talks[i];
    talk->near = &members->near[i];
    talk->in = in_of(kernel, talk->near->core);
    talk->out = out_of(kernel, talk->near->core);
    talk->patience = (uint64_t)LOOKS * WATCH_NS + round_trip_between(kernel->blob, kernel->core, talk->near->core);
    talk->words = kernel_memory(kernel, most);
    talk->heard = (struct assembly){.memory = kernel_memory(kernel, most), .room = most};
  }
}

/* ── out ── */

static uint32_t speak(struct kernel *kernel, struct talk *talk) {
  uint32_t gone = 0;
  for (; talk->sent < talk->bytes && !talk->out->to->is_cut && ring_has_room(&talk->out->ring); gone++) {
    const uint32_t left = talk->bytes - talk->sent;
    struct frame frame = {.to = talk->near->core,
                          .from = (uint16_t)kernel->core,
                          .kind = GOSSIP,
                          .flags = talk->sent == 0 ? FIRST_FRAGMENT : 0,
                          .bytes = (uint8_t)(left < PAYLOAD_BYTES ? left : PAYLOAD_BYTES),
                          .total = talk->bytes};
    const uint8_t *from = (const uint8_t *)talk->words + talk->sent;
    for (uint32_t i = 0; i < frame.bytes; i++) frame.payload.bytes[i] = from[i];
    ring_put(&talk->out->ring, &frame);
    talk->out->to->is_rung = true;
    talk->sent += frame.bytes;
  }
  return gone;
}

bool monitor_send(struct kernel *kernel, const struct near *to) {
  struct talk *talk = &kernel->monitor->talks[to - kernel->members.near];
  if (talk->out == NULL) return true;
  if (talk->sent < talk->bytes) return false;
  talk->bytes = 4 * gossip_encode(&kernel->members, to, talk->words);
  talk->sent = 0;
  speak(kernel, talk);
  return true;
}

/* ── in ── */

static void hear(struct kernel *kernel, struct talk *talk, const struct frame *frame) {
  struct members *members = &kernel->members;
  struct gossip gossip;
  if (frame->kind != GOSSIP || frame->from != talk->near->core || frame->to != kernel->core || frame->bytes > PAYLOAD_BYTES) {
    kernel_drop(kernel, "kind", talk->near->core);
    return;
  }
  const uint8_t *bytes = switch_assemble(kernel, &talk->heard, frame, talk->heard.room);
  if (bytes == NULL) return;
  if (frame->total % 4 != 0 || !gossip_decode(members, (const uint32_t *)bytes, frame->total / 4, &gossip))
    kernel_drop(kernel, "malformed", talk->near->core);
  else members_receive(members, talk->near, &gossip);
}

static uint32_t listen(struct kernel *kernel, struct talk *talk) {
  struct frame frame;
  uint32_t count = 0;
  if (talk->in == NULL || talk->in->from->is_cut) return 0;
  for (; count < MOST_AT_ONCE && ring_peek(&talk->in->ring, &frame); count++) {
    hear(kernel, talk, &frame);
    if (ring_release(&talk->in->ring)) talk->in->from->is_rung = true;
  }
  return count;
}

uint32_t monitor_poll(struct kernel *kernel) {
  struct monitor *it = kernel->monitor;
  uint32_t heard = 0, gone = 0;
  for (uint32_t i = 0; i < it->count; i++) heard += listen(kernel, &it->talks[i]);
  for (uint32_t i = 0; i < it->count; i++) gone += speak(kernel, &it->talks[i]);
  if (heard != 0 || (gone != 0 && members_owe(&kernel->members))) members_settle(&kernel->members, machine_now());
  return heard + gone;
}

/* ── who says nothing ── */

/* Wraps, as positions do; the same only while nothing comes. */
static uint32_t position_of(const struct kernel *kernel, const struct talk *talk) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < kernel->in_count; i++)
    if (kernel->in[i].from->core == talk->near->core) sum += kernel->in[i].ring.position;
  return sum;
}

static void look(struct kernel *kernel, struct talk *talk) {
  struct members *members = &kernel->members;
  const uint32_t position = position_of(kernel, talk);
  if (position != talk->position) {
    talk->position = position;
    talk->quiet = 0;
    talk->has_spoken = true;
    members_silent(members, talk->near, false);
    return;
  }
  /* Whoever has yet to begin is waited for. */
  if (talk->has_spoken && (uint64_t)++talk->quiet * WATCH_NS > talk->patience && has_core(members->view.members, talk->near->core))
    members_silent(members, talk->near, true);
  talk->near->is_untold = talk->near->is_to_answer = true;
}

uint64_t monitor_due(const struct kernel *kernel) {
  const uint64_t propose_at = kernel->members.propose_at, watch_at = kernel->monitor->watch_at;
  return propose_at < watch_at ? propose_at : watch_at;
}

void monitor_expire(struct kernel *kernel, uint64_t now) {
  struct monitor *it = kernel->monitor;
  if (now < monitor_due(kernel)) return;
  if (now >= it->watch_at) {
    it->watch_at = now + WATCH_NS;
    for (uint32_t i = 0; i < it->count; i++) look(kernel, &it->talks[i]);
  }
  members_settle(&kernel->members, now);
}

/* ── what is ordered ── */

void monitor_expect(struct kernel *kernel, uint32_t core, uint32_t incarnation) {
  struct monitor *it = kernel->monitor;
  for (uint32_t i = 0; i < it->count; i++) {
    struct talk *talk = &it->talks[i];
    if (talk->near->core != core) continue;
    talk->sent = talk->bytes = talk->position = talk->quiet = talk->heard.total = 0;
    talk->has_spoken = false;
  }
  members_expect(&kernel->members, core, incarnation);
  members_settle(&kernel->members, machine_now());
}

void monitor_cut(struct kernel *kernel, uint32_t neighbour, bool is_cut) {
  struct near *near = near_of(&kernel->members, neighbour);
  switch_cut(kernel, neighbour, is_cut);
  if (near == NULL) return;
  members_cut(&kernel->members, near, is_cut);
  members_settle(&kernel->members, machine_now());
}

static void serve_until(struct kernel *kernel, uint64_t until) {
  while (machine_now() < until) {
    monitor_poll(kernel);
    switch_poll(kernel);
    switch_ring(kernel);
  }
}

_Noreturn void monitor_leave(struct kernel *kernel) {
  /* First what it has said already goes on its way. */
  serve_until(kernel, machine_now() + LEAVING_NS);
  members_leave(&kernel->members);
  members_settle(&kernel->members, machine_now());
  serve_until(kernel, machine_now() + LEAVING_NS);
  machine_park();
}
