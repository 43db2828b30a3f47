/*
 * Linked around the kernel's judgement of its blob: of a system with this name each byte of the header is changed in three
 * ways, and bytes all over the body in one, before the kernel goes on as if it had refused it.
 */
#include "blob/blob.h"
#include "boards/line.h"

const char *__real_blob_fault(const struct blob *blob, uint32_t platform);

static const char name[] = "every byte of the header";

static bool is_meant(const struct blob *blob, uint32_t platform) {
  return __real_blob_fault(blob, platform) == NULL && is_same_text(blob_name(blob, blob->name), name, sizeof name);
}

static uint32_t accepted_at(struct blob *blob, uint32_t platform, uint32_t at, uint8_t change) {
  volatile uint8_t *byte = (volatile uint8_t *)blob + at;
  const uint8_t before = *byte;
  *byte = before ^ change;
  const bool is_accepted = __real_blob_fault(blob, platform) == NULL;
  *byte = before;
  return is_accepted;
}

static uint32_t count_accepted(struct blob *blob, uint32_t platform) {
  uint32_t accepted = 0;
  for (uint32_t at = 0; at < sizeof *blob; at++)
    for (int i = 0; i < 3; i++) accepted += accepted_at(blob, platform, at, (uint8_t)(i == 0 ? 0xff : 1 << (at + 3 * i) % 8));
  for (uint32_t at = sizeof *blob; at < blob->bytes; at += 61) accepted += accepted_at(blob, platform, at, (uint8_t)(1 + at % 255));
  return accepted;
}

const char *__wrap_blob_fault(struct blob *blob, uint32_t platform) {
  if (!is_meant(blob, platform)) return __real_blob_fault(blob, platform);
  return count_accepted(blob, platform) == 0 ? "with any damage" : "but not with every damage";
}
