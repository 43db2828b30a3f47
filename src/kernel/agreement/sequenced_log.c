/*
 * A log that one replica, the sequencer, orders for all: src/runtime/agreement/{sequenced-log,broadcast,two-phase}.ts, where
 * it says why this is right. Entries go down the tree, acknowledgements come up it, each for a whole subtree; what all
 * replicas of the view have is stable, and only that is delivered.
 */
#include "agreement.h"

enum { WINDOW = 64 };

static int64_t last_of(const struct sequenced_log *it) { return log_last(&it->log); }

static bool is_synced(const struct sequenced_log *it) { return it->lineage == it->view.epoch; }

static bool is_member(const struct sequenced_log *it) { return has_core(it->members, it->group.core); }

static bool leads(const struct sequenced_log *it) { return is_synced(it) && it->sequencer == it->group.core; }

bool log_holds(const struct sequenced_log *it) { return it->lineage != BLANK; }

static struct message say(const struct sequenced_log *it, uint8_t kind) {
  return (struct message){.kind = kind, .epoch = it->view.epoch};
}

static void send(struct sequenced_log *it, uint32_t to, const struct message *message) { port_send(it->replica, to, message); }

static struct child *child_of(struct sequenced_log *it, uint32_t core) {
  for (uint32_t i = 0; i < it->child_count; i++)
    if (it->children[i].core == core) return &it->children[i];
  return NULL;
}

/* Up to where everybody below has the log, when this replica has it up to `last`. */
static int64_t all_below(const struct sequenced_log *it, int64_t last) {
  for (uint32_t i = 0; i < it->child_count; i++)
    if (it->children[i].all < last) last = it->children[i].all;
  return last;
}

/* ── what the protocols differ in ── */

static bool may_order(const struct sequenced_log *it) {
  return it->group.is_two_phase ? it->delivered == last_of(it) : last_of(it) - it->stable < WINDOW;
}

static void deliver_proposals(struct sequenced_log *it) {
  while (it->delivered < it->stable) {
    const struct log_entry *kept = log_at(&it->log, ++it->delivered);
    if (kept == NULL || kept->entry.kind != ENTRY_PROPOSAL) continue;
    port_apply(it->replica, it->delivered, &kept->entry.proposal, NOBODY);
    port_settle(it->replica, &kept->entry.proposal.name);
  }
}

/* A proposal and its decision together: so no snapshot lies between the two. */
static void deliver_decisions(struct sequenced_log *it) {
  while (it->delivered + 1 < it->stable) {
    const struct log_entry *proposed = log_at(&it->log, it->delivered + 1), *decided = log_at(&it->log, it->delivered + 2);
    it->delivered += 2;
    if (proposed == NULL || decided == NULL) continue;
    if (proposed->entry.kind != ENTRY_PROPOSAL || decided->entry.kind != ENTRY_DECISION) continue;
    port_apply(it->replica, it->delivered, &proposed->entry.proposal, decided->entry.refused_by);
    port_settle(it->replica, &proposed->entry.proposal.name);
  }
}

struct vote_cast {
  int64_t index, refused_by; /* 0: none */
};

/* A vote stands until the proposal is decided or another takes its place. */
static struct vote_cast own_vote(struct sequenced_log *it) {
  const int64_t last = last_of(it);
  const struct log_entry *kept = it->group.is_two_phase ? log_at(&it->log, last) : NULL;
  if (kept == NULL || kept->entry.kind != ENTRY_PROPOSAL || it->delivered != last - 1) return (struct vote_cast){0, NOBODY};
  if (it->voted_on != kept->serial) {
    const struct bytes command = kept->entry.proposal.command;
    const bool refuses = command.length > 0 && content_refuses(&it->replica->content, command);
    it->voted_on = kept->serial;
    it->refused_by = refuses ? (int64_t)it->group.core : NOBODY;
  }
  return (struct vote_cast){last, it->refused_by};
}

/* Of this replica and all below; index 0 while some are missing. */
static struct vote_cast votes(struct sequenced_log *it) {
  struct vote_cast vote = own_vote(it);
  for (uint32_t i = 0; i < it->child_count; i++)
    if (vote.index != 0 && it->children[i].voted != vote.index) return (struct vote_cast){0, NOBODY};
  for (uint32_t i = 0; i < it->child_count && vote.index != 0 && vote.refused_by == NOBODY; i++)
    vote.refused_by = it->children[i].refused_by;
  return vote;
}

/* ── asking to be woken while something is open ── */

