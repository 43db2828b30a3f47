/* What a kernel does when others take part than before, itself among them. */
#ifndef SKERRY_CHANGE_H
#define SKERRY_CHANGE_H

#include "channel/kernel.h"

/* It takes part: its programs begin. */
void kernel_up(struct kernel *kernel);
/* Its programs end, in order; the others go on without it. */
_Noreturn void kernel_leave(struct kernel *kernel);
/* The kernel of a core will start anew. */
void kernel_expect(struct kernel *kernel, uint32_t core, uint32_t incarnation);

#endif
