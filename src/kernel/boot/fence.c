#include "fence.h"

static uint64_t end_of(const struct blob_channel *it) {
  return it->address + ((1ull << it->slots_log2) + 1) * it->slot_bytes;
}

/* All rings from one core to another lie in an area of a power of two of bytes, which begins with the first. */
static bool allow_rings(struct fence *fence, const struct blob *blob, uint32_t core) {
  const struct blob_channel *all = blob_entry(blob, CHANNELS, 0);
  const uint32_t count = blob_count(blob, CHANNELS);
  for (uint32_t i = 0, next; i < count; i = next) {
    uint64_t bytes = 0x1000;
    for (next = i + 1; next < count && all[next].from == all[i].from && all[next].to == all[i].to;) next++;
    while (bytes < end_of(&all[next - 1]) - all[i].address) bytes *= 2;
    if ((all[i].from == core || all[i].to == core) && !machine_allow(fence, all[i].address, bytes, ACCESS_WRITE)) return false;
  }
  return true;
}

__attribute__((weak)) bool machine_keeps_fence(void) { return false; }

bool fence_off(struct kernel *kernel, uint64_t guard_bytes) {
  const struct blob_core *me = kernel->me;
  if (machine_keeps_fence() && kernel->incarnation != 0) return true;
  struct fence fence = {0, kernel->end, kernel->free, kernel->end};
  const bool is_allowed = machine_allow_own(&fence) && machine_allow(&fence, me->memory, guard_bytes, ACCESS_NONE) &&
                          machine_allow(&fence, me->memory, me->memory_bytes, ACCESS_WRITE) &&
                          machine_allow(&fence, (uintptr_t)kernel->blob, BLOB_MOST_BYTES, ACCESS_READ) &&
                          allow_rings(&fence, kernel->blob, kernel->core);
  if (is_allowed) machine_enforce(&fence);
  kernel->end = fence.free;
  return is_allowed;
}
