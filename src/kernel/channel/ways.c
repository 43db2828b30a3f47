#include "ways.h"

#include "kernel.h"

enum { UNJOINED = 0, NO_DETOURS = ~0 };

static bool is_lost(const struct ways *it, const struct routing *routing, uint32_t core) {
  return !has_core(routing->view->members, core) && has_core(it->members->booting, core);
}

/* ── ways round several losses: Schroeder et al., "Autonet" (IEEE JSAC 1991), section 4.2 ── */

static bool is_open(const struct ways *it, const struct routing *routing, uint32_t one, uint32_t other) {
  return !is_lost(it, routing, one) && !is_lost(it, routing, other) && !has_cut(routing->view, one, other) &&
         place_of_near(it->members, one, other) != ~0u && place_of_near(it->members, other, one) != ~0u;
}

/* Breadth first from the first member: who is nearer comes first. */
static void put_in_order(struct ways *it, struct routing *routing) {
  const struct members *members = it->members;
  uint32_t first = 0, count = 0;
  for (uint32_t core = 0; core < it->cores; core++) routing->place[core] = UNJOINED;
  while (first < it->cores && !has_core(routing->view->members, first)) first++;
  routing->ordered = 0;
  if (first == it->cores) return;
  routing->order[count++] = (uint16_t)first;
  routing->place[first] = (uint16_t)count;
  for (uint32_t at = 0; at < count; at++) {
    const uint32_t core = routing->order[at];
    for (uint32_t i = members->first_near[core]; i < members->first_near[core + 1]; i++) {
      const uint32_t near = members->all_near[i];
      if (routing->place[near] != UNJOINED || !is_open(it, routing, core, near)) continue;
      routing->order[count++] = (uint16_t)near;
      routing->place[near] = (uint16_t)count;
    }
  }
  routing->ordered = count;
}

static bool is_above(const struct routing *routing, uint32_t one, uint32_t other) {
  return routing->place[one] != UNJOINED && routing->place[one] < routing->place[other];
}

/* Those that reach it by going down only, by the fewest hops. */
static void go_down(struct ways *it, const struct routing *routing, uint32_t to) {
  const struct members *members = it->members;
  uint32_t count = 0;
  it->line[count++] = (uint16_t)to;
  for (uint32_t at = 0; at < count; at++) {
    const uint32_t core = it->line[at];
    for (uint32_t i = members->first_near[core]; i < members->first_near[core + 1]; i++) {
      const uint32_t above = members->all_near[i];
      if (it->hops[above] != NOWHERE || !is_open(it, routing, core, above) || !is_above(routing, above, core)) continue;
      it->hops[above] = it->hops[core] + 1;
      it->detours[above] = (uint16_t)core;
      it->line[count++] = (uint16_t)above;
    }
  }
}

/* All that are above it have their ways. */
static void go_up(struct ways *it, const struct routing *routing, uint32_t core) {
  const struct members *members = it->members;
  for (uint32_t i = members->first_near[core]; i < members->first_near[core + 1]; i++) {
    const uint32_t above = members->all_near[i], beyond = it->hops[above];
    if (!is_open(it, routing, core, above) || !is_above(routing, above, core) || beyond == NOWHERE) continue;
    if (it->hops[core] != NOWHERE && beyond + 1 >= it->hops[core]) continue;
    it->hops[core] = (uint16_t)(beyond + 1);
    it->detours[core] = (uint16_t)above;
  }
}

static uint16_t detour(struct ways *it, const struct routing *routing, uint32_t from, uint32_t to) {
  if (from == to) return (uint16_t)from;
  if (routing->place[from] == UNJOINED || routing->place[to] == UNJOINED) return NOWHERE;
  if (it->detours_to == to && it->detours_in == routing) return it->detours[from];
  for (uint32_t core = 0; core < it->cores; core++) it->detours[core] = it->hops[core] = NOWHERE;
  it->hops[to] = 0;
  go_down(it, routing, to);
  for (uint32_t i = 0; i < routing->ordered; i++)
    if (it->hops[routing->order[i]] == NOWHERE) go_up(it, routing, routing->order[i]);
  it->detours_to = to;
  it->detours_in = routing;
  return it->detours[from];
}

/* ── ways in one view ── */

static struct hop entry(struct ways *it, const struct routing *routing, bool is_detour, uint32_t from, uint32_t to) {
  if (is_detour) return (struct hop){detour(it, routing, from, to), (uint8_t)it->detour};
  if (routing->kind == LOST_NOTHING) return route(it->blob, from, to);
  return route_without(it->blob, routing->kind, routing->element, from, to);
}

