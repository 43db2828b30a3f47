/* What was missed is got from another, one part at a time: src/runtime/agreement/catch-up.ts. */
#ifndef SKERRY_CATCH_UP_H
#define SKERRY_CATCH_UP_H

#include "message.h"

/* Bytes of a part. */
enum { PART_BYTES = 2048 };

struct caught {
  struct ordered entry;
  uint8_t *memory;
};

struct catch_up {
  bool is_open, has_snapshot;
  uint32_t source, count;
  int64_t after, until, partial_index, snapshot_index; /* partial 0: none */
  uint32_t partial_total, partial_filled, snapshot_length;
  uint8_t *partial, *snapshot;
  struct caught *entries;
};

void catch_up_begin(struct catch_up *it, uint32_t source, int64_t after, int64_t until);
bool catch_up_has_all(const struct catch_up *it);
bool catch_up_accept(struct catch_up *it, const struct message *part, uint32_t most_bytes, uint32_t most_command);

#endif