static void arm(struct sequenced_log *it) {
  const int64_t last = last_of(it);
  const bool is_open = is_synced(it) ? last > it->delivered || last > all_below(it, last) : !it->is_lost;
  if (is_open) port_alarm(it->replica, it->group.patience_ms);
}

/* ── down and up the tree ── */

/* What is in the log no more was acknowledged by all: who seems to want it says so late. */
static void send_entries(struct sequenced_log *it, uint32_t child, int64_t first) {
  int64_t from = first > it->log.base ? first : it->log.base + 1;
  do {
    struct message message = say(it, SAY_ENTRIES);
    message.first = from;
    message.stable = it->stable;
    message.log = &it->log;
    message.count = log_fitting(&it->log, from, PART_BYTES);
    send(it, child, &message);
    from += message.count;
  } while (from <= last_of(it));
}

/* Entries from `first` on to everybody below, and what is stable. */
static void spread(struct sequenced_log *it, int64_t first) {
  for (uint32_t i = 0; i < it->child_count; i++) send_entries(it, it->children[i].core, first);
}

static void acknowledge(struct sequenced_log *it, bool asks) {
  if (it->parent < 0) return;
  const struct vote_cast vote = votes(it);
  struct message ack = say(it, SAY_ACK);
  ack.asks = asks;
  ack.have = last_of(it);
  ack.all = all_below(it, ack.have);
  ack.stable = it->stable;
  ack.voted = vote.index;
  ack.refused_by = vote.refused_by;
  send(it, (uint32_t)it->parent, &ack);
}

static void advance(struct sequenced_log *it, int64_t stable) {
  const int64_t reached = stable < last_of(it) ? stable : last_of(it);
  if (reached <= it->stable) return;
  it->stable = reached;
  if (it->group.is_two_phase) deliver_decisions(it);
  else deliver_proposals(it);
  log_compact(&it->log, it->delivered);
}

/* ── ordering ── */

/* What all have is stable; a replica alone has all. */
static void judge(struct sequenced_log *it) {
  for (;;) {
    advance(it, all_below(it, last_of(it)));
    const struct vote_cast vote = votes(it);
    if (vote.index == 0 || vote.index > it->stable) return;
    const struct ordered decision = {.kind = ENTRY_DECISION, .refused_by = vote.refused_by};
    if (!log_append(&it->log, &decision)) return;
  }
}

static void drop_first(struct sequenced_log *it) {
  const struct kept first = it->queue[0];
  for (uint32_t i = 1; i < it->queued; i++) it->queue[i - 1] = it->queue[i];
  it->queue[--it->queued] = first;
}

/* The sequencer orders what it may, and says what is stable. */
static void proceed(struct sequenced_log *it) {
  const int64_t first = last_of(it) + 1, before = it->stable;
  judge(it);
  while (it->queued > 0 && may_order(it)) {
    const struct ordered entry = {.kind = ENTRY_PROPOSAL, .proposal = it->queue[0].proposal};
    log_append(&it->log, &entry);
    drop_first(it);
    judge(it);
  }
  if (last_of(it) >= first || it->stable > before) spread(it, first);
  arm(it);
}

static bool is_under_way(const struct sequenced_log *it, const struct name *name) {
  for (uint32_t i = 0; i < it->queued; i++)
    if (is_same_name(&it->queue[i].proposal.name, name)) return true;
  for (int64_t index = last_of(it); index > it->delivered; index--) {
    const struct log_entry *kept = log_at(&it->log, index);
    if (kept != NULL && kept->entry.kind == ENTRY_PROPOSAL && is_same_name(&kept->entry.proposal.name, name)) return true;
  }
  return false;
}

/* What its proposer has given up is not worth its turn. */
static void forget_before(struct sequenced_log *it, const struct proposal *proposal) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < it->queued; i++) {
    const struct name *other = &it->queue[i].proposal.name, *name = &proposal->name;
    const bool is_given_up = other->core == name->core &&
                             (other->incarnation < name->incarnation ||
                              (other->incarnation == name->incarnation && other->sequence < proposal->low));
    if (is_given_up) continue;
    const struct kept here = it->queue[kept];
    it->queue[kept++] = it->queue[i];
    it->queue[i] = here;
  }
  it->queued = kept;
}

static void keep(struct kept *to, const struct proposal *proposal) {
  to->proposal = *proposal;
  to->proposal.command.at = to->memory;
  for (uint32_t i = 0; i < proposal->command.length; i++) to->memory[i] = proposal->command.at[i];
}

static void order(struct sequenced_log *it, const struct proposal *proposal) {
  forget_before(it, proposal);
  if (it->queued >= MOST_QUEUED || proposal->command.length > it->group.most_command) return;
  if (sessions_are_past(&it->replica->sessions, &proposal->name) || is_under_way(it, &proposal->name)) return;
  keep(&it->queue[it->queued++], proposal);
  proceed(it);
}

