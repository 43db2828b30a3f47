/* What is agreed on, in order: proposals, decisions on them, and the log of both. src/runtime/agreement/{messages,entry-log}.ts. */
#ifndef SKERRY_ENTRY_LOG_H
#define SKERRY_ENTRY_LOG_H

#include "bytes.h"

/* Entries that a log has room for, and a message. */
enum { MOST_ENTRIES = 288, MOST_LISTED = 96, NOBODY = -1 };

struct name {
  uint32_t core, incarnation;
  int64_t sequence;
};

struct proposal {
  struct name name;
  int64_t low;
  struct bytes command;
};

static inline bool is_same_name(const struct name *one, const struct name *other) {
  return one->sequence == other->sequence && one->core == other->core && one->incarnation == other->incarnation;
}

/* A proposal in memory of its own. */
struct kept {
  struct proposal proposal;
  uint8_t *memory;
};

enum entry_kind { ENTRY_NOTHING, ENTRY_PROPOSAL, ENTRY_DECISION };

struct ordered {
  uint8_t kind;
  int64_t term, refused_by;
  struct proposal proposal;
};

struct log_entry {
  struct ordered entry;
  uint8_t *memory;
  uint64_t serial; /* no two that were ever appended have the same */
};

/* What is not in a snapshot yet; the first entry of all has index 1. */
struct entry_log {
  struct log_entry *entries; /* of MOST_ENTRIES, in turn */
  uint32_t first, count, most_command, retained;
  int64_t base;
  uint64_t serials;
};

void entry_encode(struct bytes_out *to, const struct ordered *entry);
int64_t log_last(const struct entry_log *log);
struct log_entry *log_at(const struct entry_log *log, int64_t index); /* NULL: it is not there */
bool log_append(struct entry_log *log, const struct ordered *entry);
void log_truncate(struct entry_log *log, int64_t index);
void log_reset(struct entry_log *log, int64_t base);
void log_compact(struct entry_log *log, int64_t delivered);
/* How many from an index on go into so many bytes, but at least one. */
uint32_t log_fitting(const struct entry_log *log, int64_t first, uint32_t bytes);

void put_proposal(struct bytes_out *to, const struct proposal *proposal);
struct proposal take_proposal(struct bytes_in *from);
void keep_proposal(struct kept *to, const struct proposal *proposal);

#endif
