#include "line.h"

#include "machine.h"

struct line *line_text(struct line *line, const char *text) {
  while (*text != 0 && line->length < sizeof line->text - 1) line->text[line->length++] = *text++;
  line->text[line->length] = 0;
  return line;
}

static struct line *line_digits(struct line *line, uint64_t number, uint32_t base) {
  char digits[24];
  uint32_t at = sizeof digits;
  digits[--at] = 0;
  do digits[--at] = "0123456789abcdef"[number % base];
  while ((number /= base) != 0);
  return line_text(line, digits + at);
}

struct line *line_number(struct line *line, uint64_t number) { return line_digits(line, number, 10); }

struct line *line_hex(struct line *line, uint64_t number) { return line_digits(line_text(line, "0x"), number, 16); }

struct line *line_size(struct line *line, uint64_t bytes) {
  static const char *const units[] = {" bytes", " KiB", " MiB", " GiB"};
  uint32_t unit = 0;
  while (bytes != 0 && bytes % 1024 == 0 && unit < 3) bytes /= 1024, unit++;
  return line_text(line_number(line, bytes), units[unit]);
}

void line_print(const struct line *line) {
  for (uint32_t i = 0; i < line->length; i++) machine_print(line->text[i]);
  machine_print('\n');
}

uint32_t text_length(const char *text) {
  uint32_t length = 0;
  while (text[length] != 0) length++;
  return length;
}

_Bool is_same_text(const char *one, const char *other, uint32_t length) {
  for (uint32_t i = 0; i < length; i++)
    if (one[i] != other[i]) return 0;
  return 1;
}

/* Compilers call these. */
void *memset(void *to, int value, __SIZE_TYPE__ bytes) {
  unsigned char *at = to;
  while (bytes-- != 0) *at++ = (unsigned char)value;
  return to;
}

void *memcpy(void *restrict to, const void *restrict from, __SIZE_TYPE__ bytes) {
  unsigned char *at = to;
  const unsigned char *next = from;
  while (bytes-- != 0) *at++ = *next++;
  return to;
}

void *memmove(void *to, const void *from, __SIZE_TYPE__ bytes) {
  unsigned char *at = to;
  const unsigned char *next = from;
  if (at <= next) return memcpy(to, from, bytes);
  while (bytes-- != 0) at[bytes] = next[bytes];
  return to;
}

int memcmp(const void *one, const void *other, __SIZE_TYPE__ bytes) {
  const unsigned char *a = one, *b = other;
  for (; bytes != 0; bytes--, a++, b++)
    if (*a != *b) return *a < *b ? -1 : 1;
  return 0;
}
