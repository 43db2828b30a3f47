/* Streams and events. */
#ifndef SKERRY_STREAMS_H
#define SKERRY_STREAMS_H

#include "programs.h"

void streams_serve(skerry_binding *end, const struct frame *frame, const uint8_t *payload);
/* False: it is the answer of a call. */
bool streams_accept(skerry_binding *end, struct call *call, const struct frame *frame, const uint8_t *payload);
bool streams_answer(skerry_binding *end, struct call *place, const skerry_call *call, uint8_t kind, const void *payload, uint32_t bytes);
/* Items that found no memory are asked for again. */
void streams_settle(struct kernel *kernel);

#endif
