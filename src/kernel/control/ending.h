/* How programs, kernels and the system end, as the boot core counts it. */
#ifndef SKERRY_ENDING_H
#define SKERRY_ENDING_H

#include "channel/kernel.h"

uint32_t count_clients(const struct kernel *kernel);
/* `what`: as in a report. `program`: its index and one more; 0: any on that core. */
void kernel_ended(struct kernel *kernel, uint32_t core, uint8_t what, uint32_t program);
/* Clients of a core will not say any more that they are done. */
void kernel_lost(struct kernel *kernel, uint32_t core);
/* What it passes on for others it still does. */
void kernel_stop(struct kernel *kernel);
/* Says what it has done so far. */
void kernel_measure(struct kernel *kernel);

#endif
