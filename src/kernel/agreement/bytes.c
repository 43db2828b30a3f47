/* Bytes as replicas write them to each other, and contents as bytes. */
#include "agreement.h"

void put_number(struct bytes_out *to, uint64_t number, uint32_t bytes) {
  if (to->room - to->length < bytes) to->is_full = true;
  if (to->is_full) return;
  for (uint32_t i = 0; i < bytes; i++) to->at[to->length++] = (uint8_t)(number >> (8 * i));
}

void put_count(struct bytes_out *to, int64_t count) { put_number(to, (uint64_t)(count + 1), 8); }

void put_bytes(struct bytes_out *to, struct bytes bytes) {
  put_number(to, bytes.length, 4);
  if (to->room - to->length < bytes.length) to->is_full = true;
  if (to->is_full) return;
  for (uint32_t i = 0; i < bytes.length; i++) to->at[to->length++] = bytes.at[i];
}

uint64_t take_number(struct bytes_in *from, uint32_t bytes) {
  uint64_t number = 0;
  if (from->left < bytes) from->has_failed = true;
  if (from->has_failed) return 0;
  for (uint32_t i = 0; i < bytes; i++) number |= (uint64_t)from->at[i] << (8 * i);
  from->at += bytes;
  from->left -= bytes;
  return number;
}

int64_t take_count(struct bytes_in *from) {
  const uint64_t number = take_number(from, 8);
  if (number <= 1ull << 53) return (int64_t)number - 1;
  from->has_failed = true;
  return 0;
}

struct bytes take_bytes(struct bytes_in *from) {
  const uint32_t length = (uint32_t)take_number(from, 4);
  if (from->left < length) from->has_failed = true;
  if (from->has_failed) return (struct bytes){from->at, 0};
  const struct bytes bytes = {from->at, length};
  from->at += length;
  from->left -= length;
  return bytes;
}

bool is_equal(struct bytes one, struct bytes other) {
  if (one.length != other.length) return false;
  for (uint32_t i = 0; i < one.length; i++)
    if (one.at[i] != other.at[i]) return false;
  return true;
}

/* ── proposals, entries, messages: src/runtime/agreement/messages.ts ── */

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

/* ── commands and results ── */

void command_encode(struct bytes_out *to, const struct command *it) {
  put_number(to, it->operation, 1);
  put_bytes(to, it->key);
  put_bytes(to, it->value);
  put_number(to, it->expects, 1);
  if (it->expects == EXPECT_VALUE) put_bytes(to, it->expected);
}

bool command_decode(struct bytes bytes, struct command *it) {
  struct bytes_in from = {bytes.at, bytes.length, false};
  it->operation = (uint8_t)take_number(&from, 1);
  it->key = take_bytes(&from);
  it->value = take_bytes(&from);
  it->expects = (uint8_t)take_number(&from, 1);
  if (it->expects == EXPECT_VALUE) it->expected = take_bytes(&from);
  return !from.has_failed && from.left == 0 && it->expects <= EXPECT_VALUE;
}

void put_result(struct bytes_out *to, const struct result *result) {
  put_number(to, result->kind, 1);
  put_bytes(to, (struct bytes){result->bytes, result->length});
}

bool take_result(struct bytes_in *from, struct result *result) {
  result->kind = (uint8_t)take_number(from, 1);
  const struct bytes bytes = take_bytes(from);
  if (result->kind > RESULT_SUPERSEDED || bytes.length > RESULT_BYTES) from->has_failed = true;
  if (from->has_failed) return false;
  result->length = (uint8_t)bytes.length;
  for (uint32_t i = 0; i < bytes.length; i++) result->bytes[i] = bytes.at[i];
  return true;
}

struct result result_of_text(uint8_t kind, const char *text) {
  struct result result = {.kind = kind};
  while (text[result.length] != 0 && result.length < RESULT_BYTES) {
    result.bytes[result.length] = (uint8_t)text[result.length];
    result.length++;
  }
  return result;
}