bool log_propose(struct sequenced_log *it, const struct proposal *proposal) {
  if (!is_synced(it) || !is_member(it)) return false;
  if (leads(it)) {
    order(it, proposal);
    return true;
  }
  struct message message = say(it, SAY_FORWARD);
  message.proposal = *proposal;
  send(it, it->sequencer, &message);
  return true;
}

/* ── what comes down and up ── */

static void accept_entries(struct sequenced_log *it, uint32_t from, const struct message *message) {
  if ((int32_t)from != it->parent || !is_synced(it)) return;
  const int64_t fresh = last_of(it) + 1, voted = votes(it).index, before = it->stable;
  for (uint32_t i = 0; i < message->count; i++)
    if (message->first + i == last_of(it) + 1) log_append(&it->log, &message->entries[i]);
  advance(it, message->stable);
  const bool has_news = last_of(it) >= fresh, is_gap = message->first > fresh;
  if (has_news || it->stable > before) spread(it, fresh);
  /* A gap is told of, too: the parent then sends what is missing. */
  if (has_news || is_gap || message->count > 0 || votes(it).index != voted) acknowledge(it, is_gap);
  arm(it);
}

static void take_ack(struct child *child, const struct message *ack) {
  if (child->has_said && ack->have < child->have) return;
  const bool is_newer = !child->has_said || ack->voted > child->voted ||
                        (ack->voted == child->voted && child->refused_by == NOBODY);
  child->all = child->has_said && child->all > ack->all ? child->all : ack->all;
  child->stable = child->has_said && child->stable > ack->stable ? child->stable : ack->stable;
  child->have = ack->have;
  if (is_newer) {
    child->voted = ack->voted;
    child->refused_by = ack->refused_by;
  }
  child->has_said = true;
}

static void supply_missing(struct sequenced_log *it, uint32_t child, const struct message *ack) {
  if (ack->have < last_of(it)) send_entries(it, child, ack->have + 1);
  else if (ack->stable < it->stable) send_entries(it, child, last_of(it) + 1);
}

static void accept_ack(struct sequenced_log *it, uint32_t from, const struct message *ack) {
  struct child *child = child_of(it, from);
  if (!is_synced(it) || child == NULL || ack->have > last_of(it)) return;
  const int64_t before = all_below(it, last_of(it)), voted = votes(it).index;
  const bool is_first = !child->has_said;
  take_ack(child, ack);
  if (is_first || ack->asks) supply_missing(it, from, ack);
  if (leads(it)) proceed(it);
  else if (all_below(it, last_of(it)) > before || votes(it).index != voted) acknowledge(it, false);
}

/* What was not answered is said again. A gap is told of by the child, which so says how far it is. */
static void remind(struct sequenced_log *it) {
  for (uint32_t i = 0; i < it->child_count; i++) {
    const struct child *child = &it->children[i];
    if (child->has_said && child->have < last_of(it)) send_entries(it, child->core, child->have + 1);
    if (child->has_said) continue;
    struct message poke = say(it, SAY_ENTRIES);
    poke.first = last_of(it) + 2;
    poke.stable = it->stable;
    send(it, child->core, &poke);
  }
  acknowledge(it, true);
}

/* ── a new epoch ── */

static void report(struct sequenced_log *it) {
  struct message message = say(it, SAY_REPORT);
  if (it->sequencer == it->group.core) return;
  message.lineage = it->lineage;
  message.last = last_of(it);
  send(it, it->sequencer, &message);
}

static void start(struct sequenced_log *it, uint32_t to) {
  struct message message = say(it, SAY_START);
  message.lineage = it->is_lost ? BLANK : it->origin;
  message.last = last_of(it);
  send(it, to, &message);
}

static void start_all(struct sequenced_log *it) {
  for (uint32_t i = 0; i < it->report_count; i++)
    if (it->reports[i].core != it->group.core) start(it, it->reports[i].core);
}

/* The state is lost: every replica that had it is gone. */
static void give_up(struct sequenced_log *it) {
  it->is_lost = true;
  if (it->sequencer != it->group.core) return;
  port_lost(it->replica);
  start_all(it);
}

/* The sequencer's log is the one. */
static void establish(struct sequenced_log *it, int64_t lineage) {
  it->origin = lineage;
  it->lineage = it->view.epoch;
  start_all(it);
  port_ready(it->replica);
  proceed(it);
}

static void install(struct sequenced_log *it, int64_t index) {
  log_reset(&it->log, index);
  it->stable = it->delivered = index;
}

