/* QEMU's virt board without firmware: all harts in machine mode. */
#include "boards/machine.h"

#include "boards/device_tree.h"
#include "boards/line.h"

enum { UART = 0x10000000, UART_READY = 0x20, UART_HEARD = 1, FINISHER = 0x100000, CLINT = 0x2000000, TIMES = 0x4000 };
enum { BLOB = 0x80400000, IMAGE = 0x80000000, IMAGE_BYTES = 0x200000, MSIE = 8, MTIE = 0x80 };
/* The first interrupt controller: RISC-V Platform-Level Interrupt Controller Specification 1.0.0, chapter 3. */
enum { PLIC = 0xc000000, PLIC_BYTES = 0x1000000, PLIC_ENABLE = 0x2000, PLIC_CLAIM = 0x200004, UART_SOURCE = 10, MEIE = 0x800 };
/* Privileged Architecture 20211203, 3.7: locked, so that machine mode obeys; a naturally aligned power of two. */
enum { LOCKED = 0x80, NAPOT = 0x18, ENTRIES = 16 };

const uint32_t machine_platform = 1;

#define READ(name)                                        \
  ({                                                      \
    uint64_t value;                                       \
    __asm__ volatile("csrr %0, " #name : "=r"(value));    \
    value;                                                \
  })

static volatile uint8_t *device(uintptr_t address) { return (volatile uint8_t *)address; }

void machine_print(char character) {
  while (!(*device(UART + 5) & UART_READY)) {
  }
  *device(UART) = (uint8_t)character;
}

_Noreturn void machine_exit(enum exit_code code) {
  *(volatile uint32_t *)(uintptr_t)FINISHER = (uint32_t)code << 16 | 0x3333;
  machine_park();
}

/* Doorbells ring for those who have died too: only an alarm, which nobody else sets, has a core begin anew. */
static _Noreturn void await_start(const struct blob_core *core) {
  const struct blob *blob = (const struct blob *)(uintptr_t)BLOB;
  machine_alarm(~0ull);
  while (READ(mip) & MTIE) {
  }
  do __asm__ volatile("csrw mie, %0\n wfi" ::"r"((uint64_t)MTIE) : "memory");
  while (!(READ(mip) & MTIE));
  kernel_begin(blob, (uint32_t)(core - blob_core(blob, 0)));
}

_Noreturn void machine_park(void) {
  const struct blob_core *core;
  __asm__ volatile("mv %0, tp" : "=r"(core));
  if (core != NULL) await_start(core);
  __asm__ volatile("csrw mie, zero");
  for (;;) __asm__ volatile("wfi");
}

/* The board counts at 10 MHz. */
uint64_t machine_now(void) { return READ(time) * 100; }

void machine_list(const void *hardware, on_found *on_found, void *context) { device_tree_list(hardware, on_found, context); }

void machine_ring(const struct blob_core *core) {
  __asm__ volatile("fence rw, w" ::: "memory");
  *(volatile uint32_t *)(uintptr_t)core->doorbell = 1;
}

static volatile uint64_t *alarm_of(const struct blob_core *core) {
  const uint64_t block = core->doorbell & ~0xffffull, hart = (core->doorbell & 0xffff) / 4;
  return (volatile uint64_t *)(uintptr_t)(block + TIMES + 8 * hart);
}

/* Other harts sleep until their doorbell rings for the first time; those that have begun before, until an alarm. */
void machine_start(const struct blob *blob, uint32_t core) {
  *alarm_of(blob_core(blob, core)) = 0;
  machine_ring(blob_core(blob, core));
}

/* The thread pointer, which nobody else uses, remembers who this is. */
static const struct blob_core *self(void) {
  const struct blob_core *known;
  __asm__ volatile("mv %0, tp" : "=r"(known));
  if (known != NULL) return known;
  const struct blob *blob = (const struct blob *)(uintptr_t)BLOB;
  const uint64_t hart = READ(mhartid);
  for (uint32_t i = 0; i < blob_count(blob, CORES); i++) {
    const struct blob_core *it = blob_core(blob, i);
    if (!blob_is_here(it) || it->hardware_id != hart) continue;
    __asm__ volatile("mv tp, %0" ::"r"(it));
    return it;
  }
  return NULL;
}

/* Anonymous state would be shared by all harts: what must be known again is asked for again. The first free entry is one. */
static uint32_t used_entries(void) {
  const uint64_t low = READ(pmpcfg0), high = READ(pmpcfg2);
  uint32_t used = 0;
  while (used < ENTRIES && ((used < 8 ? low : high) >> (8 * (used % 8)) & 0xff) != 0) used++;
  return used;
}

#define WRITE_ADDRESS(index) \
  case index: __asm__ volatile("csrw pmpaddr" #index ", %0" ::"r"(value)); break

static void write_address(uint32_t index, uint64_t value) {
  switch (index) {
    WRITE_ADDRESS(0);
    WRITE_ADDRESS(1);
    WRITE_ADDRESS(2);
    WRITE_ADDRESS(3);
    WRITE_ADDRESS(4);
    WRITE_ADDRESS(5);
    WRITE_ADDRESS(6);
    WRITE_ADDRESS(7);
    WRITE_ADDRESS(8);
    WRITE_ADDRESS(9);
    WRITE_ADDRESS(10);
    WRITE_ADDRESS(11);
    WRITE_ADDRESS(12);
    WRITE_ADDRESS(13);
    WRITE_ADDRESS(14);
    WRITE_ADDRESS(15);
  }
}

bool machine_allow(struct fence *fence, uint64_t address, uint64_t bytes, enum access access) {
  (void)fence;
  const uint32_t index = used_entries();
  if (index >= ENTRIES - 1 || bytes < 8 || (bytes & (bytes - 1)) != 0 || address % bytes != 0) return false;
  write_address(index, (address | (bytes / 2 - 1)) >> 2);
  const uint64_t entry = (uint64_t)(LOCKED | NAPOT | access) << (8 * (index % 8));
  if (index < 8) __asm__ volatile("csrs pmpcfg0, %0" ::"r"(entry));
  else __asm__ volatile("csrs pmpcfg2, %0" ::"r"(entry));
  return true;
}

/* The image to run, doorbells and the clock, and on the boot core the console and the end of it all. */
bool machine_allow_own(struct fence *fence) {
  const struct blob *blob = (const struct blob *)(uintptr_t)BLOB;
  const bool is_boot = self() == blob_core(blob, blob->boot_core);
  return machine_allow(fence, IMAGE, IMAGE_BYTES, ACCESS_RUN) && machine_allow(fence, CLINT, 0x100000, ACCESS_WRITE) &&
         (!is_boot || (machine_allow(fence, UART, 0x1000, ACCESS_WRITE) && machine_allow(fence, FINISHER, 0x1000, ACCESS_WRITE) &&
                       machine_allow(fence, PLIC, PLIC_BYTES, ACCESS_WRITE)));
}

/* Locked entries are until the hart is reset. */
bool machine_keeps_fence(void) { return true; }

/* What no entry names is forbidden: a last one that covers all. */
void machine_enforce(struct fence *fence) {
  (void)fence;
  const uint32_t index = used_entries();
  write_address(index, ~0ull >> 10);
  const uint64_t entry = (uint64_t)(LOCKED | NAPOT) << (8 * (index % 8));
  if (index < 8) __asm__ volatile("csrs pmpcfg0, %0" ::"r"(entry));
  else __asm__ volatile("csrs pmpcfg2, %0" ::"r"(entry));
}

static volatile uint32_t *plic(uintptr_t offset) { return (volatile uint32_t *)(uintptr_t)(PLIC + offset); }

/* Each hart has two contexts, of which the first is that of machine mode. */
static uintptr_t context(void) { return 2 * READ(mhartid); }

/* 16550 with FIFOs: 14 bytes at a time, or each by itself. The controller hears the console for harts of the first node. */
bool machine_listen(bool in_bulk) {
  if (self()->doorbell >= CLINT + 0x10000) return false;
  *device(UART + 3) = 0x80; /* the divisor, so that what is no whole batch comes soon too */
  *device(UART) = 1;
  *device(UART + 1) = 0;
  *device(UART + 3) = 3;
  *device(UART + 2) = in_bulk ? 0xc7 : 7;
  *device(UART + 1) = 1;
  *plic(4 * UART_SOURCE) = 1;
  *plic(PLIC_ENABLE + 0x80 * context()) = 1 << UART_SOURCE;
  *plic(PLIC_CLAIM - 4 + 0x1000 * context()) = 0;
  return true;
}

int machine_hear(void) { return *device(UART + 5) & UART_HEARD ? *device(UART) : -1; }

/* What the console has said is looked at after this, so that nothing of it is needed any more. */
static void settle_interrupt(void) {
  volatile uint32_t *claim = plic(PLIC_CLAIM + 0x1000 * context());
  const uint32_t source = *claim;
  if (source != 0) *claim = source;
}

void machine_awake(void) {
  if (READ(mip) & MEIE) settle_interrupt();
  *(volatile uint32_t *)(uintptr_t)self()->doorbell = 0;
  __asm__ volatile("fence rw, rw" ::: "memory");
}

/* Each node's block of registers has a word for the doorbell of each of its harts, and behind those a time for each. */
void machine_alarm(uint64_t at) {
  *alarm_of(self()) = at == ~0ull ? at : at / 100 + 1;
}

/* With interrupts off, a doorbell that rings, or has rung, ends it all the same. */
void machine_sleep(void) {
  __asm__ volatile("csrw mie, %0\n wfi" ::"r"((uint64_t)(MSIE | MTIE | MEIE)) : "memory");
}

_Noreturn void riscv_begin(uint64_t hart, const void *tree) {
  const struct blob *blob = (const struct blob *)(uintptr_t)BLOB;
  if (hart == 0) kernel_boot(hart, blob, tree);
  do machine_sleep();
  while (!(READ(mip) & MSIE));
  const struct blob_core *core = self();
  if (core == NULL) machine_park();
  kernel_begin(blob, (uint32_t)(core - blob_core(blob, 0)));
}

/* Table 3.6 of the same. */
_Noreturn void riscv_trapped(uint64_t cause, uint64_t at, uint64_t address, void *kernel) {
  static const char *const words[] = {
      "instruction address misaligned", "instruction access fault", "illegal instruction", "breakpoint",
      "load address misaligned",        "load access fault",        "store address misaligned", "store access fault",
  };
  kernel_trapped(kernel, cause < 8 ? words[cause] : "unexpected trap", at, address);
}
