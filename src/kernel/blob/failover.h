/* The bytes of routes.bin, and where messages go once something is lost that the tables know a way round. */
#ifndef SKERRY_FAILOVER_H
#define SKERRY_FAILOVER_H

#include "routes.h"

struct table {
  uint32_t size, hops, channels;
};

struct routes {
  uint8_t magic[4];
  uint16_t version, dimensions;
  uint32_t cores;
  uint16_t virtual_channels, zero;
  uint32_t coordinates, failovers, lines, sidestep;
  struct table tables[];
};

enum { LOST_CORE = 0, LOST_LINK = 1, LOST_NOTHING = 2 };

/* One dimension: for a core or a link the entries that change. */
struct failover {
  uint32_t kind, element, count, at;
};

struct change {
  uint16_t from, to, next, virtual_channel;
};

/* Several: for a lost coordinate, or for lost hops, the entries of a line that change. */
struct line_case {
  uint32_t dimension, kind, coordinate, count, at;
};

struct line_link {
  uint32_t link, count, at;
};

struct line_break {
  uint16_t line, core;
};

struct lines {
  uint32_t case_count, link_count;
  struct line_case cases[];
};

static inline const struct routes *routes_of(const struct blob *blob) { return blob_entry(blob, ROUTES, 0); }

/* Of a core along a dimension; 0xffff: it takes no part. */
uint16_t coordinate(const struct routes *it, uint32_t dimension, uint32_t core);
/* The core that differs from `from` in one coordinate. */
uint16_t core_beside(const struct routes *it, uint32_t from, uint32_t dimension, uint16_t place);

/* As `route`, without a core or a link; as `route` itself where nothing was worked out for that. */
struct hop route_without(const struct blob *blob, uint32_t kind, uint32_t element, uint32_t from, uint32_t to);

#endif