static void adopt(struct sequenced_log *it) {
  struct catch_up *missed = &it->catch_up;
  missed->is_open = false;
  if (missed->has_snapshot && !port_restore(it->replica, (struct bytes){missed->snapshot, missed->snapshot_length})) return;
  if (missed->has_snapshot) install(it, missed->snapshot_index);
  else log_truncate(&it->log, it->joint);
  for (uint32_t i = 0; i < missed->count; i++) log_append(&it->log, &missed->entries[i].entry);
  if (it->sequencer == it->group.core) {
    establish(it, it->origin);
    return;
  }
  it->lineage = it->view.epoch;
  port_ready(it->replica);
  acknowledge(it, false);
  arm(it);
}

static void fetch(struct sequenced_log *it) {
  const struct catch_up *missed = &it->catch_up;
  struct message message = say(it, SAY_FETCH);
  message.after = missed->after;
  message.snapshot = missed->partial_index;
  message.offset = missed->partial_index == 0 ? 0 : missed->partial_filled;
  send(it, missed->source, &message);
}

static void go_on(struct sequenced_log *it, int64_t after) {
  it->joint = after;
  if (catch_up_has_all(&it->catch_up)) adopt(it);
  else fetch(it);
}

static void begin_catch_up(struct sequenced_log *it, uint32_t source, int64_t lineage, int64_t last) {
  const int64_t own = last_of(it), joint = own < last ? own : last;
  const int64_t after = it->lineage == lineage ? joint : it->delivered;
  it->origin = lineage;
  catch_up_begin(&it->catch_up, source, after, last);
  go_on(it, after);
  arm(it);
}

/* All have reported: takes over the log that goes farthest in the latest lineage. */
static void take_over(struct sequenced_log *it) {
  struct position best = {it->group.core, it->lineage, last_of(it)};
  for (uint32_t i = 0; i < it->report_count; i++) {
    const struct position *each = &it->reports[i];
    if (each->lineage == best.lineage ? each->last > best.last : each->lineage > best.lineage) best = *each;
  }
  if (best.lineage == BLANK) give_up(it);
  else if (best.core == it->group.core) establish(it, best.lineage);
  else begin_catch_up(it, best.core, best.lineage, best.last);
}

static void note_report(struct sequenced_log *it, uint32_t from, int64_t lineage, int64_t last) {
  uint32_t place = 0;
  while (place < it->report_count && it->reports[place].core != from) place++;
  if (place == it->report_count) it->report_count++;
  it->reports[place] = (struct position){from, lineage, last};
}

static void accept_report(struct sequenced_log *it, uint32_t from, int64_t lineage, int64_t last) {
  if (it->sequencer != it->group.core) return;
  if (is_synced(it) || it->is_lost) {
    if (from != it->group.core) start(it, from);
    return;
  }
  note_report(it, from, lineage, last);
  if (!it->catch_up.is_open && it->report_count == it->member_count) take_over(it);
}

static void accept_start(struct sequenced_log *it, uint32_t from, const struct message *message) {
  if (from != it->sequencer || is_synced(it) || it->catch_up.is_open) return;
  if (message->lineage == BLANK) give_up(it);
  else begin_catch_up(it, from, message->lineage, message->last);
}

static void accept_part(struct sequenced_log *it, uint32_t from, const struct message *part) {
  struct catch_up *missed = &it->catch_up;
  if (!missed->is_open || missed->source != from) return;
  if (catch_up_accept(missed, part, it->group.snapshot_bytes, it->group.most_command)) go_on(it, it->joint);
}

static void seek(struct sequenced_log *it) {
  if (it->sequencer == it->group.core) accept_report(it, it->group.core, it->lineage, last_of(it));
  else report(it);
  arm(it);
}

/* ── who takes part ── */

/* Who has never been away before the others; then the plan's choice, and the order of its tree. */
static void choose_sequencer(struct sequenced_log *it) {
  const struct group *group = &it->group;
  it->sequencer = ~0u;
  for (uint32_t place = 0; place <= group->seat_count; place++) {
    const uint32_t core = place == 0 ? group->leader : group->seats[place - 1].core;
    if (!has_core(it->members, core)) continue;
    if (it->sequencer == ~0u || it->view.started[core] < it->view.started[it->sequencer]) it->sequencer = core;
  }
}

static void arrange(struct sequenced_log *it) {
  const struct group *group = &it->group;
  it->member_count = 0;
  for (uint32_t i = 0; i < (group->cores + 31) / 32; i++) it->members[i] = 0;
  for (uint32_t i = 0; i < group->seat_count; i++) {
    const uint32_t core = group->seats[i].core;
    if (!has_core(it->view.members, core) || has_core(it->members, core)) continue;
    add_core(it->members, core);
    it->member_count++;
  }
  choose_sequencer(it);
  tree_hang(it);
}

