/* The console of the boot core. */
#ifndef SKERRY_CONSOLE_H
#define SKERRY_CONSOLE_H

#include "channel/kernel.h"

void console_begin(struct kernel *kernel);
/* How much has come in. */
uint32_t console_poll(struct kernel *kernel);

#endif
