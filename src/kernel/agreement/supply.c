/* Giving others what they have missed: src/runtime/agreement/catch-up.ts. */
#include "sequencing.h"

/* A snapshot is held for who asks for it until all of it was. */
static struct held *hold(struct sequenced_log *it, uint32_t to, int64_t after) {
  struct held *free = NULL, *known = NULL;
  for (uint32_t i = 0; i < MOST_HELD; i++) {
    if (!it->held[i].is_held) free = free == NULL ? &it->held[i] : free;
    else if (it->held[i].to == to) known = &it->held[i];
  }
  if (known != NULL && known->index > after) return known;
  struct held *held = known != NULL ? known : free;
  if (held == NULL) return NULL;
  held->is_held = true;
  held->to = to;
  held->index = it->delivered;
  held->length = port_snapshot(it->replica, held->bytes, it->group.snapshot_bytes);
  return held;
}

bool sequence_supply(struct sequenced_log *it, uint32_t to, const struct message *asked, struct message *answer) {
  if (asked->after > log_last(&it->log)) return false;
  *answer = (struct message){.epoch = asked->epoch};
  if (asked->snapshot == 0 && asked->after >= it->log.base) {
    answer->kind = SAY_LOG_PART;
    answer->first = asked->after + 1;
    answer->log = &it->log;
    answer->count = log_fitting(&it->log, asked->after + 1, PART_BYTES);
    return true;
  }
  struct held *held = hold(it, to, asked->after);
  if (held == NULL) return false;
  uint32_t from = held->index == asked->snapshot && asked->offset > 0 ? (uint32_t)asked->offset : 0;
  if (held->index == asked->snapshot && asked->offset > held->length) from = held->length;
  const uint32_t left = held->length - from, length = left < PART_BYTES ? left : PART_BYTES;
  answer->kind = SAY_SNAPSHOT_PART;
  answer->index = held->index;
  answer->total = held->length;
  answer->offset = from;
  answer->bytes = (struct bytes){held->bytes + from, length};
  if (from + length == held->length) held->is_held = false;
  return true;
}
