/* The two ends of a ring, as src/runtime/channel/ring.ts has them: every slot carries its own sequence word. */
#ifndef SKERRY_RING_H
#define SKERRY_RING_H

#include <stdbool.h>
#include <stdint.h>

enum { PAYLOAD_BYTES = 40, SLOT_WORDS = 16 };

/* A slot, and a frame anywhere else: src/runtime/channel/slot.ts. */
struct frame {
  uint32_t sequence;
  uint16_t to, from, endpoint, source;
  uint8_t kind, opcode, flags, bytes;
  uint32_t correlation, total;
  union {
    uint8_t bytes[PAYLOAD_BYTES];
    uint64_t aligned;
  } payload;
};

_Static_assert(sizeof(struct frame) == 64, "a frame is a cache line");

struct ring {
  uint8_t *at; /* the line for credits; the slots follow */
  uint32_t mask, slot_bytes, position;
  uint32_t other; /* a producer's limit, or what a consumer has returned */
};

/* A slot as words: the other end may write it at any time. */
static inline volatile uint32_t *ring_slot(const struct ring *ring) {
  return (volatile uint32_t *)(ring->at + ring->slot_bytes * (1 + (ring->position & ring->mask)));
}

static inline uint32_t *ring_credits(const struct ring *ring) { return (uint32_t *)ring->at; }

static inline bool ring_has_room(struct ring *ring) {
  if (ring->position != ring->other) return true;
  const uint32_t free = __atomic_load_n(ring_credits(ring), __ATOMIC_ACQUIRE) + ring->mask + 1 - ring->position;
  /* A consumer that says it released what it never got gets nothing. */
  if (free == 0 || free > ring->mask + 1) return false;
  ring->other = ring->position + free;
  return true;
}

static inline void ring_put(struct ring *ring, const struct frame *frame) {
  volatile uint32_t *slot = ring_slot(ring);
  const uint32_t *words = (const uint32_t *)frame;
  for (int i = 1; i < SLOT_WORDS; i++) slot[i] = words[i];
  ring->position++;
  __atomic_store_n(slot, ring->position, __ATOMIC_RELEASE);
}

static inline bool ring_has_frame(const struct ring *ring) {
  return __atomic_load_n(ring_slot(ring), __ATOMIC_ACQUIRE) == ring->position + 1;
}

/* A copy of the oldest frame, which nobody can change any more. */
static inline bool ring_peek(const struct ring *ring, struct frame *frame) {
  if (!ring_has_frame(ring)) return false;
  volatile uint32_t *slot = ring_slot(ring);
  uint32_t *words = (uint32_t *)frame;
  for (int i = 0; i < SLOT_WORDS; i++) words[i] = slot[i];
  return true;
}

/* True when the producer can see that there is room again, which is once in a quarter of the ring. */
static inline bool ring_release(struct ring *ring) {
  const uint32_t batch = ring->mask < 3 ? 1 : (ring->mask + 1) / 4;
  ring->position++;
  if (ring->position - ring->other < batch) return false;
  ring->other = ring->position;
  __atomic_store_n(ring_credits(ring), ring->position, __ATOMIC_RELEASE);
  return true;
}

#endif
