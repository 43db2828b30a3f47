/* The ways of messages to and from this core in the view that its kernel acts on: src/runtime/kernel/routes/{ways,routing,up-down}.ts. */
#ifndef SKERRY_WAYS_H
#define SKERRY_WAYS_H

#include "blob/failover.h"
#include "membership/members.h"

/* Where messages go in one view. */
struct routing {
  const struct view *view;
  bool is_whole;
  uint32_t kind, element; /* what the tables are to do without */
  /* Ways round more than that, up and down an order of what is left. `place`: by core, counted from 1; 0: not joined. */
  uint16_t *order, *place;
  uint32_t ordered;
};

struct way {
  uint16_t *cores; /* after the first, up to the last */
  uint32_t count;
  bool is_there, is_detour;
};

struct ways {
  struct members *members;
  const struct blob *blob;
  uint32_t core, cores, detour;
  struct view before_view, now_view;
  struct routing before, now;
  bool has_before;
  uint32_t *since; /* by core: the epoch since which the ways there and back have been what they are */
  struct way one, other;
  /* Of detours to one core: by core the next one, and how many hops. */
  uint16_t *detours, *hops, *line;
  uint32_t detours_to;
  const struct routing *detours_in;
};

void ways_begin(struct ways *it, struct members *members, struct kernel *kernel);
void ways_change(struct ways *it, const struct view *view);
void ways_settle(struct ways *it);
/* Of the next core NOWHERE where no way leads. */
struct hop ways_leave(struct ways *it, uint32_t to, bool *is_detour);
struct hop ways_pass_on(struct ways *it, uint32_t to, bool is_detour);
bool ways_lead_here(struct ways *it, uint32_t from, uint32_t virtual_channel, uint32_t to, bool is_detour);
uint32_t ways_arrive_from(struct ways *it, uint32_t source);
bool ways_are_still_good(const struct ways *it, uint32_t source, uint32_t epoch);
bool ways_reach(struct ways *it, uint32_t core);
/* While a change is acted on: whether it cuts connections with a core; else, whether the core cannot be reached. */
bool ways_are_cut(struct ways *it, uint32_t core);

#endif
