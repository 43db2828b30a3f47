/* Replicated objects, as this kernel has them. */
#ifndef SKERRY_STATE_H
#define SKERRY_STATE_H

#include "channel/kernel.h"

void states_begin(struct kernel *kernel);
void states_receive(struct kernel *kernel, const struct frame *frame);
void states_view_changed(struct kernel *kernel);
uint64_t states_due(const struct kernel *kernel);
void states_expire(struct kernel *kernel, uint64_t now);
/* Begins programs that can read their objects now, and tells programs what has been settled; how much was. */
uint32_t states_settle(struct kernel *kernel);

#endif
