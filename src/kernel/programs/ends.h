/* The ends of connections, which frames name by their numbers from 1 on. */
#ifndef SKERRY_ENDS_H
#define SKERRY_ENDS_H

#include "programs.h"

/* NULL: no number is left. */
skerry_binding *ends_open(skerry_program *program, enum end_kind kind);
void ends_close(skerry_binding *end);
/* Room for a message of so many bytes that comes to it. */
void ends_reserve(skerry_binding *end, uint32_t bytes);
bool ends_send(skerry_binding *end, uint8_t kind, uint8_t opcode, uint32_t correlation, const void *payload, uint32_t bytes);
/* Of that correlation; of 0: a free one. NULL: there is none. */
struct call *ends_call(skerry_binding *end, uint32_t correlation);
uint32_t ends_correlation(skerry_binding *to, const struct call *place);
/* A credit is given back, in a batch. */
void ends_owe(skerry_binding *end);
void ends_settle(struct kernel *kernel);
/* Its server is gone. */
void ends_lost(skerry_binding *end);
/* Connections whose ways have been cut end; what was under way on them has an outcome that nobody knows. */
void ends_change(struct kernel *kernel);
/* Clients that are not connected try again. */
void ends_retry(struct kernel *kernel);

#endif
