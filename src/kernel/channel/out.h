/* What goes out: into a ring that has room, or a queue of frames that wait for it. */
#ifndef SKERRY_OUT_H
#define SKERRY_OUT_H

#include "lanes.h"

/* Flags from this bit on say in which view a frame was sent, as far as its epoch's remainder does. */
enum { TAG_SHIFT = 2, TAGS = 64 };

void out_begin(struct kernel *kernel);
bool out_has_room(struct outbound *out);
/* A frame on its way. */
void out_pass(struct outbound *out, const struct frame *frame);
/* One of this core. */
void out_put(struct kernel *kernel, struct outbound *out, struct frame frame);
void out_greet(struct kernel *kernel, struct outbound *out);
/* What has waited goes, as far as there is room; how much did. */
uint32_t out_flush(struct kernel *kernel, struct outbound *out);
uint32_t out_flush_all(struct kernel *kernel);
/* A frame that waited is not needed any more. */
void spare_give(struct kernel *kernel, struct waiting *it);

#endif
