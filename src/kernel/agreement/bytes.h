/* Numbers and bytes as replicas write them to each other: src/runtime/agreement/{byte-writer,byte-reader}.ts. */
#ifndef SKERRY_BYTES_H
#define SKERRY_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Little-endian, one after another. */
struct bytes_out {
  uint8_t *at;
  uint32_t length, room;
  bool is_full;
};

struct bytes_in {
  const uint8_t *at;
  uint32_t left;
  bool has_failed;
};

struct bytes {
  const uint8_t *at;
  uint32_t length;
};

void put_number(struct bytes_out *to, uint64_t number, uint32_t bytes);
/* An integer from -1 to 2^53 - 1. */
void put_count(struct bytes_out *to, int64_t count);
void put_bytes(struct bytes_out *to, struct bytes bytes);
uint64_t take_number(struct bytes_in *from, uint32_t bytes);
int64_t take_count(struct bytes_in *from);
struct bytes take_bytes(struct bytes_in *from);
bool is_equal(struct bytes one, struct bytes other);

#endif
