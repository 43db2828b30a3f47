#include "failover.h"

/* Of a large machine that is no grid: a row of the table for each core, a column for each place and each position in one. */
static bool has_places(const struct routes *it) { return it->version == 4; }

static bool is_within(uint32_t at, uint64_t bytes, uint32_t all) { return at % 8 == 0 && at + bytes <= all; }

static const void *at_offset(const struct routes *it, uint32_t at) { return (const uint8_t *)it + at; }

static bool are_failovers(const struct routes *it, uint32_t all) {
  const uint32_t *list = at_offset(it, it->failovers);
  if (!is_within(it->failovers, 4, all) || !is_within(it->failovers, 4 + (uint64_t)list[0] * sizeof(struct failover), all)) return false;
  for (uint32_t i = 0; i < list[0]; i++) {
    const struct failover *each = (const struct failover *)(list + 1) + i;
    if (!is_within(each->at, (uint64_t)each->count * sizeof(struct change), all)) return false;
  }
  return true;
}

static bool are_lines(const struct routes *it, uint32_t all) {
  if (it->lines == 0) return true;
  if (!is_within(it->lines, sizeof(struct lines), all)) return false;
  const struct lines *lines = at_offset(it, it->lines);
  const uint64_t cases = (uint64_t)lines->case_count * sizeof(struct line_case);
  const uint64_t links = (uint64_t)lines->link_count * sizeof(struct line_link);
  if (!is_within(it->lines, sizeof *lines + cases + links, all)) return false;
  for (uint32_t i = 0; i < lines->case_count; i++) {
    const struct line_case *each = &lines->cases[i];
    if (each->dimension >= it->dimensions || !is_within(each->at, (uint64_t)each->count * sizeof(struct change), all)) return false;
  }
  const struct line_link *link = (const struct line_link *)(lines->cases + lines->case_count);
  for (uint32_t i = 0; i < lines->link_count; i++, link++) {
    const struct line_break *breaks = at_offset(it, link->at);
    if (!is_within(link->at, (uint64_t)link->count * sizeof *breaks, all)) return false;
    for (uint32_t j = 0; j < link->count; j++)
      if (breaks[j].line >= lines->case_count || breaks[j].core >= it->cores) return false;
  }
  return true;
}

bool are_routes(const struct blob *blob) {
  const struct routes *it = routes_of(blob);
  const uint32_t all = blob_count(blob, ROUTES);
  if (all < sizeof *it || it->magic[0] != 'S' || it->magic[1] != 'K' || it->magic[2] != 'R' || it->magic[3] != 'T') return false;
  if ((it->version != 3 && !has_places(it)) || it->cores != blob_count(blob, CORES) || it->dimensions == 0) return false;
  if (sizeof *it + it->dimensions * sizeof(struct table) > all) return false;
  if (has_places(it) ? it->dimensions != 1 || it->coordinates == 0 : (it->coordinates == 0) != (it->dimensions == 1)) return false;
  const uint64_t lists = has_places(it) ? 2 : it->dimensions;
  if (it->coordinates != 0 && !is_within(it->coordinates, lists * it->cores * 2, all)) return false;
  for (uint32_t d = 0; d < it->dimensions; d++) {
    const struct table *table = &it->tables[d];
    const uint64_t entries = (uint64_t)table->size * (has_places(it) ? it->cores : table->size);
    if (it->coordinates == 0 && table->size != it->cores) return false;
    if (table->size > 2 * it->cores || !is_within(table->hops, entries * 2, all) || !is_within(table->channels, entries, all)) return false;
  }
  return are_failovers(it, all) && are_lines(it, all);
}

uint16_t coordinate(const struct routes *it, uint32_t dimension, uint32_t core) {
  if (it->coordinates == 0) return (uint16_t)core;
  return ((const uint16_t *)((const uint8_t *)it + it->coordinates))[(size_t)dimension * it->cores + core];
}

/* The core that differs from `from` in one coordinate. */
uint16_t core_beside(const struct routes *it, uint32_t from, uint32_t dimension, uint16_t place) {
  for (uint32_t core = 0; core < it->cores; core++) {
    if (coordinate(it, dimension, core) != place) continue;
    uint32_t d = 0;
    while (d < it->dimensions && (d == dimension || coordinate(it, d, core) == coordinate(it, d, from))) d++;
    if (d == it->dimensions) return (uint16_t)core;
  }
  return NOWHERE;
}

/* Cores of one place go by the position, all others by the place. */
static struct hop route_by_place(const struct routes *it, uint32_t from, uint32_t to) {
  const struct hop none = {NOWHERE, 0};
  const struct table *table = &it->tables[0];
  const uint16_t here = coordinate(it, 0, from), there = coordinate(it, 0, to);
  uint32_t places = 0;
  for (uint32_t core = 0; core < it->cores; core++) {
    const uint16_t place = coordinate(it, 0, core);
    if (place != NOWHERE && place >= places) places = place + 1u;
  }
  const uint32_t column = here == there ? places + coordinate(it, 1, to) : there;
  if (from == to) return (struct hop){(uint16_t)from, 0};
  if (here == NOWHERE || there == NOWHERE || column >= table->size) return none;
  const size_t entry = (size_t)from * table->size + column;
  return (struct hop){((const uint16_t *)((const uint8_t *)it + table->hops))[entry], ((const uint8_t *)it + table->channels)[entry]};
}

struct hop route(const struct blob *blob, uint32_t from, uint32_t to) {
  const struct hop none = {NOWHERE, 0};
  const struct routes *it = routes_of(blob);
  if (from >= it->cores || to >= it->cores) return none;
  if (has_places(it)) return route_by_place(it, from, to);
  for (uint32_t d = 0; d < it->dimensions; d++) {
    const uint16_t here = coordinate(it, d, from), there = coordinate(it, d, to);
    const struct table *table = &it->tables[d];
    if (here >= table->size || there >= table->size) return none;
    if (here == there) continue;
    const size_t entry = (size_t)here * table->size + there;
    const uint16_t next = ((const uint16_t *)((const uint8_t *)it + table->hops))[entry];
    if (next >= table->size) return none;
    const struct hop hop = {it->dimensions == 1 ? next : core_beside(it, from, d, next),
                            ((const uint8_t *)it + table->channels)[entry]};
    return hop;
  }
  const struct hop self = {(uint16_t)from, 0};
  return self;
}
