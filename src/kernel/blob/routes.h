/* Where messages go: routes.bin, as src/emit/tables/routes-binary.ts writes it. */
#ifndef SKERRY_ROUTES_H
#define SKERRY_ROUTES_H

#include "blob.h"

enum { NOWHERE = 0xffff };

struct hop {
  uint16_t next; /* the core; NOWHERE where no route leads */
  uint8_t virtual_channel;
};

bool are_routes(const struct blob *blob);
struct hop route(const struct blob *blob, uint32_t from, uint32_t to);

#endif
