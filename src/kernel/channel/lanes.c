#include "lanes.h"

enum { UNASKED = 0, NONE = 0xffff };

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

static void count_rings(struct kernel *kernel) {
  const struct blob *blob = kernel->blob;
  for (uint32_t i = 0; i < blob_count(blob, CHANNELS); i++) {
    const struct blob_channel *it = blob_entry(blob, CHANNELS, i);
    const bool is_checked = it->virtual_channel < blob->virtual_channels;
    kernel->in_count += it->to == kernel->core;
    kernel->out_count += it->from == kernel->core;
    kernel->silent += it->to == kernel->core && is_checked;
    kernel->bound += (it->from == kernel->core || it->to == kernel->core) && is_checked;
  }
}

static void find_rings(struct kernel *kernel) {
  uint32_t in = 0, out = 0;
  for (uint32_t i = 0; i < blob_count(kernel->blob, CHANNELS); i++) {
    const struct blob_channel *it = blob_entry(kernel->blob, CHANNELS, i);
    if (it->to == kernel->core)
      kernel->in[in++] = (struct inbound){ring_of(it, false), neighbour_of(kernel, it->from), it->virtual_channel, false, i, 0, 0};
    if (it->from == kernel->core)
      kernel->out[out++] = (struct outbound){ring_of(it, true), neighbour_of(kernel, it->to), it->virtual_channel, {0}, i, 0, false};
  }
}

/* Nobody but this core writes to the memory of its rings before all have begun: it was zero when the machine started. */
void lanes_begin(struct kernel *kernel) {
  count_rings(kernel);
  kernel->in = kernel_memory(kernel, kernel->in_count * sizeof *kernel->in);
  kernel->out = kernel_memory(kernel, kernel->out_count * sizeof *kernel->out);
  kernel->neighbours = kernel_memory(kernel, (kernel->in_count + kernel->out_count) * sizeof *kernel->neighbours);
  kernel->out_to = kernel_memory(kernel, kernel->cores * sizeof *kernel->out_to);
  kernel->pass_to = kernel_memory(kernel, kernel->cores * sizeof *kernel->pass_to);
  kernel->detour_to = kernel_memory(kernel, kernel->cores * sizeof *kernel->detour_to);
  kernel->comes_from = kernel_memory(kernel, kernel->cores * sizeof *kernel->comes_from);
  find_rings(kernel);
}

static struct outbound *out_by(struct kernel *kernel, uint16_t *known, struct hop hop) {
  if (*known == UNASKED) {
    *known = NONE;
    for (uint32_t i = 0; i < kernel->out_count; i++)
      if (kernel->out[i].to->core == hop.next && kernel->out[i].virtual_channel == hop.virtual_channel) *known = (uint16_t)(i + 1);
  }
  return *known == NONE ? NULL : &kernel->out[*known - 1];
}

struct outbound *lanes_to(struct kernel *kernel, uint16_t core) {
  bool is_round;
  if (core >= kernel->cores) return NULL;
  uint16_t *known = &kernel->out_to[core];
  return out_by(kernel, known, *known == UNASKED ? ways_leave(&kernel->ways, core, &is_round) : (struct hop){NOWHERE, 0});
}

struct outbound *lanes_on_to(struct kernel *kernel, uint16_t core, bool is_round) {
  if (core >= kernel->cores) return NULL;
  uint16_t *known = is_round ? &kernel->detour_to[core] : &kernel->pass_to[core];
  return out_by(kernel, known, *known == UNASKED ? ways_pass_on(&kernel->ways, core, is_round) : (struct hop){NOWHERE, 0});
}

bool lanes_come_from(struct kernel *kernel, uint16_t source, uint16_t neighbour) {
  if (source >= kernel->cores) return false;
  if (kernel->comes_from[source] == UNASKED) {
    const uint32_t from = ways_arrive_from(&kernel->ways, source);
    kernel->comes_from[source] = from == NOWHERE ? NONE : (uint16_t)(from + 1);
  }
  return kernel->comes_from[source] == neighbour + 1;
}

void lanes_forget(struct kernel *kernel) {
  for (uint32_t core = 0; core < kernel->cores; core++)
    kernel->out_to[core] = kernel->pass_to[core] = kernel->detour_to[core] = kernel->comes_from[core] = UNASKED;
}
