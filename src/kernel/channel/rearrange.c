/* The rings when who takes part has changed: what is lost, who is greeted, and rings with a kernel that starts anew. */
#include "out.h"
#include "switch.h"

static bool is_near(const struct kernel *kernel, const struct view *view, uint32_t core) {
  return has_core(view->members, core) && !has_cut(view, kernel->core, core);
}

/* Messages that wait on their way to cores to which connections are cut. */
static void forget_cut(struct kernel *kernel, struct outbound *out) {
  struct queue kept = {0};
  while (out->waiting.first != NULL) {
    struct waiting *it = out->waiting.first;
    out->waiting.first = it->next;
    it->next = NULL;
    if (out->is_lost || ways_are_cut(&kernel->ways, it->frame.to)) spare_give(kernel, it);
    else {
      if (kept.first == NULL) kept.first = it;
      else kept.last->next = it;
      kept.last = it;
    }
  }
  out->waiting = kept;
}

/* Between here and the end of `ways_settle`, whoever is asked knows what is cut. */
void switch_change(struct kernel *kernel, const struct view *view) {
  ways_change(&kernel->ways, view);
  kernel->epoch = view->epoch;
  for (uint32_t i = 0; i < kernel->out_count; i++) {
    struct outbound *out = &kernel->out[i];
    out->is_lost = !is_near(kernel, view, out->to->core);
    if (!is_monitors_channel(kernel, out->virtual_channel)) forget_cut(kernel, out);
  }
  lanes_forget(kernel);
}

/* Greets who has come near; nobody else will say hello. */
void switch_changed(struct kernel *kernel, const struct view *before, const struct view *view) {
  for (uint32_t i = 0; i < kernel->out_count; i++) {
    struct outbound *out = &kernel->out[i];
    const uint32_t to = out->to->core;
    if (out->virtual_channel >= kernel->blob->virtual_channels || !is_near(kernel, view, to)) continue;
    if (before->epoch != 0 && is_near(kernel, before, to) && before->started[to] == view->started[to]) continue;
    out_greet(kernel, out);
  }
  for (uint32_t i = 0; i < kernel->in_count; i++)
    if (kernel->in[i].virtual_channel < kernel->blob->virtual_channels && !is_near(kernel, view, kernel->in[i].from->core))
      switch_greeted(kernel, &kernel->in[i]);
}

static void wipe(const struct ring *ring) {
  volatile uint32_t *words = (volatile uint32_t *)ring->at;
  for (uint32_t i = 0; i < (ring->mask + 2) * ring->slot_bytes / 4; i++) words[i] = 0;
}

/* The kernel of a core will start anew: the rings with it are as they were at first. */
void switch_reset(struct kernel *kernel, uint32_t core) {
  for (uint32_t i = 0; i < kernel->in_count; i++) {
    struct ring *ring = &kernel->in[i].ring;
    if (kernel->in[i].from->core != core) continue;
    wipe(ring);
    ring->position = ring->other = 0;
  }
  for (uint32_t i = 0; i < kernel->out_count; i++) {
    struct ring *ring = &kernel->out[i].ring;
    if (kernel->out[i].to->core != core) continue;
    wipe(ring);
    ring->position = 0;
    ring->other = ring->mask + 1;
    switch_forget(kernel, &kernel->out[i].waiting);
  }
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/* Nothing goes to a neighbour, or comes from it: until it does again, or all have agreed to go on without that. */
void switch_cut(struct kernel *kernel, uint32_t core, bool is_cut) {
  for (uint32_t i = 0; i < kernel->neighbour_count; i++)
    if (kernel->neighbours[i].core == core) kernel->neighbours[i].is_cut = is_cut;
}
