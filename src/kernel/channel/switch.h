/* Frames in and out, and messages in as many of them as they need. */
#ifndef SKERRY_SWITCH_H
#define SKERRY_SWITCH_H

#include "kernel.h"

void switch_begin(struct kernel *kernel);
uint32_t switch_poll(struct kernel *kernel);
void switch_ring(struct kernel *kernel);
/* Slots in use of the fullest ring that comes in, and how many that has. */
uint32_t switch_depth(const struct kernel *kernel, uint32_t *slots);
/* False: there is no room, and nothing of it was sent. */
bool switch_send(struct kernel *kernel, const struct frame *head, const void *payload, uint32_t bytes);
bool switch_queue(struct kernel *kernel, struct queue *queue, const struct frame *head, const void *payload, uint32_t bytes);
void switch_send_waiting(struct kernel *kernel, struct queue *queue, uint16_t to, uint16_t endpoint);
void switch_greet(struct kernel *kernel);
/* A neighbour has said hello, or will not. */
void switch_greeted(struct kernel *kernel, struct inbound *in);
void switch_forget(struct kernel *kernel, struct queue *queue);
void switch_change(struct kernel *kernel, const struct view *view);
void switch_changed(struct kernel *kernel, const struct view *before, const struct view *view);
void switch_reset(struct kernel *kernel, uint32_t core);
void switch_cut(struct kernel *kernel, uint32_t core, bool is_cut);
/* The whole message, or NULL: more must come, or it is wrong, which is then counted. */
const uint8_t *switch_assemble(struct kernel *kernel, struct assembly *assembly, const struct frame *frame, uint32_t most);

#endif
