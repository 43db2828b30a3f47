/*
 * Tables of pages of 4 KiB, four levels of 512 entries, through which a core sees memory: as x86-64 has them (Intel SDM 3A,
 * 4.5) and AArch64 with its smallest granule (ARM DDI 0487, D8.2). Addresses stay what they are; what no entry names is not
 * there.
 */
#ifndef SKERRY_PAGES_H
#define SKERRY_PAGES_H

#include "machine.h"

enum { PAGE_BYTES = 0x1000, PAGE_ENTRIES = 512 };

/* Left to software by both: what this page may do was said, and the first to say it counts. */
#define PAGE_DECIDED (1ull << 55)
#define PAGE_ADDRESS 0xfffffffff000ull

/* Zeroed, from the end of the core's own memory; NULL: nothing is left of it. */
static inline uint64_t *page_take(struct fence *fence) {
  if (fence->free - fence->least < PAGE_BYTES) return NULL;
  fence->free -= PAGE_BYTES;
  uint64_t *page = (uint64_t *)(uintptr_t)fence->free;
  for (int i = 0; i < PAGE_ENTRIES; i++) page[i] = 0;
  return page;
}

/* The entry of an address' page, in tables that are made for it; `link`: bits of an entry that leads to another table. */
static inline uint64_t *page_entry(struct fence *fence, uint64_t address, uint64_t link) {
  if (fence->root == 0) fence->root = (uintptr_t)page_take(fence);
  uint64_t *table = (uint64_t *)(uintptr_t)fence->root;
  for (int shift = 39; table != NULL && shift > 12; shift -= 9) {
    uint64_t *entry = &table[address >> shift & (PAGE_ENTRIES - 1)];
    if (*entry == 0) {
      const uint64_t next = (uintptr_t)page_take(fence);
      if (next == 0) return NULL;
      *entry = next | link;
    }
    table = (uint64_t *)(uintptr_t)(*entry & PAGE_ADDRESS);
  }
  return table == NULL ? NULL : &table[address >> 12 & (PAGE_ENTRIES - 1)];
}

/* `leaf`: bits of a page's entry, 0 for a page that nothing may touch. False: there is no room for the tables. */
static inline bool pages_allow(struct fence *fence, uint64_t address, uint64_t bytes, uint64_t leaf, uint64_t link) {
  for (uint64_t at = address & PAGE_ADDRESS; at < address + bytes; at += PAGE_BYTES) {
    uint64_t *entry = page_entry(fence, at, link);
    if (entry == NULL) return false;
    if (*entry == 0) *entry = PAGE_DECIDED | (leaf == 0 ? 0 : at | leaf);
  }
  return true;
}

/* The tables themselves, which lie in memory that was allowed, are out of the core's reach; none is needed for that. */
static inline void pages_hide_tables(struct fence *fence, uint64_t link) {
  for (uint64_t at = fence->free; at < fence->end; at += PAGE_BYTES) *page_entry(fence, at, link) = PAGE_DECIDED;
}

#endif
