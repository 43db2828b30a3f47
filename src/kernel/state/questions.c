/* What replicas say, and what kernels without one ask and are answered, endpoint to endpoint. */
#include "channel/report.h"
#include "channel/switch.h"
#include "object.h"
#include "state.h"

enum { ASK_PROPOSE, ASK_GET, ANSWER_SETTLED = 0, ANSWER_VALUE = 1, ANSWER_LOST = 3 };

void object_send(skerry_state *it, uint32_t to, uint8_t kind, struct bytes bytes) {
  const struct frame head = {
      .to = (uint16_t)to, .from = (uint16_t)it->kernel->core, .endpoint = it->endpoint, .source = it->endpoint, .kind = kind};
  /* Without room it is lost, and said again. */
  switch_send(it->kernel, &head, bytes.at, bytes.length);
}

static struct bytes_out begin(skerry_state *it) { return (struct bytes_out){it->message, 0, it->longest, false}; }

static void finish(skerry_state *it, uint32_t to, uint8_t kind, const struct bytes_out *out) {
  if (!out->is_full) object_send(it, to, kind, (struct bytes){out->at, out->length});
}

void object_ask_to_propose(skerry_state *it, const struct proposal *proposal) {
  struct bytes_out out = begin(it);
  if (it->asked < 0) return;
  put_number(&out, ASK_PROPOSE, 1);
  put_proposal(&out, proposal);
  finish(it, (uint32_t)it->asked, ASK, &out);
}

void object_ask_to_get(skerry_state *it, const struct reading *reading) {
  struct bytes_out out = begin(it);
  if (it->asked < 0) return;
  put_number(&out, ASK_GET, 1);
  put_count(&out, reading->ticket);
  put_number(&out, true, 1);
  put_number(&out, DO_GET, 1);
  put_bytes(&out, (struct bytes){reading->key, reading->key_bytes});
  finish(it, (uint32_t)it->asked, ASK, &out);
}

void object_answer_value(skerry_state *it, const struct reading *reading) {
  struct bytes_out out = begin(it);
  struct bytes value = {it->number, 0};
  const bool is_there = content_get(&it->replica->content, (struct bytes){reading->key, reading->key_bytes}, it->number, &value);
  put_number(&out, ANSWER_VALUE, 1);
  put_count(&out, reading->ticket);
  put_number(&out, is_there, 1);
  put_bytes(&out, value);
  finish(it, reading->core, ANSWER, &out);
}

void object_answer_settled(skerry_state *it, const struct name *name, const struct settled *settled) {
  struct bytes_out out = begin(it);
  put_number(&out, ANSWER_SETTLED, 1);
  put_number(&out, name->incarnation, 4);
  put_count(&out, name->sequence);
  put_count(&out, settled->index);
  put_result(&out, &settled->result);
  finish(it, name->core, ANSWER, &out);
}

/* To everything that is asked. */
static void answer_lost(skerry_state *it, uint32_t to) {
  struct bytes_out out = begin(it);
  put_number(&out, ANSWER_LOST, 1);
  finish(it, to, ANSWER, &out);
}

/* ── in ── */

static void asked_to_propose(skerry_state *it, uint32_t from, struct bytes_in *in) {
  const struct proposal proposal = take_proposal(in);
  if (in->has_failed || in->left != 0 || proposal.name.core != from) kernel_drop(it->kernel, "malformed", from);
  else if (is_lost(it)) answer_lost(it, from);
  else replica_submit(it->replica, &proposal);
}

static void asked_to_get(skerry_state *it, uint32_t from, struct bytes_in *in) {
  const int64_t ticket = take_count(in);
  const bool is_latest = take_number(in, 1) != 0;
  take_number(in, 1);
  const bool has_to_wait = is_latest || !it->replica->is_known;
  if (has_to_wait && is_lost(it)) answer_lost(it, from);
  /* Where there is no state yet to tell of, who asks will ask again. */
  if (has_to_wait && (is_lost(it) || !is_latest)) return;
  struct reading *reading = object_open_reading(it, take_bytes(in));
  if (reading == NULL) return;
  reading->core = from;
  reading->ticket = ticket;
  if (is_latest && !in->has_failed && object_propose(it, (struct bytes){it->message, 0}, object_latest, reading)) return;
  reading->is_open = false;
  if (!is_latest && !in->has_failed) object_answer_value(it, reading);
}