/* It was excluded, and others may have gone on without it: what it knows is worth nothing. */
static void forget(struct sequenced_log *it) {
  it->lineage = BLANK;
  install(it, 0);
}

static void copy_view(struct sequenced_log *it, const struct view *view) {
  const struct members sizes = {.cores = it->group.cores, .words = (it->group.cores + 31) / 32};
  view_copy(&sizes, &it->view, view);
}

void log_view_changed(struct sequenced_log *it, const struct view *view) {
  const uint32_t core = it->group.core;
  if (view->epoch <= it->view.epoch) return;
  if (view->started[core] != it->view.started[core]) forget(it);
  copy_view(it, view);
  it->report_count = it->queued = 0;
  it->catch_up.is_open = it->is_lost = false;
  for (uint32_t i = 0; i < MOST_HELD; i++) it->held[i].is_held = false;
  arrange(it);
  if (is_member(it)) seek(it);
}

/* ── what else comes in ── */

static bool is_seat(const struct group *group, uint32_t core) {
  for (uint32_t i = 0; i < group->seat_count; i++)
    if (group->seats[i].core == core) return true;
  return false;
}

bool log_receive(struct sequenced_log *it, uint32_t from, const struct message *message) {
  struct message answer;
  if (!is_seat(&it->group, from)) return false;
  if (message->epoch != it->view.epoch || !is_member(it) || !has_core(it->view.members, from)) return true;
  switch (message->kind) {
    case SAY_FORWARD:
      if (leads(it)) order(it, &message->proposal);
      return true;
    case SAY_ENTRIES: accept_entries(it, from, message); return true;
    case SAY_ACK: accept_ack(it, from, message); return true;
    case SAY_REPORT: accept_report(it, from, message->lineage, message->last); return true;
    case SAY_START: accept_start(it, from, message); return true;
    case SAY_FETCH:
      if (supply_answer(it, from, message, &answer)) send(it, from, &answer);
      return true;
    default: accept_part(it, from, message); return true;
  }
}

void log_expire(struct sequenced_log *it) {
  if (!is_member(it)) return;
  if (it->catch_up.is_open) fetch(it);
  else if (!is_synced(it)) report(it);
  else remind(it);
  arm(it);
}

void log_watch(struct sequenced_log *it) {
  if (is_member(it)) arm(it);
}

static void make_catch_up(struct kernel *kernel, struct catch_up *it, const struct group *group) {
  it->partial = kernel_memory(kernel, group->snapshot_bytes);
  it->snapshot = kernel_memory(kernel, group->snapshot_bytes);
  it->entries = kernel_memory(kernel, MOST_ENTRIES * sizeof *it->entries);
  for (uint32_t i = 0; i < MOST_ENTRIES; i++) it->entries[i].memory = kernel_memory(kernel, group->most_command);
}

void log_begin(struct sequenced_log *it, struct replica *replica, struct members *members, const struct group *group,
               const struct view *view) {
  struct kernel *kernel = members->kernel;
  it->replica = replica;
  it->group = *group;
  it->log.most_command = group->most_command;
  it->log.retained = group->retained;
  it->log.entries = kernel_memory(kernel, MOST_ENTRIES * sizeof *it->log.entries);
  for (uint32_t i = 0; i < MOST_ENTRIES; i++) it->log.entries[i].memory = kernel_memory(kernel, group->most_command);
  it->queue = kernel_memory(kernel, MOST_QUEUED * sizeof *it->queue);
  for (uint32_t i = 0; i < MOST_QUEUED; i++) it->queue[i].memory = kernel_memory(kernel, group->most_command);
  for (uint32_t i = 0; i < MOST_HELD; i++) it->held[i].bytes = kernel_memory(kernel, group->snapshot_bytes);
  make_catch_up(kernel, &it->catch_up, group);
  it->members = make_set(members);
  it->children = kernel_memory(kernel, group->seat_count * sizeof *it->children);
  it->reports = kernel_memory(kernel, group->seat_count * sizeof *it->reports);
  it->edges = kernel_memory(kernel, group->seat_count * sizeof *it->edges);
  view_make(members, &it->view);
  copy_view(it, view);
  it->lineage = group->joins ? BLANK : (int64_t)view->epoch;
  it->origin = BLANK;
  it->refused_by = NOBODY;
  arrange(it);
  if (group->joins) seek(it);
}
