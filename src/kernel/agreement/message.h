/* What replicas say to each other: src/runtime/agreement/messages.ts. */
#ifndef SKERRY_MESSAGE_H
#define SKERRY_MESSAGE_H

#include "entry_log.h"

enum message_kind { SAY_FORWARD, SAY_ENTRIES, SAY_ACK, SAY_REPORT, SAY_START, SAY_FETCH, SAY_LOG_PART, SAY_SNAPSHOT_PART };

struct message {
  uint8_t kind;
  bool asks;
  int64_t epoch, first, stable, have, all, voted, refused_by, lineage, last, after, snapshot, offset, index, term, total;
  struct proposal proposal;
  struct bytes bytes;
  /* Of those that have entries: some of a log, or where they were read from. */
  const struct entry_log *log;
  uint32_t count;
  struct ordered *entries;
};

void message_encode(struct bytes_out *to, const struct message *message);
/* `entries`: room for MOST_LISTED. False for bytes that are no such message. */
bool message_decode(struct bytes bytes, struct message *message, struct ordered *entries);

#endif
