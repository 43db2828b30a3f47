/* ACPI 6.5, chapter 5.2; where its tables are, PVH's start info says (Xen, arch-x86/hvm/start_info.h). */
#include "acpi.h"

#include "boards/line.h"

enum { START_MAGIC = 0x336ec578, START_RSDP = 32, HEADER_BYTES = 36, ENABLED = 1 };

static uint64_t number(const uint8_t *at, int bytes) {
  uint64_t value = 0;
  while (bytes-- != 0) value = value << 8 | at[bytes];
  return value;
}

static const uint8_t *at_address(uint64_t address) { return (const uint8_t *)(uintptr_t)address; }

static uint32_t length_of(const uint8_t *table) { return (uint32_t)number(table + 4, 4); }

/* NULL: there is none. */
static const uint8_t *find_table(const uint8_t *start_info, const char *signature) {
  if (number(start_info, 4) != START_MAGIC || number(start_info + START_RSDP, 8) == 0) return NULL;
  const uint8_t *rsdp = at_address(number(start_info + START_RSDP, 8));
  const int width = rsdp[15] >= 2 ? 8 : 4;
  const uint8_t *root = at_address(width == 8 ? number(rsdp + 24, 8) : number(rsdp + 16, 4));
  for (const uint8_t *at = root + HEADER_BYTES; at + width <= root + length_of(root); at += width) {
    const uint8_t *table = at_address(number(at, width));
    if (is_same_text((const char *)table, signature, 4)) return table;
  }
  return NULL;
}

/* The entry behind one of the table, beginning `first` bytes from its start; NULL behind the last. */
static const uint8_t *next_entry(const uint8_t *table, const uint8_t *entry, uint32_t first) {
  const uint8_t *next = entry == NULL ? table + first : entry + entry[1];
  const uint8_t *end = table + length_of(table);
  return next + 2 <= end && next[1] >= 2 && next + next[1] <= end ? next : NULL;
}

enum { SRAT_FIRST = 48, SRAT_CORE = 0, SRAT_MEMORY = 1, MADT_FIRST = 44, MADT_CORE = 0 };

static uint32_t node_of(const uint8_t *srat, uint64_t id) {
  if (srat == NULL) return 0;
  for (const uint8_t *it = next_entry(srat, NULL, SRAT_FIRST); it != NULL; it = next_entry(srat, it, SRAT_FIRST))
    if (it[0] == SRAT_CORE && it[3] == id && (it[4] & ENABLED)) return it[2] | (uint32_t)number(it + 9, 3) << 8;
  return 0;
}

static void list_memory(const uint8_t *srat, on_found *on_found, void *context) {
  for (const uint8_t *it = next_entry(srat, NULL, SRAT_FIRST); it != NULL; it = next_entry(srat, it, SRAT_FIRST)) {
    const uint64_t address = number(it + 8, 8), bytes = number(it + 16, 8);
    if (it[0] != SRAT_MEMORY || !(number(it + 28, 4) & ENABLED) || bytes == 0) continue;
    /* What a PC has behind its first 640 KiB up to 1 MiB is no memory, and taken from the node all the same. */
    const bool is_first = address == 0 && bytes == 0xa0000;
    const struct found found = {
        .kind = FOUND_MEMORY, .id = address, .bytes = is_first ? 0x100000 : bytes, .node = (uint32_t)number(it + 2, 4)};
    on_found(context, &found);
  }
}

static void list_distances(const uint8_t *slit, on_found *on_found, void *context) {
  const uint32_t nodes = (uint32_t)number(slit + HEADER_BYTES, 8);
  for (uint32_t from = 0; from < nodes; from++)
    for (uint32_t to = 0; to < nodes; to++)
      on_found(context, &(struct found){.kind = FOUND_DISTANCE, .node = from, .to = to, .distance = slit[HEADER_BYTES + 8 + from * nodes + to]});
}

