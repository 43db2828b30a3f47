/* QEMU's virt board, with the interrupt controller of version 3: hw/arm/virt.c of QEMU; Arm IHI 0069 (version H). */
#include "boards/device_tree.h"
#include "boards/line.h"
#include "boards/aarch64/cpu.h"

enum { TREE = 0x40000000, UART = 0x09000000, UART_FLAGS = 0x18, UART_EMPTY = 1 << 4, UART_FULL = 1 << 5 };
/* Of the console: what interrupts, that something was received, and its number. */
enum { UART_INTERRUPTS = 0x38, RECEIVED = 1 << 4, CONSOLE = 33 };
enum { DISTRIBUTOR = 0x08000000, SWITCHED_ON = 0x12, REDISTRIBUTORS = 0x080a0000, FRAMES = 0x20000, IS_LAST = 1 << 4 };
/* Of a redistributor, in its first frame and in its second. */
enum { TYPE = 0x8, WAKER = 0x14, ASLEEP = 1 << 1, STILL_ASLEEP = 1 << 2, GROUP = 0x10080, ENABLE = 0x10100 };
/* Of the distributor, for interrupts from 32 on. */
enum { SPI_GROUP = 0x84, SPI_ENABLE = 0x104, ROUTERS = 0x6000 };

const uint32_t machine_platform = 3, board_console = CONSOLE;

void machine_print(char character) {
  while (*device_word(UART + UART_FLAGS) & UART_FULL) {
  }
  *device_word(UART) = (uint8_t)character;
}

/* Before the fence is built: the distributor is out of reach behind it. */
static void route_console(void) {
  *device_word(DISTRIBUTOR + ROUTERS + 8 * CONSOLE) = (uint32_t)own_id();
  *device_word(DISTRIBUTOR + ROUTERS + 8 * CONSOLE + 4) = (uint32_t)(own_id() >> 32);
  *device_word(DISTRIBUTOR + SPI_GROUP) |= 1 << (CONSOLE - 32);
  *device_word(DISTRIBUTOR + SPI_ENABLE) = 1 << (CONSOLE - 32);
}

/* A byte is enough, in bulk or not. */
bool machine_listen(bool in_bulk) {
  (void)in_bulk;
  *device_word(UART + UART_INTERRUPTS) = RECEIVED;
  return true;
}

int machine_hear(void) { return *device_word(UART + UART_FLAGS) & UART_EMPTY ? -1 : (uint8_t)*device_word(UART); }

/* For images that are no Linux QEMU lays it at the beginning of memory. */
const void *board_hardware(void) { return (const void *)TREE; }

static void find_hvc(void *context, const struct found *found) { *(bool *)context |= found->kind == FOUND_HVC; }

bool board_has_hvc(void) {
  bool has_hvc = false;
  device_tree_list(board_hardware(), find_hvc, &has_hvc);
  return has_hvc;
}

void machine_list(const void *hardware, on_found *on_found, void *context) { device_tree_list(hardware, on_found, context); }

void machine_start(const struct blob *it, uint32_t core) { cpu_start(it, core, (uintptr_t)start_other); }

/* Affinities as one word, as redistributors have them. */
static uint32_t affinity_of(uint64_t hardware_id) { return (uint32_t)(hardware_id >> 32 << 24 | (hardware_id & 0xffffff)); }

static uint64_t own_redistributor(void) {
  uint64_t at = REDISTRIBUTORS;
  while (*device_word(at + TYPE + 4) != affinity_of(own_id()) && !(*device_word(at + TYPE) & IS_LAST)) at += FRAMES;
  return at;
}

void board_begin(void) {
  const uint64_t own = own_redistributor();
  *device_word(DISTRIBUTOR) = SWITCHED_ON;
  if (is_boot_core()) route_console();
  *device_word(own + WAKER) &= ~(uint32_t)ASLEEP;
  while (*device_word(own + WAKER) & STILL_ASLEEP) {
  }
  *device_word(own + GROUP) = ~0u;
  *device_word(own + ENABLE) = 1 | 1u << TIMER;
  WRITE(S3_0_C12_C12_5, 7); /* ICC_SRE_EL1: from here on it is registers of the core */
  __asm__ volatile("isb");
  WRITE(S3_0_C4_C6_0, 0xff);  /* ICC_PMR_EL1: all priorities */
  WRITE(S3_0_C12_C12_7, 1);   /* ICC_IGRPEN1_EL1 */
}

/* Doorbells are registers of the core itself: only the console is a device, and the boot core's alone. */
bool board_allow(struct fence *fence) { return !is_boot_core() || cpu_allow_device(fence, UART, 0x1000); }

uint32_t board_take_interrupt(void) {
  const uint32_t number = (uint32_t)READ(S3_0_C12_C12_0); /* ICC_IAR1_EL1 */
  if (number < NO_INTERRUPT) WRITE(S3_0_C12_C12_1, number); /* ICC_EOIR1_EL1 */
  return number;
}

/* ICC_SGI1R_EL1: interrupt 0 for one of up to sixteen cores of a cluster. */
void machine_ring(const struct blob_core *core) {
  const uint64_t id = core->hardware_id;
  __asm__ volatile("dsb sy" ::: "memory");
  WRITE(S3_0_C12_C11_5, (id >> 32 & 0xff) << 48 | (id >> 16 & 0xff) << 32 | (id >> 8 & 0xff) << 16 | 1u << (id & 0xf));
  __asm__ volatile("isb" ::: "memory");
}