static void asked(skerry_state *it, uint32_t from, struct bytes bytes) {
  struct bytes_in in = {bytes.at, bytes.length, false};
  const uint8_t what = (uint8_t)take_number(&in, 1);
  if (what == ASK_PROPOSE) asked_to_propose(it, from, &in);
  else if (what == ASK_GET) asked_to_get(it, from, &in);
}

static void answered_value(skerry_state *it, struct bytes_in *in) {
  const int64_t ticket = take_count(in);
  const bool is_there = take_number(in, 1) != 0;
  const struct bytes value = take_bytes(in);
  for (uint32_t i = 0; i < MOST_READS && !in->has_failed; i++) {
    struct reading *reading = &it->readings[i];
    if (!reading->is_open || !reading->is_of_program || reading->ticket != ticket) continue;
    reading->is_open = false;
    const skerry_agreement found = {SKERRY_AGREED, 0, {is_there ? value.at : NULL, value.length}};
    reading->agreed(reading->context, &found);
  }
}

static void answered_settled(skerry_state *it, uint32_t from, struct bytes_in *in) {
  struct result result;
  const uint32_t incarnation = (uint32_t)take_number(in, 4);
  const int64_t sequence = take_count(in), index = take_count(in);
  if (take_result(in, &result) && in->left == 0) object_settle(it, incarnation, sequence, index, &result);
  else kernel_drop(it->kernel, "malformed", from);
}

static void answered(skerry_state *it, uint32_t from, struct bytes bytes) {
  struct bytes_in in = {bytes.at, bytes.length, false};
  const uint8_t what = (uint8_t)take_number(&in, 1);
  if (what == ANSWER_SETTLED) answered_settled(it, from, &in);
  else if (what == ANSWER_LOST) object_lose(it);
  else answered_value(it, &in);
}

static struct assembly *assembly_of(skerry_state *it, uint16_t core) {
  struct source *source = it->sources;
  while (source != NULL && source->core != core) source = source->next;
  if (source == NULL) {
    source = kernel_memory(it->kernel, sizeof *source);
    *source = (struct source){core, {kernel_memory(it->kernel, it->longest), it->longest, 0, 0, 0, 0, 0}, it->sources};
    it->sources = source;
  }
  return &source->assembly;
}

/* Replicas speak to replicas, users ask them, and they answer. */
static bool may_come(const skerry_state *it, const struct frame *frame) {
  const bool is_replica = may_have_replica_on(it, frame->from), may_be_here = may_have_replica_on(it, it->kernel->core);
  if (frame->source != it->endpoint) return false;
  if (frame->kind == AGREE) return is_replica && may_be_here;
  if (frame->kind == ANSWER) return is_replica && !is_local(it);
  return frame->kind == ASK && may_be_here && (is_replica || has_user(it, frame->from));
}

void states_receive(struct kernel *kernel, const struct frame *frame) {
  const uint32_t index = LAST_OF_STATES - frame->endpoint;
  skerry_state *it = index < blob_count(kernel->blob, STATES) ? kernel->states[index] : NULL;
  if (it == NULL || !may_come(it, frame)) {
    kernel_drop(kernel, "endpoint", frame->from);
    return;
  }
  const uint8_t *message = switch_assemble(kernel, assembly_of(it, frame->from), frame, it->longest);
  const struct bytes bytes = {message, frame->total};
  if (message == NULL) return;
  /* What one says that stands in no more is late, and asked of another already. */
  if (frame->kind == ANSWER && has_replica_on(it, frame->from)) answered(it, frame->from, bytes);
  /* Where the replica is not yet, who asks will ask again. */
  else if (frame->kind == ANSWER || it->replica == NULL) return;
  else if (frame->kind == ASK) asked(it, frame->from, bytes);
  else if (!replica_receive(it->replica, frame->from, bytes)) kernel_drop(kernel, "malformed", frame->from);
}
