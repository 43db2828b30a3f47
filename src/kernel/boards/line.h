/* A line of text in the making; what does not fit is left out. */
#ifndef SKERRY_LINE_H
#define SKERRY_LINE_H

#include <stddef.h>
#include <stdint.h>

struct line {
  uint32_t length;
  char text[252];
};

struct line *line_text(struct line *line, const char *text);
struct line *line_number(struct line *line, uint64_t number);
struct line *line_hex(struct line *line, uint64_t number);
/* Bytes, in the largest unit that they are whole numbers of. */
struct line *line_size(struct line *line, uint64_t bytes);
void line_print(const struct line *line);

uint32_t text_length(const char *text);
_Bool is_same_text(const char *one, const char *other, uint32_t length);

/* Compilers call it, as they call memcpy and others that line.c defines. */
void *memset(void *to, int value, size_t bytes);

#endif
