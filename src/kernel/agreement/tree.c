/*
 * The plan's tree, begun at any replica and without those that are lost: who hung below a lost one hangs below the next one
 * above it, and who is not in the plan's tree below its top. All who have the same view make the same tree. src/runtime/agreement/tree.ts.
 */
#include "sequencing.h"

static bool is_there(const struct sequenced_log *it, uint32_t core) { return has_core(it->members, core); }

/* Pairs of those that are joined, in the order in which they are: the two cores in one word. */
static uint32_t join(struct sequenced_log *it) {
  const struct group *group = &it->group;
  uint32_t count = 0, top = ~0u;
  for (uint32_t place = 0; place < group->seat_count; place++) {
    const uint32_t core = group->seats[place].core;
    if (!is_there(it, core)) continue;
    uint32_t above = group->seats[place].parent;
    while (above < place && !is_there(it, group->seats[above].core)) above = group->seats[above].parent;
    const uint32_t joined = above < place ? group->seats[above].core : top;
    if (joined == ~0u) top = core;
    else it->edges[count++] = joined | core << 16;
  }
  for (uint32_t core = 0; core < group->cores; core++) {
    if (!is_there(it, core) || has_seat_in(group, core)) continue;
    if (top == ~0u) top = core;
    else it->edges[count++] = top | core << 16;
  }
  return count;
}

static uint32_t other_end(uint32_t edge, uint32_t core) {
  if ((edge & 0xffff) == core) return edge >> 16;
  return edge >> 16 == core ? edge & 0xffff : ~0u;
}

/* Whether `core` is reached from `from` without going over the edge at `without`. */
static bool leads_to(const struct sequenced_log *it, uint32_t count, uint32_t from, uint32_t without, uint32_t core) {
  if (from == core) return true;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t next = other_end(it->edges[i], from);
    if (i != without && next != ~0u && leads_to(it, count, next, i, core)) return true;
  }
  return false;
}

void sequence_hang(struct sequenced_log *it) {
  const uint32_t core = it->group.core, count = join(it);
  it->parent = -1;
  it->child_count = 0;
  if (!is_there(it, core)) return;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t next = other_end(it->edges[i], core);
    if (next == ~0u) continue;
    if (core != it->sequencer && leads_to(it, count, next, i, it->sequencer)) it->parent = (int32_t)next;
    else it->children[it->child_count++] = (struct child){.core = next, .refused_by = NOBODY};
  }
}
