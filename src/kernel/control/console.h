/* The console of the boot core. */
#ifndef SKERRY_CONSOLE_H
#define SKERRY_CONSOLE_H

#include "channel/kernel.h"

void console_begin(struct kernel *kernel);
/* How much has come in. */
uint32_t console_poll(struct kernel *kernel);
/* To be called when what has come is dealt with: tells the host so. */
void console_settle(struct kernel *kernel);
/* When it has something to do though nothing has come; ~0: at no time. */
uint64_t console_due(const struct kernel *kernel);
/* Waits until the host has heard what it was told, or a second. */
void console_end(struct kernel *kernel);

#endif
