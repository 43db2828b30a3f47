/* Messages between kernels: four numbers, then texts, each behind its length. src/runtime/kernel/control/control.ts. */
#ifndef SKERRY_CONTROL_MESSAGE_H
#define SKERRY_CONTROL_MESSAGE_H

#include "kernel.h"

enum { CONTROL_NUMBERS = 16, LONGEST_CONTROL = 512 };

struct control_message {
  uint32_t length;
  uint8_t bytes[LONGEST_CONTROL];
};

struct text {
  const char *at;
  uint32_t length;
};

void control_begin(struct control_message *it, uint32_t a, uint32_t b, uint32_t c, uint32_t d);
void control_add(struct control_message *it, const char *text);
void control_send(struct kernel *kernel, uint16_t to, uint8_t kind, uint32_t correlation, const struct control_message *it);
/* Of a message of at least CONTROL_NUMBERS bytes. */
uint32_t control_number(const uint8_t *message, int index);
/* The text of that number; an empty one where the message has not so many. */
struct text control_text(const uint8_t *message, uint32_t length, int index);
bool is_text(struct text text, const char *other);

#endif
