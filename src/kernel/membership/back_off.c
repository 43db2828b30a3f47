/*
 * How long a kernel leaves a ballot alone before it begins one of its own, where what is said may take long: number by number
 * src/runtime/membership/back-off.ts, which says why.
 */
#include "members.h"

enum { LEAST_MS = RETRY_NS / MILLISECOND_NS, MOST_DOUBLINGS = 8 };

/* Austin Appleby's finalizer of MurmurHash3. */
static uint32_t mixed(uint32_t bits) {
  bits = (bits ^ bits >> 16) * 0x85ebca6bu;
  bits = (bits ^ bits >> 13) * 0xc2b2ae35u;
  return bits ^ bits >> 16;
}

uint64_t back_off_wait(struct members *it) {
  const uint32_t seed = mixed(it->core + (it->incarnation << 16));
  const uint64_t least = (uint64_t)LEAST_MS << it->doublings;
  return (least + (least * mixed(seed + ++it->drawn) >> 32)) * MILLISECOND_NS;
}

uint64_t back_off_wait_after_begin(struct members *it) {
  const uint64_t wait = 2 * back_off_wait(it);
  if (it->doublings < MOST_DOUBLINGS) it->doublings++;
  return wait;
}

void back_off_decided(struct members *it) { it->doublings -= it->doublings < 2 ? it->doublings : 2; }
