#include "command.h"

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

/* ── integers as doubles (IEEE 754), without a unit for them ── */

void number_to_bytes(int64_t number, uint8_t bytes[8]) {
  const uint64_t sign = number < 0 ? 1ull << 63 : 0;
  uint64_t magnitude = number < 0 ? (uint64_t)-number : (uint64_t)number, exponent = 1075;
  for (; magnitude != 0 && magnitude < 1ull << 52; exponent--) magnitude <<= 1;
  const uint64_t bits = magnitude == 0 ? 0 : sign | exponent << 52 | (magnitude & ((1ull << 52) - 1));
  for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(bits >> (8 * i));
}

bool number_of_bytes(struct bytes bytes, int64_t *number) {
  uint64_t bits = 0;
  if (bytes.length != 8) return false;
  for (int i = 0; i < 8; i++) bits |= (uint64_t)bytes.at[i] << (8 * i);
  const uint32_t exponent = (uint32_t)(bits >> 52) & 0x7ff;
  uint64_t magnitude = (bits & ((1ull << 52) - 1)) | 1ull << 52;
  *number = 0;
  if (bits << 1 == 0) return true;
  if (exponent < 1023 || exponent > 1075) return false;
  const uint32_t beyond = 1075 - exponent;
  if (magnitude & ((1ull << beyond) - 1)) return false;
  magnitude >>= beyond;
  *number = bits >> 63 ? -(int64_t)magnitude : (int64_t)magnitude;
  return true;
}
