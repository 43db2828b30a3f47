#include "failover.h"

static const void *at_offset(const struct routes *it, uint32_t at) { return (const uint8_t *)it + at; }

static const struct change *find_change(const struct change *changes, uint32_t count, uint32_t from, uint32_t to) {
  for (uint32_t i = 0; i < count; i++)
    if (changes[i].from == from && changes[i].to == to) return &changes[i];
  return NULL;
}

static const struct failover *find_failover(const struct routes *it, uint32_t kind, uint32_t element) {
  const uint32_t *list = at_offset(it, it->failovers);
  const struct failover *all = (const struct failover *)(list + 1);
  for (uint32_t i = 0; i < list[0]; i++)
    if ((all[i].kind == LOST_CORE) == (kind == LOST_CORE) && all[i].element == element) return &all[i];
  return NULL;
}

/* ── several dimensions: what changes does so line by line ── */

static bool is_beside(const struct routes *it, uint32_t dimension, uint32_t core, uint32_t other) {
  for (uint32_t d = 0; d < it->dimensions; d++)
    if (d != dimension && coordinate(it, d, core) != coordinate(it, d, other)) return false;
  return true;
}

static uint32_t first_difference(const struct routes *it, uint32_t first, uint32_t from, uint32_t to) {
  uint32_t d = first;
  while (d < it->dimensions && coordinate(it, d, from) == coordinate(it, d, to)) d++;
  return d;
}

static const struct line_case *case_of_core(const struct routes *it, const struct lines *lines, uint32_t dimension,
                                            uint32_t from, uint32_t lost) {
  if (!is_beside(it, dimension, from, lost)) return NULL;
  for (uint32_t i = 0; i < lines->case_count; i++) {
    const struct line_case *each = &lines->cases[i];
    if (each->dimension == dimension && each->kind == 0 && each->coordinate == coordinate(it, dimension, lost)) return each;
  }
  return NULL;
}

static const struct line_case *case_of_link(const struct routes *it, const struct lines *lines, uint32_t dimension,
                                            uint32_t from, uint32_t lost) {
  const struct line_link *link = (const struct line_link *)(lines->cases + lines->case_count);
  for (uint32_t i = 0; i < lines->link_count; i++, link++) {
    const struct line_break *breaks = at_offset(it, link->at);
    if (link->link != lost) continue;
    for (uint32_t j = 0; j < link->count; j++) {
      const struct line_case *each = &lines->cases[breaks[j].line];
      if (each->dimension == dimension && is_beside(it, dimension, from, breaks[j].core)) return each;
    }
  }
  return NULL;
}

static struct hop hop_along(const struct routes *it, uint32_t dimension, uint32_t from, uint16_t next, uint16_t channel) {
  if (next == NOWHERE) return (struct hop){NOWHERE, 0};
  return (struct hop){core_beside(it, from, dimension, next), (uint8_t)channel};
}

/* Where a route would turn at the lost core it first takes a step along a later dimension. */
static struct hop step_aside(const struct routes *it, uint32_t from, uint32_t to, uint32_t dimension) {
  const uint32_t aside = first_difference(it, dimension + 1, from, to);
  if (aside >= it->dimensions) return (struct hop){NOWHERE, 0};
  const struct table *table = &it->tables[aside];
  const size_t entry = (size_t)coordinate(it, aside, from) * table->size + coordinate(it, aside, to);
  const uint16_t *hops = at_offset(it, table->hops);
  return hop_along(it, aside, from, hops[entry], (uint16_t)it->sidestep);
}

static struct hop route_along_lines(const struct blob *blob, uint32_t kind, uint32_t lost, uint32_t from, uint32_t to) {
  const struct routes *it = routes_of(blob);
  const struct lines *lines = at_offset(it, it->lines);
  const struct hop before = route(blob, from, to);
  const uint32_t d = first_difference(it, 0, from, to);
  if (d >= it->dimensions || before.next == NOWHERE || (kind == LOST_CORE && (from == lost || to == lost))) return before;
  const struct line_case *found =
      kind == LOST_CORE ? case_of_core(it, lines, d, from, lost) : case_of_link(it, lines, d, from, lost);
  if (found == NULL) return before;
  if (kind == LOST_CORE && coordinate(it, d, to) == coordinate(it, d, lost)) return step_aside(it, from, to, d);
  const struct change *change =
      find_change(at_offset(it, found->at), found->count, coordinate(it, d, from), coordinate(it, d, to));
  return change == NULL ? before : hop_along(it, d, from, change->next, change->virtual_channel);
}

struct hop route_without(const struct blob *blob, uint32_t kind, uint32_t element, uint32_t from, uint32_t to) {
  const struct routes *it = routes_of(blob);
  const struct failover *failover = kind == LOST_NOTHING ? NULL : find_failover(it, kind, element);
  if (failover != NULL) {
    const struct change *change = find_change(at_offset(it, failover->at), failover->count, from, to);
    return change == NULL ? route(blob, from, to) : (struct hop){change->next, (uint8_t)change->virtual_channel};
  }
  const bool has_lines = it->lines != 0 && (kind == LOST_LINK || (kind == LOST_CORE && it->sidestep != ~0u && element < it->cores));
  return has_lines ? route_along_lines(blob, kind, element, from, to) : route(blob, from, to);
}
