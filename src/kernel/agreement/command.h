/* What is done to an object, and what comes of it, as bytes: src/runtime/state/operations.ts. */
#ifndef SKERRY_COMMAND_H
#define SKERRY_COMMAND_H

#include "bytes.h"

enum { RESULT_BYTES = 96 };

/* One table with src/runtime/state/operations.ts. */
enum operation { DO_SET = 1, DO_REPLACE = 2, DO_CLEAR = 3, DO_DELETE = 4, DO_ADD = 5, DO_GET = 32 };
enum expectation { EXPECT_ANYTHING, EXPECT_ABSENT, EXPECT_VALUE };
enum result_kind { RESULT_DONE, RESULT_REJECTED, RESULT_SUPERSEDED };

struct command {
  uint8_t operation, expects;
  struct bytes key, value, expected;
};

struct result {
  uint8_t kind, length;
  uint8_t bytes[RESULT_BYTES];
};

void command_encode(struct bytes_out *to, const struct command *command);
bool command_decode(struct bytes bytes, struct command *command);
/* An integer as the eight bytes of a double, little-endian; false for what is none that is safe. */
void number_to_bytes(int64_t number, uint8_t bytes[8]);
bool number_of_bytes(struct bytes bytes, int64_t *number);
struct result result_of_text(uint8_t kind, const char *text);
void put_result(struct bytes_out *to, const struct result *result);
bool take_result(struct bytes_in *from, struct result *result);

#endif