static void follow(struct ways *it, const struct routing *routing, bool is_detour, uint32_t from, uint32_t to, struct way *way) {
  way->count = 0;
  way->is_detour = is_detour;
  way->is_there = false;
  for (uint32_t at = from; at != to;) {
    const uint16_t next = entry(it, routing, is_detour, at, to).next;
    if (next >= it->cores || next == at || way->count >= it->cores) return;
    way->cores[way->count++] = next;
    at = next;
  }
  way->is_there = true;
}

static bool is_way_lost(struct ways *it, const struct routing *routing, uint32_t from, const struct way *way) {
  uint32_t before = from;
  if (routing->is_whole) return false;
  for (uint32_t i = 0; i < way->count; i++) {
    if (is_lost(it, routing, way->cores[i]) || has_cut(routing->view, before, way->cores[i])) return true;
    before = way->cores[i];
  }
  return false;
}

static void find_way(struct ways *it, const struct routing *routing, uint32_t from, uint32_t to, struct way *way) {
  way->is_there = false;
  way->count = 0;
  if (!routing->is_whole && (is_lost(it, routing, from) || is_lost(it, routing, to))) return;
  follow(it, routing, false, from, to, way);
  if (routing->is_whole || (way->is_there && !is_way_lost(it, routing, from, way))) return;
  follow(it, routing, true, from, to, way);
}

/* What the tables are to do without: one core that is lost, or one link, of which all hops are cut. */
static void choose(struct ways *it, struct routing *routing) {
  const struct view *view = routing->view;
  uint32_t lost = 0, some = 0;
  for (uint32_t core = 0; core < it->cores; core++)
    if (is_lost(it, routing, core)) lost++, some = core;
  routing->is_whole = lost == 0 && view->cut_count == 0;
  routing->kind = lost == 1 && view->cut_count == 0 ? LOST_CORE : LOST_NOTHING;
  routing->element = some;
  if (lost != 0 || view->cut_count == 0) return;
  const struct blob_hop *hops = blob_entry(it->blob, HOPS, 0);
  const uint32_t count = blob_count(it->blob, HOPS);
  for (uint32_t i = 0, next; i < count && routing->kind == LOST_NOTHING; i = next) {
    uint32_t cut = 0;
    for (next = i; next < count && hops[next].link == hops[i].link; next++) cut += has_cut(view, hops[next].one, hops[next].other);
    if (cut != next - i || cut != view->cut_count) continue;
    routing->kind = LOST_LINK;
    routing->element = hops[i].link;
  }
}

static void make_routing(struct ways *it, struct kernel *kernel, struct routing *routing, const struct view *view) {
  routing->view = view;
  routing->order = kernel_memory(kernel, it->cores * sizeof *routing->order);
  routing->place = kernel_memory(kernel, it->cores * sizeof *routing->place);
}

static void begin_routing(struct ways *it, struct routing *routing) {
  choose(it, routing);
  it->detours_to = (uint32_t)NO_DETOURS;
  if (!routing->is_whole) put_in_order(it, routing);
}

void ways_begin(struct ways *it, struct members *members, struct kernel *kernel) {
  it->members = members;
  it->blob = kernel->blob;
  it->core = kernel->core;
  it->cores = kernel->cores;
  it->detour = kernel->blob->virtual_channels;
  view_make(members, &it->before_view);
  view_make(members, &it->now_view);
  view_copy(members, &it->now_view, &members->view);
  make_routing(it, kernel, &it->before, &it->before_view);
  make_routing(it, kernel, &it->now, &it->now_view);
  it->since = kernel_memory(kernel, it->cores * sizeof *it->since);
  it->one.cores = kernel_memory(kernel, it->cores * sizeof *it->one.cores);
  it->other.cores = kernel_memory(kernel, it->cores * sizeof *it->other.cores);
  it->detours = kernel_memory(kernel, it->cores * sizeof *it->detours);
  it->hops = kernel_memory(kernel, it->cores * sizeof *it->hops);
  it->line = kernel_memory(kernel, it->cores * sizeof *it->line);
  begin_routing(it, &it->now);
}

/* ── what has changed ── */

