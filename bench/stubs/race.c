/*
 * The three messages in C: generated code beside a person's own stores, in turns. Prints the median nanoseconds of each
 * step as JSON, as measure.ts does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "messages.h"

enum { slots = 16, slot_bytes = 4096 + 128, rounds = 31, turns = 20000 };

static uint8_t ring[slots * slot_bytes];
static uint8_t data[slots][4096];
static char names[slots][33];
static messages_small smalls[slots], small_out;
static messages_medium mediums[slots], medium_out;
static messages_bulk bulks[slots], bulk_out;

static void make_values(void) {
  for (uint32_t at = 0; at < slots; at++) {
    uint32_t word = (at + 1) * UINT32_C(0x9e3779b1);
    memset(data[at], (int)(at + 1), sizeof data[at]);
    memset(names[at], 'a' + (int)at, 32);
    smalls[at] = (messages_small){word, (uint64_t)word << 31, (uint16_t)word, (messages_kind)(at & 3)};
    mediums[at] = (messages_medium){.id = (uint64_t)word << 31, .sequence = word, .offset = -(int32_t)at};
    mediums[at].ratio = (double)word / 3;
    mediums[at].weight = (float)at;
    mediums[at].name = (skerry_text){names[at], 32};
    for (uint32_t index = 0; index < 16; index++) mediums[at].samples[index] = word + index;
    bulks[at] = (messages_bulk){word, word, (uint16_t)word, 1, {data[at], 4096}};
  }
}

static void encode_small(uint32_t at, uint8_t *to) {
  if (messages_small_store(&smalls[at], to) != SKERRY_OK) abort();
}
static void decode_small(uint32_t at, uint8_t *from) {
  (void)at;
  if (messages_small_load(&small_out, from) != SKERRY_OK) abort();
}
static void encode_medium(uint32_t at, uint8_t *to) {
  if (messages_medium_store(&mediums[at], to) != SKERRY_OK) abort();
}
static void decode_medium(uint32_t at, uint8_t *from) {
  (void)at;
  if (messages_medium_load(&medium_out, from) != SKERRY_OK) abort();
}
static void encode_bulk(uint32_t at, uint8_t *to) {
  if (messages_bulk_store(&bulks[at], to) != SKERRY_OK) abort();
}
static void decode_bulk(uint32_t at, uint8_t *from) {
  (void)at;
  if (messages_bulk_load(&bulk_out, from) != SKERRY_OK) abort();
}

/* Nothing is checked but a length on the way in. */
static void put(uint8_t *to, const void *value, size_t bytes) {
  memcpy(to, value, bytes);
}
static void put_small(uint32_t at, uint8_t *to) {
  const messages_small *value = &smalls[at];
  put(to, &value->sequence, 4);
  put(to + 8, &value->lba, 8);
  put(to + 16, &value->count, 2);
  to[18] = value->kind;
}
static void get_small(uint32_t at, uint8_t *from) {
  (void)at;
  memcpy(&small_out.sequence, from, 4);
  memcpy(&small_out.lba, from + 8, 8);
  memcpy(&small_out.count, from + 16, 2);
  small_out.kind = from[18];
}
static void put_medium(uint32_t at, uint8_t *to) {
  const messages_medium *value = &mediums[at];
  put(to, &value->id, 8);
  put(to + 8, &value->sequence, 4);
  put(to + 12, &value->offset, 4);
  put(to + 16, &value->count, 2);
  to[18] = value->kind;
  to[19] = value->urgent;
  put(to + 24, &value->ratio, 8);
  put(to + 32, &value->weight, 4);
  put(to + 36, &value->name.length, 4);
  put(to + 40, value->samples, sizeof value->samples);
  put(to + 104, value->name.data, value->name.length);
}
static void get_medium(uint32_t at, uint8_t *from) {
  (void)at;
  memcpy(&medium_out.id, from, 8);
  memcpy(&medium_out.sequence, from + 8, 4);
  memcpy(&medium_out.offset, from + 12, 4);
  memcpy(&medium_out.count, from + 16, 2);
  medium_out.kind = from[18];
  medium_out.urgent = from[19] == 1;
  memcpy(&medium_out.ratio, from + 24, 8);
  memcpy(&medium_out.weight, from + 32, 4);
  memcpy(&medium_out.name.length, from + 36, 4);
  memcpy(medium_out.samples, from + 40, sizeof medium_out.samples);
  medium_out.name.data = (const char *)from + 104;
  if (medium_out.name.length > 32) abort();
}
static void put_bulk(uint32_t at, uint8_t *to) {
  const messages_bulk *value = &bulks[at];
  put(to, &value->lba, 8);
  put(to + 8, &value->sequence, 4);
  put(to + 12, &value->count, 2);
  to[14] = value->kind;
  put(to + 16, &value->data.length, 4);
  put(to + 20, value->data.data, value->data.length);
}
static void get_bulk(uint32_t at, uint8_t *from) {
  (void)at;
  memcpy(&bulk_out.lba, from, 8);
  memcpy(&bulk_out.sequence, from + 8, 4);
  memcpy(&bulk_out.count, from + 12, 2);
  bulk_out.kind = from[14];
  memcpy(&bulk_out.data.length, from + 16, 4);
  bulk_out.data.data = from + 20;
  if (bulk_out.data.length > 4096) abort();
}

typedef void step(uint32_t at, uint8_t *slot);

static double run_once(step *volatile one) {
  struct timespec from, to;
  clock_gettime(CLOCK_MONOTONIC, &from);
  for (uint32_t turn = 0; turn < turns; turn++) {
    uint32_t at = turn & (slots - 1);
    one(at, ring + at * slot_bytes);
  }
  clock_gettime(CLOCK_MONOTONIC, &to);
  return ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) / turns;
}

static int by_size(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return a < b ? -1 : a > b;
}

static void race(const char *name, step *own, step *limit, const char *end) {
  double times[2][rounds];
  for (int round = 0; round < rounds; round++) {
    times[0][round] = run_once(own);
    times[1][round] = run_once(limit);
  }
  for (int who = 0; who < 2; who++) qsort(times[who], rounds, sizeof(double), by_size);
  printf("\"%s\": { \"skerry\": %.3f, \"limit\": %.3f }%s\n", name, times[0][rounds / 2], times[1][rounds / 2], end);
}

/* Both write the same bytes. */
static void compare(step *own, step *limit) {
  static uint8_t slot[2][slot_bytes];
  for (uint32_t at = 0; at < slots; at++) {
    memset(slot, 0, sizeof slot);
    own(at, slot[0]);
    limit(at, slot[1]);
    if (memcmp(slot[0], slot[1], slot_bytes) != 0) abort();
  }
}

int main(void) {
  make_values();
  compare(encode_small, put_small);
  compare(encode_medium, put_medium);
  compare(encode_bulk, put_bulk);
  puts("{");
  race("small encode", encode_small, put_small, ",");
  race("small decode", decode_small, get_small, ",");
  race("medium encode", encode_medium, put_medium, ",");
  race("medium decode", decode_medium, get_medium, ",");
  race("bulk encode", encode_bulk, put_bulk, ",");
  race("bulk decode", decode_bulk, get_bulk, "");
  puts("}");
  return 0;
}
