/* What kernels say to the boot core, which has the console. */
#ifndef SKERRY_REPORT_H
#define SKERRY_REPORT_H

#include "kernel.h"

/* `program`: of a program that has ended, its index and one more. */
void kernel_report(struct kernel *kernel, uint8_t what, uint32_t program, const char *text, uint32_t bytes);
void kernel_say(struct kernel *kernel, uint8_t what, const struct line *line);
/* A frame is dropped, and counted. */
void kernel_drop(struct kernel *kernel, const char *reason, uint32_t from);

#endif
