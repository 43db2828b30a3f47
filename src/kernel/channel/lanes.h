/* The rings of this core, and which of them a frame goes through in the view that is acted on. */
#ifndef SKERRY_LANES_H
#define SKERRY_LANES_H

#include "kernel.h"

static inline bool is_detour_channel(const struct kernel *kernel, uint32_t virtual_channel) {
  return virtual_channel == kernel->blob->virtual_channels;
}

/* Monitors talk over rings of their own. */
static inline bool is_monitors_channel(const struct kernel *kernel, uint32_t virtual_channel) {
  return virtual_channel > kernel->blob->virtual_channels;
}

void lanes_begin(struct kernel *kernel);
/* They are looked up anew. */
void lanes_forget(struct kernel *kernel);
/* NULL: no route leads there, or a message goes to the core itself. */
struct outbound *lanes_to(struct kernel *kernel, uint16_t core);
/* The same for what others have sent. */
struct outbound *lanes_on_to(struct kernel *kernel, uint16_t core, bool is_round);
/* Whether frames of a core come from that neighbour: no neighbour speaks for those whose frames do not pass it. */
bool lanes_come_from(struct kernel *kernel, uint16_t source, uint16_t neighbour);

#endif
