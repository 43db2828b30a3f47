/* What is in a replicated object: src/runtime/state/{state-replica.ts,content}. */
#ifndef SKERRY_CONTENT_H
#define SKERRY_CONTENT_H

#include "blob/blob.h"
#include "command.h"
#include "membership/members.h"

struct item {
  uint32_t key_bytes, value_bytes;
  uint8_t *memory; /* the key, and behind the longest key the value */
};

typedef void on_change(void *context, int64_t index, const struct command *command);

struct content {
  uint8_t kind;
  uint32_t key_bytes, value_bytes, capacity, count;
  struct item *items; /* in the order in which their keys came */
  int64_t number;     /* of a counter */
  int64_t index;      /* of the last change */
  on_change *changed; /* NULL as the command where all of it was taken over from another */
  void *context;
};

void content_make(struct kernel *kernel, struct content *it, const struct blob_state *facts);
struct result content_apply(struct content *it, int64_t index, struct bytes command);
/* What would come of it now; nothing is changed. */
struct result content_judge(const struct content *it, struct bytes command);
/* False for what is not there. `number`: room for the value of a counter. */
bool content_get(const struct content *it, struct bytes key, uint8_t number[8], struct bytes *value);
void content_snapshot(const struct content *it, struct bytes_out *to);
bool content_restore(struct content *it, struct bytes bytes);

#endif
