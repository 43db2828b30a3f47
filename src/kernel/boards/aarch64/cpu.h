/* A core of the 64-bit Arm architecture, and what a board adds to it. */
#ifndef SKERRY_CPU_H
#define SKERRY_CPU_H

#include "boards/machine.h"

#define READ(name)                                      \
  ({                                                    \
    uint64_t value;                                     \
    __asm__ volatile("mrs %0, " #name : "=r"(value));   \
    value;                                              \
  })
#define WRITE(name, value) __asm__ volatile("msr " #name ", %0" ::"r"((uint64_t)(value)) : "memory")

/* Arm DDI 0487, D13.2: registers of a core that say which it is; Arm DEN 0022, 5.1: functions of PSCI. */
enum { PSCI_CPU_OFF = 0x84000002, PSCI_CPU_ON = 0xc4000003, PSCI_AFFINITY_INFO = 0xc4000004 };
/* Where interrupts of the virtual timer come in, on every board. */
enum { TIMER = 27, NO_INTERRUPT = 1020 };

extern const struct blob blob; /* link scripts say where */
extern const uint8_t start_other[];

static inline volatile uint32_t *device_word(uint64_t address) { return (volatile uint32_t *)(uintptr_t)address; }

static inline uint64_t own_id(void) { return READ(mpidr_el1) & 0xff00ffffff; }

static inline bool is_boot_core(void) { return blob_core(&blob, blob.boot_core)->hardware_id == own_id(); }

int64_t cpu_psci(uint64_t function, uint64_t a, uint64_t b, uint64_t c);
void cpu_start(const struct blob *it, uint32_t core, uint64_t entry);
bool cpu_allow_device(struct fence *fence, uint64_t address, uint64_t bytes);

/* Where the board says what is there; NULL: nowhere. */
const void *board_hardware(void);
/* Whether PSCI is reached by HVC; otherwise by SMC. */
bool board_has_hvc(void);
/* Interrupts of this core, which end its sleep and are never taken: doorbells and the timer. */
void board_begin(void);
bool board_allow(struct fence *fence);
/* The interrupt of the console, which lasts until all is heard. */
extern const uint32_t board_console;
/* The number of an interrupt that has come, and that it was seen; from NO_INTERRUPT on there is none. */
uint32_t board_take_interrupt(void);

#endif
