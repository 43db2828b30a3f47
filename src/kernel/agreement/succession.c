/* A new epoch: src/runtime/agreement/succession.ts. */
#include "sequencing.h"

void sequence_report(struct sequenced_log *it) {
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
  port_lost(it->replica);
  if (it->sequencer == it->group.core) start_all(it);
}

/* The sequencer's log is the one. */
static void establish(struct sequenced_log *it, int64_t lineage) {
  it->origin = lineage;
  it->lineage = it->view.epoch;
  it->taken_over = last_of(it);
  start_all(it);
  port_ready(it->replica);
  sequence_proceed(it);
}

void sequence_install(struct sequenced_log *it, int64_t index) {
  log_reset(&it->log, index);
  it->stable = it->delivered = index;
}

static void adopt(struct sequenced_log *it) {
  struct catch_up *missed = &it->catch_up;
  missed->is_open = false;
  if (missed->has_snapshot && !port_restore(it->replica, (struct bytes){missed->snapshot, missed->snapshot_length})) return;
  if (missed->has_snapshot) sequence_install(it, missed->snapshot_index);
  else log_truncate(&it->log, it->joint);
  for (uint32_t i = 0; i < missed->count; i++) log_append(&it->log, &missed->entries[i].entry);
  if (it->sequencer == it->group.core) {
    establish(it, it->origin);
    return;
  }
  it->lineage = it->view.epoch;
  it->taken_over = last_of(it);
  port_ready(it->replica);
  sequence_acknowledge(it, false);
  sequence_arm(it);
}

void sequence_fetch(struct sequenced_log *it) {
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
  else sequence_fetch(it);
}

static void begin_catch_up(struct sequenced_log *it, uint32_t source, int64_t lineage, int64_t last) {
  const int64_t own = last_of(it), joint = own < last ? own : last;
  const int64_t after = it->lineage == lineage ? joint : it->delivered;
  it->origin = lineage;
  catch_up_begin(&it->catch_up, source, after, last);
  go_on(it, after);
  sequence_arm(it);
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

void sequence_accept_report(struct sequenced_log *it, uint32_t from, int64_t lineage, int64_t last) {
  if (it->sequencer != it->group.core) return;
  if (is_synced(it) || it->is_lost) {
    if (from != it->group.core) start(it, from);
    return;
  }
  note_report(it, from, lineage, last);
  if (!it->catch_up.is_open && it->report_count == it->member_count) take_over(it);
}

void sequence_accept_start(struct sequenced_log *it, uint32_t from, const struct message *message) {
  if (from != it->sequencer || is_synced(it) || it->catch_up.is_open) return;
  if (message->lineage == BLANK) give_up(it);
  else begin_catch_up(it, from, message->lineage, message->last);
}

void sequence_accept_part(struct sequenced_log *it, uint32_t from, const struct message *part) {
  struct catch_up *missed = &it->catch_up;
  if (!missed->is_open || missed->source != from) return;
  if (catch_up_accept(missed, part, it->group.snapshot_bytes, it->group.most_command)) go_on(it, it->joint);
}

void sequence_seek(struct sequenced_log *it) {
  if (it->sequencer == it->group.core) sequence_accept_report(it, it->group.core, it->lineage, last_of(it));
  else sequence_report(it);
  sequence_arm(it);
}
