#include "control_message.h"

#include "report.h"
#include "switch.h"

void control_begin(struct control_message *it, uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  const uint32_t numbers[] = {a, b, c, d};
  for (int i = 0; i < CONTROL_NUMBERS; i++) it->bytes[i] = (uint8_t)(numbers[i / 4] >> (8 * (i % 4)));
  it->length = CONTROL_NUMBERS;
}

void control_add(struct control_message *it, const char *text) {
  uint32_t length = text_length(text);
  if (it->length + 2 + length > LONGEST_CONTROL) length = LONGEST_CONTROL - 2 - it->length;
  it->bytes[it->length] = (uint8_t)length;
  it->bytes[it->length + 1] = (uint8_t)(length >> 8);
  for (uint32_t i = 0; i < length; i++) it->bytes[it->length + 2 + i] = (uint8_t)text[i];
  it->length += 2 + length;
}

void control_send(struct kernel *kernel, uint16_t to, uint8_t kind, uint32_t correlation, const struct control_message *it) {
  const struct frame head = {.to = to, .from = (uint16_t)kernel->core, .kind = kind, .correlation = correlation};
  if (!switch_send(kernel, &head, it->bytes, it->length)) kernel_drop(kernel, "memory", to);
}

uint32_t control_number(const uint8_t *message, int index) {
  const uint8_t *at = message + 4 * index;
  return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

struct text control_text(const uint8_t *message, uint32_t length, int index) {
  for (uint32_t at = CONTROL_NUMBERS; at + 2 <= length; index--) {
    const uint32_t bytes = message[at] | (uint32_t)message[at + 1] << 8;
    if (bytes > length - at - 2) break;
    if (index == 0) return (struct text){(const char *)message + at + 2, bytes};
    at += 2 + bytes;
  }
  return (struct text){"", 0};
}

bool is_text(struct text text, const char *other) {
  return text_length(other) == text.length && is_same_text(text.at, other, text.length);
}
