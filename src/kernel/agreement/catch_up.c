/* Getting what a replica has missed from another, and giving it: src/runtime/agreement/catch-up.ts. */
#include "agreement.h"

void catch_up_begin(struct catch_up *it, uint32_t source, int64_t after, int64_t until) {
  it->is_open = true;
  it->has_snapshot = false;
  it->source = source;
  it->count = 0;
  it->after = after;
  it->until = until;
  it->partial_index = 0;
}

bool catch_up_has_all(const struct catch_up *it) { return it->partial_index == 0 && it->after >= it->until; }

static bool accept_entries(struct catch_up *it, const struct message *part, uint32_t most_command) {
  if (part->first != it->after + 1 || part->count == 0 || it->partial_index != 0) return false;
  for (uint32_t i = 0; i < part->count && it->after < it->until; i++) {
    const struct ordered *from = &part->entries[i];
    const uint32_t length = from->kind == ENTRY_PROPOSAL ? from->proposal.command.length : 0;
    if (it->count == MOST_ENTRIES || length > most_command) return false;
    struct caught *to = &it->entries[it->count++];
    to->entry = *from;
    for (uint32_t byte = 0; byte < length; byte++) to->memory[byte] = from->proposal.command.at[byte];
    to->entry.proposal.command.at = to->memory;
    it->after++;
  }
  return true;
}

static void finish(struct catch_up *it) {
  uint8_t *const before = it->snapshot;
  it->snapshot = it->partial;
  it->partial = before;
  it->snapshot_index = it->after = it->partial_index;
  it->snapshot_length = it->partial_total;
  it->has_snapshot = true;
  it->partial_index = 0;
  it->count = 0;
}

static bool accept_bytes(struct catch_up *it, const struct message *part, uint32_t most_bytes) {
  if (part->index < it->after || part->total > most_bytes || part->index <= 0) return false;
  const bool is_same = part->index == it->partial_index && part->total == it->partial_total;
  if (!is_same && part->offset != 0) return false;
  if (!is_same) {
    it->partial_index = part->index;
    it->partial_total = (uint32_t)part->total;
    it->partial_filled = 0;
  }
  if (part->offset != it->partial_filled || part->offset + part->bytes.length > part->total) return false;
  for (uint32_t i = 0; i < part->bytes.length; i++) it->partial[it->partial_filled++] = part->bytes.at[i];
  if (it->partial_filled == it->partial_total) finish(it);
  return true;
}

bool catch_up_accept(struct catch_up *it, const struct message *part, uint32_t most_bytes, uint32_t most_command) {
  return part->kind == SAY_LOG_PART ? accept_entries(it, part, most_command) : accept_bytes(it, part, most_bytes);
}

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

bool supply_answer(struct sequenced_log *it, uint32_t to, const struct message *asked, struct message *answer) {
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
