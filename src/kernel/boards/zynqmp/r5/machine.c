/* The R5s of QEMU's xlnx-zcu102: Arm DDI 0406C, part B5, and DDI 0460C (Cortex-R5). They never boot the others. */
#include "boards/machine.h"

#include "boards/zynqmp/board.h"

/* A region that is switched on, normal memory, shared and not cached, registers of a device, and who may do what. */
enum { ON = 1, CACHED = 0xb, SHARED = 0xc, DEVICE = 5, READ_WRITE = 1 << 8, READ_ONLY = 5 << 8, NEVER_RUN = 1 << 12 };
enum { REGIONS = 16, PROTECTED = 1, BACKGROUND = 1 << 17 };
/* Counts every 64th cycle, of which QEMU has a thousand million a second. */
enum { COUNTING = 1 | 8, TICK = 64 };
#define IMAGE 0xfffc0000u
#define IMAGE_BYTES 0x40000u

const uint32_t machine_platform = ZYNQMP_PLATFORM;

extern const struct blob blob; /* link.ld says where */

/* Registers of the system coprocessor by the numbers that the manual gives. */
#define READ(op1, crn, crm, op2)                                                                          \
  ({                                                                                                      \
    uint32_t value;                                                                                       \
    __asm__ volatile("mrc p15, " #op1 ", %0, c" #crn ", c" #crm ", " #op2 : "=r"(value));                 \
    value;                                                                                                \
  })
#define WRITE(op1, crn, crm, op2, value) \
  __asm__ volatile("mcr p15, " #op1 ", %0, c" #crn ", c" #crm ", " #op2 ::"r"((uint32_t)(value)) : "memory")

static volatile uint32_t *device_word(uint32_t address) { return (volatile uint32_t *)(uintptr_t)address; }

void machine_print(char character) {
  while (*device_word(UART + UART_STATUS) & UART_FULL) {
  }
  *device_word(UART + UART_FIFO) = (uint8_t)character;
}

/* Semihosting, as the A53s end it. */
_Noreturn void machine_exit(enum exit_code code) {
  const uint32_t why[] = {0x20026, code};
  register uint32_t r0 __asm__("r0") = 0x20;
  register const uint32_t *r1 __asm__("r1") = why;
  __asm__ volatile("svc 0x123456" ::"r"(r0), "r"(r1) : "memory");
  machine_park();
}

/* So that it can be started again: CPU_OFF of PSCI (Arm DEN 0022, 5.5) by SMC, for which assemblers of R5s have no word. */
_Noreturn void machine_park(void) {
  register uint32_t r0 __asm__("r0") = 0x84000002;
  __asm__ volatile(".inst 0xe1600070" : "+r"(r0)::"r1", "r2", "r3", "memory");
  for (;;) __asm__ volatile("wfi");
}

/* Two registers that nobody else uses know how often the counter began anew: it does within five minutes. */
uint64_t machine_now(void) {
  const uint32_t now = READ(0, 9, 13, 0);
  uint32_t rounds = READ(0, 13, 0, 2);
  if (now < READ(0, 13, 0, 3)) WRITE(0, 13, 0, 2, ++rounds);
  WRITE(0, 13, 0, 3, now);
  return ((uint64_t)rounds << 32 | now) * TICK;
}

void machine_list(const void *hardware, on_found *on_found, void *context) { (void)hardware, (void)on_found, (void)context; }

void machine_start(const struct blob *it, uint32_t core) { (void)it, (void)core; }

static uint32_t own_index(void) {
  const uint64_t id = READ(0, 0, 0, 5) & 0xffffff;
  for (uint32_t i = 0; i < blob_count(&blob, CORES); i++)
    if ((blob_core(&blob, i)->flags & CORE_ONLINE) && blob_core(&blob, i)->hardware_id == id) return i;
  machine_park();
}

/* Of two regions that have an address the one with the higher number counts: the first gets the highest. */
static bool allow(struct fence *fence, uint32_t address, uint32_t bytes, uint32_t attributes) {
  const uint32_t index = REGIONS - 1 - (uint32_t)fence->root;
  if (fence->root >= REGIONS || bytes < 32 || (bytes & (bytes - 1)) != 0 || address % bytes != 0) return false;
  fence->root++;
  WRITE(0, 6, 2, 0, index);
  WRITE(0, 6, 1, 0, address);
  WRITE(0, 6, 1, 4, attributes);
  WRITE(0, 6, 1, 2, (uint32_t)(30 - __builtin_clz(bytes)) << 1 | ON);
  return true;
}

/* What others write to as well is not cached: caches of R5s are nobody's but their own. */
bool machine_allow(struct fence *fence, uint64_t address, uint64_t bytes, enum access access) {
  const uint32_t rights = access == ACCESS_NONE ? NEVER_RUN
                          : access == ACCESS_WRITE ? READ_WRITE | NEVER_RUN
                          : access == ACCESS_READ ? READ_ONLY | NEVER_RUN
                                                  : READ_ONLY;
  const bool is_shared = access == ACCESS_WRITE && address != blob_core(&blob, own_index())->memory;
  return allow(fence, (uint32_t)address, (uint32_t)bytes, rights | (is_shared ? SHARED : CACHED));
}

bool machine_allow_own(struct fence *fence) {
  return machine_allow(fence, IMAGE, IMAGE_BYTES, ACCESS_RUN) &&
         allow(fence, DISTRIBUTOR, 0x1000, READ_WRITE | NEVER_RUN | DEVICE);
}

void machine_enforce(struct fence *fence) {
  (void)fence;
  __asm__ volatile("dsb" ::: "memory");
  WRITE(0, 1, 0, 0, (READ(0, 1, 0, 0) | PROTECTED) & ~(uint32_t)BACKGROUND);
  __asm__ volatile("isb" ::: "memory");
}

/* Nothing can wake it: it looks again and again. */
void machine_awake(void) { __asm__ volatile("dmb" ::: "memory"); }

void machine_alarm(uint64_t at) { (void)at; }

void machine_sleep(void) { __asm__ volatile("yield" ::: "memory"); }

void machine_ring(const struct blob_core *core) {
  __asm__ volatile("dsb" ::: "memory");
  if (core->image == FIRST_IMAGE) *device_word(DISTRIBUTOR + RING) = 1u << (RING_TARGETS + (uint32_t)core->hardware_id);
}

_Noreturn void r5_begin(void) {
  WRITE(0, 9, 12, 0, COUNTING);
  WRITE(0, 9, 12, 1, 1u << 31);
  kernel_begin(&blob, own_index());
}

/* B5.1.2: bits of the status of an abort. */
static const char *word_of(uint32_t what, uint32_t status) {
  static const char *const words[] = {"unexpected trap", "illegal instruction", "unexpected call", "instruction access fault"};
  if (what < 4) return words[what];
  if ((status & 0xf) == 1) return "address that is not aligned";
  return status >> 11 & 1 ? "store access fault" : "load access fault";
}

_Noreturn void r5_trapped(uint32_t what, uint32_t at, uint32_t address, uint32_t status) {
  kernel_trapped((void *)(uintptr_t)READ(0, 13, 0, 4), word_of(what, status), at, address);
}

/* Arm's 32 bits divide no 64: compilers call for it. */
uint64_t divide_long(uint64_t number, uint64_t by, uint64_t *rest) {
  uint64_t quotient = 0, left = 0;
  for (int bit = 63; bit >= 0; bit--) {
    left = left << 1 | (number >> bit & 1);
    if (left < by) continue;
    left -= by;
    quotient |= 1ull << bit;
  }
  *rest = left;
  return quotient;
}