static bool is_same_way(struct ways *it, uint32_t from, uint32_t to) {
  find_way(it, &it->before, from, to, &it->one);
  find_way(it, &it->now, from, to, &it->other);
  /* Ways round several losses depend on everything that is left. */
  if (it->one.is_there && it->one.is_detour) return false;
  if (!it->one.is_there || !it->other.is_there) return it->one.is_there == it->other.is_there;
  if (it->other.is_detour || it->one.count != it->other.count) return false;
  for (uint32_t i = 0; i < it->one.count; i++)
    if (it->one.cores[i] != it->other.cores[i]) return false;
  return true;
}

static bool is_unchanged(struct ways *it, uint32_t core) {
  const struct view *before = &it->before_view, *now = &it->now_view;
  if (!it->has_before) return true;
  if (has_core(before->members, core) != has_core(now->members, core)) return false;
  if (before->started[core] != now->started[core] || before->partings[core] != now->partings[core]) return false;
  if (before->partings[it->core] != now->partings[it->core]) return false;
  if (it->before.is_whole && it->now.is_whole) return true;
  return is_same_way(it, it->core, core) && is_same_way(it, core, it->core);
}

void ways_change(struct ways *it, const struct view *view) {
  view_copy(it->members, &it->before_view, &it->now_view);
  view_copy(it->members, &it->now_view, view);
  it->has_before = true;
  begin_routing(it, &it->before);
  begin_routing(it, &it->now);
  for (uint32_t core = 0; core < it->cores; core++)
    if (core != it->core && !is_unchanged(it, core)) it->since[core] = view->epoch;
}

void ways_settle(struct ways *it) { it->has_before = false; }

bool ways_are_still_good(const struct ways *it, uint32_t source, uint32_t epoch) { return epoch >= it->since[source]; }

/* Too few are within reach, and on the way there or back is one that is not among them. */
static bool is_beyond(struct ways *it, uint32_t core) {
  const struct members *members = it->members;
  if (!members->has_within) return false;
  for (int back = 0; back < 2; back++) {
    find_way(it, &it->now, back ? core : it->core, back ? it->core : core, &it->one);
    for (uint32_t i = 0; i < it->one.count; i++)
      if (!has_core(members->within, it->one.cores[i])) return true;
  }
  return !has_core(members->within, core);
}

bool ways_reach(struct ways *it, uint32_t core) {
  if (core == it->core) return true;
  if (core >= it->cores || is_beyond(it, core)) return false;
  find_way(it, &it->now, it->core, core, &it->one);
  if (!it->one.is_there) return false;
  find_way(it, &it->now, core, it->core, &it->one);
  return it->one.is_there;
}

bool ways_are_cut(struct ways *it, uint32_t core) {
  if (core == it->core) return false;
  if (is_beyond(it, core)) return true;
  return it->has_before ? !is_unchanged(it, core) : !ways_reach(it, core);
}

/* ── hop by hop ── */

struct hop ways_leave(struct ways *it, uint32_t to, bool *is_detour) {
  *is_detour = false;
  if (to >= it->cores) return (struct hop){NOWHERE, 0};
  if (it->now.is_whole) return route(it->blob, it->core, to);
  find_way(it, &it->now, it->core, to, &it->one);
  if (!it->one.is_there || it->one.count == 0) return (struct hop){NOWHERE, 0};
  *is_detour = it->one.is_detour;
  return entry(it, &it->now, it->one.is_detour, it->core, to);
}

struct hop ways_pass_on(struct ways *it, uint32_t to, bool is_detour) {
  if (to >= it->cores || (is_detour && it->now.is_whole)) return (struct hop){NOWHERE, 0};
  const struct hop hop = entry(it, &it->now, is_detour, it->core, to);
  if (it->now.is_whole || hop.next == NOWHERE) return hop;
  const bool is_gone = is_lost(it, &it->now, hop.next) || has_cut(it->now.view, it->core, hop.next);
  return is_gone ? (struct hop){NOWHERE, 0} : hop;
}

bool ways_lead_here(struct ways *it, uint32_t from, uint32_t virtual_channel, uint32_t to, bool is_detour) {
  if (is_detour && it->now.is_whole) return false;
  const struct hop hop = entry(it, &it->now, is_detour, from, to);
  return hop.next == it->core && hop.virtual_channel == virtual_channel;
}

uint32_t ways_arrive_from(struct ways *it, uint32_t source) {
  if (source >= it->cores) return NOWHERE;
  find_way(it, &it->now, source, it->core, &it->one);
  if (!it->one.is_there) return NOWHERE;
  return it->one.count < 2 ? source : it->one.cores[it->one.count - 2];
}
