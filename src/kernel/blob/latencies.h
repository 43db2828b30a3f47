/* How long words take between neighbours, as the plan has it: src/runtime/kernel/monitoring/round-trips.ts. Nanoseconds. */
#ifndef SKERRY_LATENCIES_H
#define SKERRY_LATENCIES_H

#include "blob.h"

/* There and back. */
uint64_t round_trip_between(const struct blob *blob, uint32_t one, uint32_t other);
/* Of the slowest way of the machine. */
uint64_t longest_round_trip(const struct blob *blob);

#endif
