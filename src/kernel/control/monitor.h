/* What kernels tell each other of who takes part, over rings of their own. */
#ifndef SKERRY_MONITOR_H
#define SKERRY_MONITOR_H

#include "channel/kernel.h"

void monitor_begin(struct kernel *kernel);
uint32_t monitor_poll(struct kernel *kernel);
/* When it has something to do though nobody has said anything. */
uint64_t monitor_due(const struct kernel *kernel);
void monitor_expire(struct kernel *kernel, uint64_t now);
void monitor_expect(struct kernel *kernel, uint32_t core, uint32_t incarnation);
void monitor_cut(struct kernel *kernel, uint32_t neighbour, bool is_cut);
/* Its neighbours are told not to wait for it any more; then it stands still. */
_Noreturn void monitor_leave(struct kernel *kernel);

#endif
