/* What the core of a kernel may touch. */
#ifndef SKERRY_FENCE_H
#define SKERRY_FENCE_H

#include "channel/kernel.h"

/* From now on it touches its own memory but for the guard at its beginning, its rings and nothing else; false: it cannot. */
bool fence_off(struct kernel *kernel, uint64_t guard_bytes);

#endif
