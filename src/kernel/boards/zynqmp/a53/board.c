/* The A53s of QEMU's xlnx-zcu102, one of which boots: it starts the R5s too, with the image for them. */
#include "boards/zynqmp/board.h"

#include "boards/aarch64/cpu.h"

#define CONTROLLER 0xf9020000u
enum { CONTROLLER_ON = 0, PRIORITY = 4, ACKNOWLEDGE = 0xc, END = 0x10 };
/* Memory: as much as there is, up to 2 GiB below and the rest above. */
#define LOW_END 0x80000000ull
#define HIGH 0x800000000ull
#define HIGH_END 0x1000000000ull
enum { STEP = 1 << 20, OWN_END = 8 << 20, MOST_CORES = 6, NOBODY = -2 };
/* Where the R5s' image begins: zynqmp/r5/link.ld. */
#define SECOND_ENTRY 0xfffc0000u

/* UG1085, table 13-1: the interrupt of the console, where the distributor says to whom it goes and that it is on. */
enum { CONSOLE = 53, TARGET = 0x800 + CONSOLE, CONSOLE_ENABLE = 0x104 };

const uint32_t machine_platform = ZYNQMP_PLATFORM, board_console = CONSOLE;

void machine_print(char character) {
  while (*device_word(UART + UART_STATUS) & UART_FULL) {
  }
  *device_word(UART + UART_FIFO) = (uint8_t)character;
}

/* A byte is enough, in bulk or not. R5s look all the time: QEMU gives a core that does so too a tenth of a second at once. */
bool machine_listen(bool in_bulk) {
  (void)in_bulk;
  *(volatile uint8_t *)(uintptr_t)(DISTRIBUTOR + TARGET) = (uint8_t)(1u << own_id());
  *device_word(DISTRIBUTOR + CONSOLE_ENABLE) = 1u << (CONSOLE - 32);
  *device_word(UART + UART_TRIGGER) = 1;
  *device_word(UART + UART_INTERRUPTS) = RECEIVED;
  return true;
}

/* What comes after it was looked at interrupts again. */
int machine_hear(void) {
  *device_word(UART + UART_HAPPENED) = RECEIVED;
  return *device_word(UART + UART_STATUS) & UART_EMPTY ? -1 : (uint8_t)*device_word(UART + UART_FIFO);
}

/* The board says nothing of itself: it is tried out. */
const void *board_hardware(void) { return NULL; }

bool board_has_hvc(void) { return false; }

/* Where no memory is, nothing is kept. What was there before stays. */
static bool is_memory(uint64_t address) {
  volatile uint32_t *word = device_word(address);
  const uint32_t before = *word;
  *word = ~before;
  const bool is_kept = *word == ~before;
  *word = before;
  return is_kept;
}

/* It has no holes: half of what is left to be known at a time. */
static void list_memory(uint64_t from, uint64_t known, uint64_t end, on_found *on_found, void *context) {
  while (known < end) {
    const uint64_t middle = known + ((end - known) / 2 & ~(uint64_t)(STEP - 1));
    if (is_memory(middle + STEP - 4)) known = middle + STEP;
    else end = middle;
  }
  if (known > from) on_found(context, &(struct found){.kind = FOUND_MEMORY, .id = from, .bytes = known - from});
}

/* Arm DEN 0022, 5.7: whether a core is on, when there is one. */
void machine_list(const void *hardware, on_found *on_found, void *context) {
  (void)hardware;
  for (uint64_t id = 0; id < MOST_CORES; id++)
    if (cpu_psci(PSCI_AFFINITY_INFO, id, 0, 0) >= 0) on_found(context, &(struct found){.kind = FOUND_CORE, .id = id});
  list_memory(0, OWN_END, LOW_END, on_found, context);
  list_memory(HIGH, HIGH, HIGH_END, on_found, context);
}

/* On the board itself it is the firmware of its power management that starts R5s, not PSCI. */
void machine_start(const struct blob *it, uint32_t core) {
  cpu_start(it, core, blob_core(it, core)->image == SECOND_IMAGE ? SECOND_ENTRY : (uintptr_t)start_other);
}

void board_begin(void) {
  *device_word(UART + UART_CONTROL) = UART_ON;
  *device_word(DISTRIBUTOR) = SWITCHED_ON;
  *device_word(DISTRIBUTOR + ENABLE) = 1 | 1u << TIMER;
  *device_word(CONTROLLER + PRIORITY) = 0xff;
  *device_word(CONTROLLER + CONTROLLER_ON) = 1;
}

bool board_allow(struct fence *fence) {
  return cpu_allow_device(fence, DISTRIBUTOR, 0x1000) && cpu_allow_device(fence, CONTROLLER, 0x1000) &&
         (!is_boot_core() || cpu_allow_device(fence, UART, 0x1000));
}

uint32_t board_take_interrupt(void) {
  const uint32_t interrupt = *device_word(CONTROLLER + ACKNOWLEDGE), number = interrupt & 0x3ff;
  if (number < NO_INTERRUPT) *device_word(CONTROLLER + END) = interrupt;
  return number;
}

void machine_ring(const struct blob_core *core) {
  __asm__ volatile("dsb sy" ::: "memory");
  if (core->image == FIRST_IMAGE) *device_word(DISTRIBUTOR + RING) = 1u << (RING_TARGETS + core->hardware_id);
}
