#include "bytes.h"

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
