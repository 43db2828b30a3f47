/* What is lost, and is missed only in part yet: src/runtime/membership/campaign.ts. */
#include "blob/blob.h"
#include "members.h"

/* One that has said itself that it ends is no sign of what it is a part of. */
static bool is_missed(const struct members *it, uint32_t core) {
  return has_core(it->view.members, core) && !has_core(it->wish.members, core) &&
         !evidence_is_dead(it, core, it->view.started[core]);
}

static bool is_domain_torn(const struct members *it, const struct blob_domain *cores, uint32_t count) {
  bool has_lost = false, has_left = false;
  for (uint32_t i = 0; i < count; i++) {
    has_lost |= is_missed(it, cores[i].core);
    has_left |= has_core(it->wish.members, cores[i].core);
  }
  return has_lost && has_left;
}

/* Of one that is cut or whole again, hops are waited for whose ends are both there. */
static bool is_link_torn(const struct members *it, const struct blob_hop *hops, uint32_t count) {
  bool has_changed = false, has_cuts = false, has_left = false;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t one = hops[i].one, other = hops[i].other;
    if (!has_core(it->wish.members, one) || !has_core(it->wish.members, other)) continue;
    const bool is_cut = has_cut(&it->wish, one, other);
    has_changed |= is_cut != has_cut(&it->view, one, other);
    has_cuts |= is_cut;
    has_left |= !is_cut;
  }
  return has_changed && has_cuts && has_left;
}

/* A way that is cut both its ends say so of; of a lost core only its neighbours do, one after another. */
static bool is_cut_in_doubt(const struct members *it) {
  for (uint32_t i = 0; i < it->wish.cut_count; i++) {
    const uint32_t one = it->wish.cuts[i] & 0xffff, other = it->wish.cuts[i] >> 16;
    if (has_cut(&it->view, one, other)) continue;
    if (evidence_hears_nothing(it, one, other) != evidence_hears_nothing(it, other, one)) return true;
  }
  return false;
}

static bool is_any_domain_torn(const struct members *it) {
  const struct blob_domain *all = blob_entry(it->blob, DOMAINS, 0);
  const uint32_t count = blob_count(it->blob, DOMAINS);
  for (uint32_t i = 0, next; i < count; i = next) {
    for (next = i + 1; next < count && all[next].domain == all[i].domain;) next++;
    if (is_domain_torn(it, &all[i], next - i)) return true;
  }
  return false;
}

static bool is_any_link_torn(const struct members *it) {
  const struct blob_hop *all = blob_entry(it->blob, HOPS, 0);
  const uint32_t count = blob_count(it->blob, HOPS);
  for (uint32_t i = 0, next; i < count; i = next) {
    for (next = i + 1; next < count && all[next].link == all[i].link;) next++;
    if (is_link_torn(it, &all[i], next - i)) return true;
  }
  return false;
}

bool is_wish_torn(const struct members *it) {
  return is_cut_in_doubt(it) || is_any_domain_torn(it) || is_any_link_torn(it);
}
