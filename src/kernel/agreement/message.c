#include "message.h"

static struct ordered take_entry(struct bytes_in *from) {
  struct ordered entry = {0};
  entry.term = take_count(from);
  entry.kind = (uint8_t)take_number(from, 1);
  if (entry.kind == ENTRY_PROPOSAL) entry.proposal = take_proposal(from);
  else if (entry.kind == ENTRY_DECISION) entry.refused_by = take_count(from);
  else if (entry.kind != ENTRY_NOTHING) from->has_failed = true;
  return entry;
}

static void put_entries(struct bytes_out *to, const struct message *it) {
  put_number(to, it->count, 4);
  for (uint32_t i = 0; i < it->count; i++) entry_encode(to, &log_at(it->log, it->first + i)->entry);
}

static void take_entries(struct bytes_in *from, struct message *it, struct ordered *entries) {
  it->entries = entries;
  it->count = (uint32_t)take_number(from, 4);
  if (it->count > MOST_LISTED) from->has_failed = true;
  for (uint32_t i = 0; i < it->count && !from->has_failed; i++) entries[i] = take_entry(from);
}

void message_encode(struct bytes_out *to, const struct message *it) {
  put_number(to, it->kind, 1);
  put_count(to, it->epoch);
  switch (it->kind) {
    case SAY_FORWARD: put_proposal(to, &it->proposal); return;
    case SAY_ENTRIES:
      put_count(to, it->first);
      put_count(to, it->stable);
      put_entries(to, it);
      return;
    case SAY_ACK:
      put_number(to, it->asks, 1);
      put_count(to, it->have);
      put_count(to, it->all);
      put_count(to, it->stable);
      put_count(to, it->voted);
      put_count(to, it->refused_by);
      return;
    case SAY_REPORT:
    case SAY_START:
      put_count(to, it->lineage);
      put_count(to, it->last);
      return;
    case SAY_FETCH:
      put_count(to, it->after);
      put_count(to, it->snapshot);
      put_count(to, it->offset);
      return;
    case SAY_LOG_PART:
      put_count(to, it->first);
      put_entries(to, it);
      return;
    default:
      put_count(to, it->index);
      put_count(to, it->term);
      put_count(to, it->total);
      put_count(to, it->offset);
      put_bytes(to, it->bytes);
  }
}

static void take_fields(struct bytes_in *from, struct message *it, struct ordered *entries) {
  switch (it->kind) {
    case SAY_FORWARD: it->proposal = take_proposal(from); return;
    case SAY_ENTRIES:
      it->first = take_count(from);
      it->stable = take_count(from);
      take_entries(from, it, entries);
      return;
    case SAY_ACK:
      it->asks = take_number(from, 1) != 0;
      it->have = take_count(from);
      it->all = take_count(from);
      it->stable = take_count(from);
      it->voted = take_count(from);
      it->refused_by = take_count(from);
      return;
    case SAY_REPORT:
    case SAY_START:
      it->lineage = take_count(from);
      it->last = take_count(from);
      return;
    case SAY_FETCH:
      it->after = take_count(from);
      it->snapshot = take_count(from);
      it->offset = take_count(from);
      return;
    case SAY_LOG_PART:
      it->first = take_count(from);
      take_entries(from, it, entries);
      return;
    case SAY_SNAPSHOT_PART:
      it->index = take_count(from);
      it->term = take_count(from);
      it->total = take_count(from);
      it->offset = take_count(from);
      it->bytes = take_bytes(from);
      return;
    default: from->has_failed = true;
  }
}

bool message_decode(struct bytes bytes, struct message *it, struct ordered *entries) {
  struct bytes_in from = {bytes.at, bytes.length, false};
  *it = (struct message){.kind = (uint8_t)take_number(&from, 1)};
  it->epoch = take_count(&from);
  take_fields(&from, it, entries);
  return !from.has_failed && from.left == 0;
}
