#include "entry_log.h"

enum { ENTRY_BYTES = 32 };

int64_t log_last(const struct entry_log *log) { return log->base + log->count; }

struct log_entry *log_at(const struct entry_log *log, int64_t index) {
  if (index <= log->base || index > log_last(log)) return NULL;
  return &log->entries[(log->first + (uint32_t)(index - log->base - 1)) % MOST_ENTRIES];
}

bool log_append(struct entry_log *log, const struct ordered *entry) {
  const struct bytes command = entry->proposal.command;
  if (log->count == MOST_ENTRIES || (entry->kind == ENTRY_PROPOSAL && command.length > log->most_command)) return false;
  struct log_entry *kept = &log->entries[(log->first + log->count++) % MOST_ENTRIES];
  kept->entry = *entry;
  kept->serial = ++log->serials;
  if (entry->kind != ENTRY_PROPOSAL) return true;
  for (uint32_t i = 0; i < command.length; i++) kept->memory[i] = command.at[i];
  kept->entry.proposal.command.at = kept->memory;
  return true;
}

void log_truncate(struct entry_log *log, int64_t index) {
  if (index < log_last(log)) log->count = index < log->base ? 0 : (uint32_t)(index - log->base);
}

void log_reset(struct entry_log *log, int64_t base) {
  log->base = base;
  log->count = 0;
}

void log_compact(struct entry_log *log, int64_t delivered) {
  const int64_t base = delivered - log->retained;
  if (base - log->base <= log->retained / 2) return;
  log->first = (log->first + (uint32_t)(base - log->base)) % MOST_ENTRIES;
  log->count -= (uint32_t)(base - log->base);
  log->base = base;
}

uint32_t log_fitting(const struct entry_log *log, int64_t first, uint32_t bytes) {
  uint32_t count = 0;
  int64_t room = bytes;
  for (const struct log_entry *it; count < MOST_LISTED && (it = log_at(log, first + count)) != NULL; count++) {
    room -= ENTRY_BYTES + (it->entry.kind == ENTRY_PROPOSAL ? it->entry.proposal.command.length : 0);
    if (room < 0 && count > 0) break;
  }
  return count;
}

/* ── as bytes ── */

void put_proposal(struct bytes_out *to, const struct proposal *proposal) {
  put_number(to, proposal->name.core, 2);
  put_number(to, proposal->name.incarnation, 4);
  put_count(to, proposal->name.sequence);
  put_count(to, proposal->low);
  put_bytes(to, proposal->command);
}

struct proposal take_proposal(struct bytes_in *from) {
  struct proposal proposal = {0};
  proposal.name.core = (uint32_t)take_number(from, 2);
  proposal.name.incarnation = (uint32_t)take_number(from, 4);
  proposal.name.sequence = take_count(from);
  proposal.low = take_count(from);
  proposal.command = take_bytes(from);
  return proposal;
}

void entry_encode(struct bytes_out *to, const struct ordered *entry) {
  put_count(to, entry->term);
  put_number(to, entry->kind, 1);
  if (entry->kind == ENTRY_PROPOSAL) put_proposal(to, &entry->proposal);
  if (entry->kind == ENTRY_DECISION) put_count(to, entry->refused_by);
}

void keep_proposal(struct kept *to, const struct proposal *proposal) {
  to->proposal = *proposal;
  to->proposal.command.at = to->memory;
  for (uint32_t i = 0; i < proposal->command.length; i++) to->memory[i] = proposal->command.at[i];
}
