/* What an architecture does for the portable part. */
#ifndef SKERRY_MACHINE_H
#define SKERRY_MACHINE_H

#include "blob/blob.h"

/* How QEMU ends; src/cli/boot/qemu has the same. */
enum exit_code { EXIT_DONE = 16, EXIT_FAILED = 17, EXIT_BLOB = 18, EXIT_HARDWARE = 19, EXIT_DIED = 20, EXIT_IMAGE = 21 };
enum access { ACCESS_NONE = 0, ACCESS_READ = 1, ACCESS_WRITE = 3, ACCESS_RUN = 5 };

extern const uint32_t machine_platform; /* as the header of the blob counts them */

void machine_print(char character);
_Noreturn void machine_exit(enum exit_code code);
/* Takes no step any more, until machine_start has this core begin anew. */
_Noreturn void machine_park(void);
uint64_t machine_now(void); /* nanoseconds */

/* What firmware, or whatever stands for it, says is there. */
struct found {
  enum { FOUND_CORE, FOUND_MEMORY, FOUND_DISTANCE, FOUND_ATTRIBUTE, FOUND_HVC } kind;
  uint64_t id, bytes; /* a hardware id; the address of memory and how much it is; the value of an attribute */
  uint32_t node, to, distance;
  uint8_t attribute, level; /* as in the blob */
};
typedef void on_found(void *context, const struct found *found);
void machine_list(const void *hardware, on_found *on_found, void *context);
/* Another core begins with `kernel_begin`, given its index. */
void machine_start(const struct blob *blob, uint32_t core);

/* What a core may touch, in the making: tables that say so are taken from `free` downwards, not below `least`. */
struct fence {
  uint64_t root, free, least, end; /* `free` is at first `end`, that of the core's own memory */
};
/* The first to name an address counts; false: it is more than the hardware can tell apart. */
bool machine_allow(struct fence *fence, uint64_t address, uint64_t bytes, enum access access);
/* The image of the kernel with its programs, and what the architecture itself must reach. Comes first. */
bool machine_allow_own(struct fence *fence);
/* Whether that holds for good, also for a kernel that starts anew. */
bool machine_keeps_fence(void);
/* From now on this core touches only what it is allowed. */
void machine_enforce(struct fence *fence);
/* Goes on in another function, with its own stacks: one for good, one for traps. */
_Noreturn void machine_continue(void *stack, void *trap_stack, void (*next)(void *), void *argument);

/* Wakes another core, or makes it look again. Everything written before is seen by then. */
void machine_ring(const struct blob_core *core);
/* To be called before looking for work: what rings later ends the next sleep at once. */
void machine_awake(void);
void machine_sleep(void);
/* To be called right before it sleeps: the sleep ends at that time at the latest; ~0: whenever it is rung. */
void machine_alarm(uint64_t at);

/*
 * On the boot core: from now on its sleep ends when something comes in on the console, of which there is much or a byte now
 * and then; false: it does not. The next byte of that; -1: there is none. console.c has both for boards that have neither.
 */
bool machine_listen(bool in_bulk);
int machine_hear(void);

/* What architectures call: on the core that starts first; on the others; when a core has trapped. */
_Noreturn void kernel_boot(uint64_t hardware_id, const struct blob *blob, const void *hardware);
_Noreturn void kernel_begin(const struct blob *blob, uint32_t core);
_Noreturn void kernel_trapped(void *kernel, const char *what, uint64_t at, uint64_t address);

#endif
