/* What kernels are ordered to do: by the boot core, or by a kernel beside the machine. */
#ifndef SKERRY_ORDERS_H
#define SKERRY_ORDERS_H

#include "channel/kernel.h"

void orders_send(struct kernel *kernel, uint16_t to, uint8_t kind, const uint32_t numbers[4]);
void orders_stop_all(struct kernel *kernel);
void orders_receive(struct kernel *kernel, const struct frame *frame, const uint8_t *message);

#endif
