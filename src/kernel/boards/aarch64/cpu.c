/* Cores of the 64-bit Arm architecture at EL1: Arm DDI 0487 (version H.a). */
#include "cpu.h"

#include "boards/pages.h"

/* D8.3: the entry of a page of normal memory, of a device's registers, and of a table. */
enum { VALID = 3, DEVICE = 1 << 2, READ_ONLY = 1 << 7, SHARED = 3 << 8, ACCESSED = 1 << 10 };
#define NEVER_RUN (3ull << 53)
/* MAIR: normal memory with caches, registers of devices. */
enum { MAIR_VALUES = 0x04ff };
/* TCR: 48 bits of addresses in tables that lie in cached memory, none in the upper half; 44 bits behind them. */
#define TRANSLATION (16 | 1ull << 8 | 1ull << 10 | 3ull << 12 | 1ull << 23 | 4ull << 32)
enum { MMU = 1, CACHES = 1 << 2 | 1 << 12 };

/* Arm DEN 0022, 5.2. A register that nobody else uses remembers whether it is reached by HVC. */
int64_t cpu_psci(uint64_t function, uint64_t a, uint64_t b, uint64_t c) {
  register uint64_t x0 __asm__("x0") = function;
  register uint64_t x1 __asm__("x1") = a;
  register uint64_t x2 __asm__("x2") = b;
  register uint64_t x3 __asm__("x3") = c;
  if (READ(tpidrro_el0)) __asm__ volatile("hvc 0" : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)::"memory");
  else __asm__ volatile("smc 0" : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)::"memory");
  return (int64_t)x0;
}

/* Arm IHI 0100 (semihosting), 5.9: SYS_EXIT_EXTENDED, which QEMU ends with. */
_Noreturn void machine_exit(enum exit_code code) {
  const uint64_t why[] = {0x20026, code};
  register uint64_t w0 __asm__("x0") = 0x20;
  register const uint64_t *x1 __asm__("x1") = why;
  __asm__ volatile("hlt 0xf000" ::"r"(w0), "r"(x1) : "memory");
  machine_park();
}

/* So that it can be started again. */
_Noreturn void machine_park(void) {
  cpu_psci(PSCI_CPU_OFF, 0, 0, 0);
  for (;;) __asm__ volatile("wfi");
}

uint64_t machine_now(void) {
  const uint64_t ticks = READ(cntvct_el0), frequency = READ(cntfrq_el0), second = 1000000000;
  return ticks / frequency * second + ticks % frequency * second / frequency;
}

static uint64_t leaf_of(enum access access) {
  if (access == ACCESS_NONE) return 0;
  return VALID | SHARED | ACCESSED | (access == ACCESS_WRITE ? 0 : READ_ONLY) | (access == ACCESS_RUN ? 0 : NEVER_RUN);
}

bool machine_allow(struct fence *fence, uint64_t address, uint64_t bytes, enum access access) {
  return pages_allow(fence, address, bytes, leaf_of(access), VALID);
}

bool cpu_allow_device(struct fence *fence, uint64_t address, uint64_t bytes) {
  return pages_allow(fence, address, bytes, leaf_of(ACCESS_WRITE) | DEVICE, VALID);
}

extern const uint8_t text_begin[], text_end[], constants_end[];

bool machine_allow_own(struct fence *fence) {
  return machine_allow(fence, (uintptr_t)text_begin, (uint64_t)(text_end - text_begin), ACCESS_RUN) &&
         machine_allow(fence, (uintptr_t)text_end, (uint64_t)(constants_end - text_end), ACCESS_READ) && board_allow(fence);
}

void machine_enforce(struct fence *fence) {
  pages_hide_tables(fence, VALID);
  WRITE(mair_el1, MAIR_VALUES);
  WRITE(tcr_el1, TRANSLATION);
  WRITE(ttbr0_el1, fence->root);
  __asm__ volatile("dsb sy\n tlbi vmalle1\n dsb sy\n isb" ::: "memory");
  WRITE(sctlr_el1, READ(sctlr_el1) | MMU | CACHES);
  __asm__ volatile("isb" ::: "memory");
}

/* Interrupts are never taken, but one that waits ends the sleep: the console's waits until it was heard. */
void machine_awake(void) {
  WRITE(cntv_ctl_el0, 0);
  for (uint32_t number = 0; number < NO_INTERRUPT && number != board_console;) number = board_take_interrupt();
  __asm__ volatile("dsb sy" ::: "memory");
}

/* 32 bits of ticks from now on, D13.8.22: some seconds at least. */
void machine_alarm(uint64_t at) {
  const uint64_t now = machine_now(), most = 1000000000, wait = at <= now ? 0 : at - now < most ? at - now : most;
  if (at == ~0ull) return;
  WRITE(cntv_tval_el0, wait * READ(cntfrq_el0) / 1000000000);
  WRITE(cntv_ctl_el0, 1);
}

void machine_sleep(void) { __asm__ volatile("dsb sy\n wfi" ::: "memory"); }

static void begin(void) {
  WRITE(tpidrro_el0, board_has_hvc());
  board_begin();
}

_Noreturn void arm_begin(void) {
  begin();
  kernel_boot(own_id(), &blob, board_hardware());
}

_Noreturn void arm_begin_other(uint32_t core) {
  begin();
  kernel_begin(&blob, core);
}

void cpu_start(const struct blob *it, uint32_t core, uint64_t entry) {
  cpu_psci(PSCI_CPU_ON, blob_core(it, core)->hardware_id, entry, core);
}

/* D13.2.37: classes of exceptions, and of aborts what was wrong and whether it was a write. */
static const char *word_of(uint64_t syndrome) {
  const uint32_t class = (uint32_t)(syndrome >> 26), fault = syndrome >> 2 & 0xf;
  const bool is_fetch = class == 0x20 || class == 0x21, is_write = syndrome >> 6 & 1;
  if (class == 0) return "illegal instruction";
  if (class == 0x22 || class == 0x26) return "address that is not aligned";
  if (!is_fetch && class != 0x24 && class != 0x25) return "unexpected trap";
  if (fault < 1 || fault > 3) return is_fetch ? "abort of a fetch" : is_write ? "abort of a write" : "abort of a read";
  return is_fetch ? "instruction access fault" : is_write ? "store access fault" : "load access fault";
}

_Noreturn void arm_trapped(uint64_t syndrome, uint64_t at, uint64_t address, void *kernel) {
  kernel_trapped(kernel, word_of(syndrome), at, address);
}
