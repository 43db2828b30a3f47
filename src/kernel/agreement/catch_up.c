#include "catch_up.h"

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