enum { HMAT_FIRST = 40, HMAT_ACCESSES = 1, HMAT_CACHE = 2, ACCESS_LATENCY = 0, ACCESS_BANDWIDTH = 3, UNREACHABLE = 0xffff };
enum { ACCESSES_BYTES = 32, CACHE_BYTES = 32, PICOSECONDS = 1000 };

/* Its latencies or bandwidths to memory itself, for each pair of nodes that it says something of. */
static void list_accesses(const uint8_t *it, uint64_t bytes, on_found *on_found, void *context) {
  const uint8_t type = it[9];
  const uint64_t from = number(it + 12, 4), to = number(it + 16, 4), base = number(it + 24, 8);
  if ((it[8] & 0xf) != 0 || (type != ACCESS_LATENCY && type != ACCESS_BANDWIDTH)) return;
  if (from > UNREACHABLE || to > UNREACHABLE || ACCESSES_BYTES + 4 * (from + to) + 2 * from * to > bytes) return;
  const uint8_t *from_at = it + ACCESSES_BYTES, *to_at = from_at + 4 * from, *entries = to_at + 4 * to;
  for (uint64_t i = 0; i < from * to; i++) {
    const uint64_t entry = number(entries + 2 * i, 2);
    if (entry == 0 || entry == UNREACHABLE) continue;
    struct found found = {.kind = FOUND_ATTRIBUTE, .attribute = type == ACCESS_LATENCY ? ATTRIBUTE_LATENCY : ATTRIBUTE_BANDWIDTH};
    found.bytes = type == ACCESS_LATENCY ? entry * base / PICOSECONDS : entry * base;
    found.node = (uint32_t)number(from_at + 4 * (i / to), 4);
    found.to = (uint32_t)number(to_at + 4 * (i % to), 4);
    on_found(context, &found);
  }
}

static void list_cache(const uint8_t *it, on_found *on_found, void *context) {
  struct found found = {.kind = FOUND_ATTRIBUTE, .attribute = ATTRIBUTE_CACHE, .bytes = number(it + 16, 8)};
  found.node = found.to = (uint32_t)number(it + 8, 4);
  found.level = it[24] >> 4;
  on_found(context, &found);
}

/* 5.2.28: structures of 2 bytes that say what they are, 2 of nothing, and 4 of their length. */
static void list_attributes(const uint8_t *hmat, on_found *on_found, void *context) {
  const uint8_t *end = hmat + length_of(hmat);
  for (const uint8_t *it = hmat + HMAT_FIRST; it + 8 <= end;) {
    const uint64_t bytes = number(it + 4, 4);
    if (bytes < 8 || bytes > (uint64_t)(end - it)) return;
    if (number(it, 2) == HMAT_ACCESSES && bytes >= ACCESSES_BYTES) list_accesses(it, bytes, on_found, context);
    if (number(it, 2) == HMAT_CACHE && bytes >= CACHE_BYTES) list_cache(it, on_found, context);
    it += bytes;
  }
}

void acpi_list(const void *start_info, on_found *on_found, void *context) {
  const uint8_t *madt = find_table(start_info, "APIC"), *srat = find_table(start_info, "SRAT");
  const uint8_t *slit = find_table(start_info, "SLIT"), *hmat = find_table(start_info, "HMAT");
  const uint8_t *it = madt == NULL ? NULL : next_entry(madt, NULL, MADT_FIRST);
  for (; it != NULL; it = next_entry(madt, it, MADT_FIRST)) {
    if (it[0] != MADT_CORE || !(it[4] & ENABLED)) continue;
    on_found(context, &(struct found){.kind = FOUND_CORE, .id = it[3], .node = node_of(srat, it[3])});
  }
  if (srat != NULL) list_memory(srat, on_found, context);
  if (slit != NULL) list_distances(slit, on_found, context);
  if (hmat != NULL) list_attributes(hmat, on_found, context);
}
