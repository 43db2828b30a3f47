/* Calls: to the programs of this core, and from them. */
#ifndef SKERRY_CALLS_H
#define SKERRY_CALLS_H

#include "programs.h"

void calls_receive(struct kernel *kernel, const struct frame *frame);
/* Calls that are under way, to its programs and from them. */
void calls_count(const struct kernel *kernel, uint32_t *calling, uint32_t *serving);
/* Calls that were not answered in time end. */
uint64_t calls_due(const struct kernel *kernel);
void calls_expire(struct kernel *kernel, uint64_t now);
/* Of what was given up: it may still be answered. */
skerry_answered calls_ignore;

#endif
