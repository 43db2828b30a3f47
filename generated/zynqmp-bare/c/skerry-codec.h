/*
 * What the headers of interfaces read and write messages with. Written by Skerry: changes are lost.
 *
 * Freestanding C11, also C++17. Messages are little-endian; every number is put together from single bytes, which compilers
 * make one access of where the machine has it, so that byte order, word size and alignment of the machine do not matter.
 * As compilers ask of any freestanding program, memcpy and memset must be there.
 */
#ifndef SKERRY_CODEC_H
#define SKERRY_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define SKERRY_ASSERT(what, text) static_assert(what, text)
extern "C" {
#else
#define SKERRY_ASSERT(what, text) _Static_assert(what, text)
#endif

SKERRY_ASSERT(sizeof(float) == 4 && sizeof(double) == 8, "f32 and f64 are those of IEEE 754");

/** Why bytes are no message, or a value cannot be sent. */
typedef enum skerry_reason {
  SKERRY_OK = 0,
  /** A message is shorter or longer than one of its kind can be. */
  SKERRY_BYTES = 1,
  /** A text, bytes or a list is longer than its bound, or than what was received. */
  SKERRY_LENGTH = 2,
  SKERRY_NOT_UTF8 = 3,
  /** Neither 0 nor 1. */
  SKERRY_NOT_BOOL = 4,
  /** No Unicode scalar value. */
  SKERRY_NOT_CHARACTER = 5,
  /** An enum has no such member. */
  SKERRY_NO_MEMBER = 6,
  /** Flags, or the bits of optional fields, have bits that mean nothing. */
  SKERRY_UNKNOWN_BITS = 7,
  /** A union has no such arm, or none that can be sent. */
  SKERRY_NO_ARM = 8,
  /** An open struct says that it uses more bytes than it has, or fewer than its fields need. */
  SKERRY_OPEN_BYTES = 9,
  /** There is no room to write it. */
  SKERRY_NO_ROOM = 10,
  /** Nothing can be sent now. */
  SKERRY_BUSY = 11
} skerry_reason;

/** UTF-8, not ended by a zero. What was received lies in the message and is good as long as that is. */
typedef struct skerry_text {
  const char *data;
  uint32_t length;
} skerry_text;

typedef struct skerry_bytes {
  const uint8_t *data;
  uint32_t length;
} skerry_bytes;

/** A lease on shared memory, as it is passed on. Only a kernel makes something of it. */
typedef struct skerry_region {
  uint8_t proof[16];
} skerry_region;

/** The right to call a service, as it is passed on. */
typedef struct skerry_endpoint {
  uint8_t proof[16];
} skerry_endpoint;

static inline uint8_t skerry_get_u8(const uint8_t *at) {
  return at[0];
}

static inline uint16_t skerry_get_u16(const uint8_t *at) {
  return (uint16_t)(at[0] | (uint32_t)at[1] << 8);
}

static inline uint32_t skerry_get_u32(const uint8_t *at) {
  return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline uint64_t skerry_get_u64(const uint8_t *at) {
  return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 |
         (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
}

static inline void skerry_put_u8(uint8_t *at, uint8_t value) {
  at[0] = value;
}

static inline void skerry_put_u16(uint8_t *at, uint16_t value) {
  at[0] = (uint8_t)value;
  at[1] = (uint8_t)(value >> 8);
}

static inline void skerry_put_u32(uint8_t *at, uint32_t value) {
  at[0] = (uint8_t)value;
  at[1] = (uint8_t)(value >> 8);
  at[2] = (uint8_t)(value >> 16);
  at[3] = (uint8_t)(value >> 24);
}

static inline void skerry_put_u64(uint8_t *at, uint64_t value) {
  at[0] = (uint8_t)value;
  at[1] = (uint8_t)(value >> 8);
  at[2] = (uint8_t)(value >> 16);
  at[3] = (uint8_t)(value >> 24);
  at[4] = (uint8_t)(value >> 32);
  at[5] = (uint8_t)(value >> 40);
  at[6] = (uint8_t)(value >> 48);
  at[7] = (uint8_t)(value >> 56);
}

/* Two's complement without a conversion that C leaves open: the intN_t of stdint.h have no other form. */
static inline int8_t skerry_get_i8(const uint8_t *at) {
  uint8_t bits = skerry_get_u8(at);
  return (int8_t)(bits < 0x80 ? (int32_t)bits : (int32_t)bits - 0x100);
}

static inline int16_t skerry_get_i16(const uint8_t *at) {
  uint16_t bits = skerry_get_u16(at);
  return (int16_t)(bits < 0x8000 ? (int32_t)bits : (int32_t)bits - 0x10000);
}

static inline int32_t skerry_get_i32(const uint8_t *at) {
  uint32_t bits = skerry_get_u32(at);
  return bits <= (uint32_t)INT32_MAX ? (int32_t)bits : -(int32_t)(UINT32_MAX - bits) - 1;
}

static inline int64_t skerry_get_i64(const uint8_t *at) {
  uint64_t bits = skerry_get_u64(at);
  return bits <= (uint64_t)INT64_MAX ? (int64_t)bits : -(int64_t)(UINT64_MAX - bits) - 1;
}

static inline void skerry_put_i8(uint8_t *at, int8_t value) {
  skerry_put_u8(at, (uint8_t)value);
}

static inline void skerry_put_i16(uint8_t *at, int16_t value) {
  skerry_put_u16(at, (uint16_t)value);
}

static inline void skerry_put_i32(uint8_t *at, int32_t value) {
  skerry_put_u32(at, (uint32_t)value);
}

static inline void skerry_put_i64(uint8_t *at, int64_t value) {
  skerry_put_u64(at, (uint64_t)value);
}

/** Two places that are one, or do not overlap. */
static inline void skerry_copy(uint8_t *to, const uint8_t *from, uint32_t length) {
#ifdef __GNUC__
  if (to != from && length > 0) __builtin_memcpy(to, from, length);
#else
  for (uint32_t at = 0; at < length; at++) to[at] = from[at];
#endif
}

static inline void skerry_clear(uint8_t *at, uint32_t length) {
#ifdef __GNUC__
  __builtin_memset(at, 0, length);
#else
  for (uint32_t byte = 0; byte < length; byte++) at[byte] = 0;
#endif
}

/* Floating-point numbers are moved as bits: nothing here needs an FPU, and no bit of a NaN is lost. */
static inline void skerry_get_f32(const uint8_t *at, float *value) {
  uint32_t bits = skerry_get_u32(at);
  const unsigned char *from = (const unsigned char *)&bits;
  unsigned char *to = (unsigned char *)value;
  for (size_t byte = 0; byte < sizeof bits; byte++) to[byte] = from[byte];
}

static inline void skerry_get_f64(const uint8_t *at, double *value) {
  uint64_t bits = skerry_get_u64(at);
  const unsigned char *from = (const unsigned char *)&bits;
  unsigned char *to = (unsigned char *)value;
  for (size_t byte = 0; byte < sizeof bits; byte++) to[byte] = from[byte];
}

static inline void skerry_put_f32(uint8_t *at, const float *value) {
  uint32_t bits = 0;
  const unsigned char *from = (const unsigned char *)value;
  unsigned char *to = (unsigned char *)&bits;
  for (size_t byte = 0; byte < sizeof bits; byte++) to[byte] = from[byte];
  skerry_put_u32(at, bits);
}

static inline void skerry_put_f64(uint8_t *at, const double *value) {
  uint64_t bits = 0;
  const unsigned char *from = (const unsigned char *)value;
  unsigned char *to = (unsigned char *)&bits;
  for (size_t byte = 0; byte < sizeof bits; byte++) to[byte] = from[byte];
  skerry_put_u64(at, bits);
}

/** Known to compilers before anything runs. */
static inline bool skerry_is_little_endian(void) {
  const uint16_t one = 1;
  return *(const uint8_t *)&one == 1;
}

/** Copies numbers of `bytes` bytes, out of a message or into it. */
static inline void skerry_copy_numbers(void *to, const void *from, uint32_t count, uint32_t bytes) {
  uint8_t *target = (uint8_t *)to;
  const uint8_t *source = (const uint8_t *)from;
  if (bytes == 1 || skerry_is_little_endian()) {
    skerry_copy(target, source, count * bytes);
    return;
  }
  for (uint32_t at = 0; at < count * bytes; at += bytes) {
    for (uint32_t byte = 0; byte < bytes; byte++) target[at + byte] = source[at + bytes - 1 - byte];
  }
}

static inline bool skerry_is_character(uint32_t code) {
  return code < 0xd800 || (code > 0xdfff && code <= 0x10ffff);
}

/** The bytes of the UTF-8 sequence that begins with `first`; 0 when none does. `second` bounds the byte behind it. */
static inline uint32_t skerry_utf8_sequence(uint8_t first, uint8_t second[2]) {
  second[0] = 0x80;
  second[1] = 0xbf;
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first == 0xe0) second[0] = 0xa0;
  if (first == 0xed) second[1] = 0x9f;
  if (first >= 0xe0 && first <= 0xef) return 3;
  if (first == 0xf0) second[0] = 0x90;
  if (first == 0xf4) second[1] = 0x8f;
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

/** Whether bytes are well-formed UTF-8 (The Unicode Standard, table 3-7). */
static inline bool skerry_is_utf8(const uint8_t *data, uint32_t length) {
  uint32_t at = 0;
  while (at < length) {
    uint8_t second[2];
    uint32_t bytes;
    if (length - at >= 8 && (skerry_get_u64(data + at) & UINT64_C(0x8080808080808080)) == 0) {
      at += 8;
      continue;
    }
    bytes = skerry_utf8_sequence(data[at], second);
    if (bytes == 0 || bytes > length - at) return false;
    if (bytes > 1 && (data[at + 1] < second[0] || data[at + 1] > second[1])) return false;
    for (uint32_t next = 2; next < bytes; next++) {
      if ((data[at + next] & 0xc0) != 0x80) return false;
    }
    at += bytes;
  }
  return true;
}

/** `room`: the bound, or what was received when that is less. */
static inline skerry_reason skerry_get_bytes(const uint8_t *at, const uint8_t *data, uint32_t room, skerry_bytes *value) {
  value->data = data;
  value->length = skerry_get_u32(at);
  return value->length <= room ? SKERRY_OK : SKERRY_LENGTH;
}

static inline skerry_reason skerry_get_text(const uint8_t *at, const uint8_t *data, uint32_t room, skerry_text *value) {
  value->data = (const char *)data;
  value->length = skerry_get_u32(at);
  if (value->length > room) return SKERRY_LENGTH;
  return skerry_is_utf8(data, value->length) ? SKERRY_OK : SKERRY_NOT_UTF8;
}

/** `all`: bytes from `data` on of which those that are not used are cleared. */
static inline skerry_reason skerry_put_bytes(uint8_t *at, uint8_t *data, uint32_t bound, uint32_t all, skerry_bytes value) {
  if (value.length > bound) return SKERRY_LENGTH;
  skerry_put_u32(at, value.length);
  skerry_copy(data, value.data, value.length);
  if (all > value.length) skerry_clear(data + value.length, all - value.length);
  return SKERRY_OK;
}

static inline skerry_reason skerry_put_text(uint8_t *at, uint8_t *data, uint32_t bound, uint32_t all, skerry_text value) {
  skerry_bytes bytes;
  bytes.data = (const uint8_t *)value.data;
  bytes.length = value.length;
  if (value.length > bound) return SKERRY_LENGTH;
  return skerry_is_utf8(bytes.data, bytes.length) ? skerry_put_bytes(at, data, bound, all, bytes) : SKERRY_NOT_UTF8;
}

/** A text from a string that a zero ends. */
static inline skerry_text skerry_text_of(const char *string) {
  skerry_text text;
  text.data = string;
  text.length = 0;
  while (string[text.length] != 0) text.length++;
  return text;
}

/** The length word of a view's list, text or bytes, whatever has become of it: never more than `room`. */
static inline uint32_t skerry_count(const uint8_t *at, uint32_t room) {
  uint32_t count = skerry_get_u32(at);
  return count <= room ? count : room;
}

#ifdef __cplusplus
}
#endif

#endif
