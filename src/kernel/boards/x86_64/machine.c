/* QEMU's q35 board, in long mode, with addresses as they are. */
#include "boards/machine.h"

#include "boards/line.h"
#include "boards/pages.h"
#include "acpi.h"

enum { BLOB = 0x800000, TRAMPOLINE = 0x8000, CONSOLE = 0x3f8, CONSOLE_INTERRUPT = 4, EXIT_PORT = 0xf4, DOORBELL = 0x40, ALARM = 0x41, SPURIOUS = 0x4f, VECTORS };
enum { APIC_ID = 0x20, APIC_SPURIOUS = 0xf0, APIC_COMMAND = 0x300, APIC_TARGET = 0x310 };
enum { APIC_TIMER = 0x320, APIC_COUNT = 0x380, APIC_DIVIDE = 0x3e0, BY_ONE = 0xb };
enum { PAGE_FAULT = 14, INIT = 0x4500, STARTUP = 0x4600, BUSY = 0x1000, GS_BASE = (int)0xc0000101 };
/* IA-PC HPET Specification 1.0a, 2.3. */
enum { HPET_PERIOD = 0x4, HPET_ENABLE = 0x10, HPET_COUNTER = 0xf0 };

static const uintptr_t local_apic = 0xfee00000, io_apic = 0xfec00000, hpet = 0xfed00000;

const uint32_t machine_platform = 2;

/* Intel SDM 3A, table 4-19: bits of the entry of a page. */
enum { PRESENT = 1, WRITABLE = 2, UNCACHED = 0x18 };
#define NOT_RUN (1ull << 63)

extern const uint8_t trampoline[], trampoline_end[];
extern const uint8_t text_begin[], text_end[], constants_end[]; /* of the image: link.ld */
extern const uint64_t gdt[4];
extern const uint64_t exceptions[32];
extern void doorbell(void);

struct gate {
  uint16_t low, selector, flags, middle;
  uint32_t high, zero;
};

extern struct gate interrupt_table[VECTORS];

struct pointer {
  uint16_t limit;
  uint64_t base;
} __attribute__((packed));

/* What a core has for itself: traps find a stack of their own through it, also when the stack is what is wrong. */
struct descriptors {
  uint64_t segments[6]; /* as at first, then that of the task */
  struct {
    uint32_t zero;
    uint32_t stacks[24]; /* the first of those for traps is at 8 */
    uint16_t zero2, ports;
  } task;
  struct gate gates[VECTORS];
};

_Static_assert(sizeof(struct descriptors) <= PAGE_BYTES, "descriptors");

static void write_port(uint16_t port, uint8_t value) { __asm__ volatile("outb %0, %1" ::"a"(value), "Nd"(port)); }

static uint8_t read_port(uint16_t port) {
  uint8_t value;
  __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
  return value;
}

static uint64_t read_register(uint32_t number) {
  uint32_t low, high;
  __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(number));
  return (uint64_t)high << 32 | low;
}

static volatile uint32_t *apic(uint32_t at) { return (volatile uint32_t *)(local_apic + at); }

void machine_print(char character) {
  while (!(read_port(CONSOLE + 5) & 0x20)) {
  }
  write_port(CONSOLE, (uint8_t)character);
}

/* 16550 with FIFOs: 14 bytes at a time, or each by itself; x86_begin has led its interrupts here. */
bool machine_listen(bool in_bulk) {
  write_port(CONSOLE + 3, 0x80); /* the divisor, so that what is no whole batch comes soon too */
  write_port(CONSOLE, 1);
  write_port(CONSOLE + 1, 0);
  write_port(CONSOLE + 3, 3);
  write_port(CONSOLE + 2, in_bulk ? 0xc7 : 7);
  write_port(CONSOLE + 4, 0xb);
  write_port(CONSOLE + 1, 1);
  return true;
}

int machine_hear(void) { return read_port(CONSOLE + 5) & 1 ? read_port(CONSOLE) : -1; }

_Noreturn void machine_exit(enum exit_code code) {
  __asm__ volatile("outl %0, %1" ::"a"((uint32_t)code), "Nd"((uint16_t)EXIT_PORT));
  machine_park();
}

_Noreturn void machine_park(void) {
  for (;;) __asm__ volatile("cli\n hlt");
}

uint64_t machine_now(void) {
  const uint32_t femtoseconds = *(volatile uint32_t *)(hpet + HPET_PERIOD);
  return *(volatile uint64_t *)(hpet + HPET_COUNTER) * (femtoseconds / 1000) / 1000;
}

void machine_list(const void *hardware, on_found *on_found, void *context) { acpi_list(hardware, on_found, context); }

static void command(uint64_t hardware_id, uint32_t what) {
  while (*apic(APIC_COMMAND) & BUSY) {
  }
  *apic(APIC_TARGET) = (uint32_t)hardware_id << 24;
  *apic(APIC_COMMAND) = what;
}

void machine_ring(const struct blob_core *core) {
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  command(core->hardware_id, 0x4000 | DOORBELL);
}

static void pause_for(uint64_t nanoseconds) {
  for (const uint64_t until = machine_now() + nanoseconds; machine_now() < until;) __asm__ volatile("pause");
}

/* Intel SDM 3A, 8.4.4: INIT, then STARTUP twice. */
void machine_start(const struct blob *blob, uint32_t core) {
  const uint64_t id = blob_core(blob, core)->hardware_id;
  command(id, INIT);
  pause_for(100000);
  command(id, STARTUP | TRAMPOLINE >> 12);
  pause_for(100000);
  command(id, STARTUP | TRAMPOLINE >> 12);
}

static uint64_t leaf_of(enum access access) {
  if (access == ACCESS_NONE) return 0;
  return PRESENT | (access == ACCESS_WRITE ? WRITABLE : 0) | (access == ACCESS_RUN ? 0 : NOT_RUN);
}

bool machine_allow(struct fence *fence, uint64_t address, uint64_t bytes, enum access access) {
  return pages_allow(fence, address, bytes, leaf_of(access), PRESENT | WRITABLE);
}

static bool allow_device(struct fence *fence, uint64_t address, enum access access) {
  return pages_allow(fence, address, PAGE_BYTES, leaf_of(access) | UNCACHED, PRESENT | WRITABLE);
}

static void load_interrupts(const struct gate *gates) {
  const struct pointer pointer = {VECTORS * sizeof *gates - 1, (uintptr_t)gates};
  __asm__ volatile("lidt %0" ::"m"(pointer));
}

/* Intel SDM 3A, 7.2.3 and 7.7: the task's segment says where traps have their stack. */
static bool load_descriptors(struct fence *fence) {
  struct descriptors *own = (struct descriptors *)page_take(fence);
  if (own == NULL) return false;
  const uint64_t task = (uintptr_t)&own->task, stack = read_register(GS_BASE);
  for (int i = 0; i < 4; i++) own->segments[i] = gdt[i];
  own->segments[4] = (sizeof own->task - 1) | (task & 0xffffff) << 16 | 0x89ull << 40 | (task >> 24 & 0xff) << 56;
  own->segments[5] = task >> 32;
  own->task.stacks[8] = (uint32_t)stack;
  own->task.stacks[9] = (uint32_t)(stack >> 32);
  own->task.ports = sizeof own->task;
  for (int i = 0; i < VECTORS; i++) own->gates[i] = interrupt_table[i];
  for (int i = 0; i < 32; i++) own->gates[i].flags |= 1;
  const struct pointer pointer = {sizeof own->segments - 1, (uintptr_t)own->segments};
  __asm__ volatile("lgdt %0\n ltr %w1" ::"m"(pointer), "r"(32));
  load_interrupts(own->gates);
  fence->end = fence->free; /* below it lie tables, which nobody sees */
  return machine_allow(fence, (uintptr_t)own, PAGE_BYTES, ACCESS_READ);
}

static bool allow_image(struct fence *fence, const uint8_t *begin, const uint8_t *end, enum access access) {
  return machine_allow(fence, (uintptr_t)begin, (uint64_t)(end - begin), access);
}

bool machine_allow_own(struct fence *fence) {
  return load_descriptors(fence) && allow_image(fence, text_begin, text_end, ACCESS_RUN) &&
         allow_image(fence, text_end, constants_end, ACCESS_READ) &&
         allow_device(fence, local_apic, ACCESS_WRITE) && allow_device(fence, hpet, ACCESS_READ);
}

void machine_enforce(struct fence *fence) {
  pages_hide_tables(fence, PRESENT | WRITABLE);
  __asm__ volatile("mov %0, %%cr3" ::"r"(fence->root) : "memory");
}

/* Interrupts are off but while a core sleeps: one that came before ends the sleep at once. */
void machine_awake(void) {}

/* QEMU's timer counts nanoseconds; a sleep that ends too early is followed by another. */
void machine_alarm(uint64_t at) {
  const uint64_t now = machine_now(), most = 1ull << 31, left = at <= now ? 1 : at - now;
  *apic(APIC_TIMER) = ALARM;
  *apic(APIC_DIVIDE) = BY_ONE;
  *apic(APIC_COUNT) = (uint32_t)(left < most ? left : most);
}

void machine_sleep(void) { __asm__ volatile("sti\n hlt\n cli" ::: "memory"); }

static void set_gate(uint32_t vector, uint64_t handler) {
  interrupt_table[vector] =
      (struct gate){(uint16_t)handler, 8, 0x8e00, (uint16_t)(handler >> 16), (uint32_t)(handler >> 32), 0};
}

static void take_interrupts(void) {
  load_interrupts(interrupt_table);
  __asm__ volatile("wrmsr" ::"a"(0), "d"(0), "c"(GS_BASE));
  *apic(APIC_SPURIOUS) = 0x100 | SPURIOUS;
}

static _Noreturn void begin_core(uint64_t id) {
  const struct blob *blob = (const struct blob *)(uintptr_t)BLOB;
  for (uint32_t i = 0; i < blob_count(blob, CORES); i++)
    if (blob_is_here(blob_core(blob, i)) && blob_core(blob, i)->hardware_id == id) kernel_begin(blob, i);
  machine_park();
}

/* 82093AA I/O APIC, 3.2.4: what the console says rings the doorbell of the core that starts first. */
static void lead_console(void) {
  volatile uint32_t *select = (volatile uint32_t *)io_apic, *window = (volatile uint32_t *)(io_apic + 0x10);
  *select = 0x11 + 2 * CONSOLE_INTERRUPT;
  *window = *apic(APIC_ID);
  *select = 0x10 + 2 * CONSOLE_INTERRUPT;
  *window = DOORBELL;
}

_Noreturn void x86_begin(const void *start_info) {
  for (uint32_t vector = 0; vector < 32; vector++) set_gate(vector, exceptions[vector]);
  set_gate(DOORBELL, (uintptr_t)doorbell);
  set_gate(ALARM, (uintptr_t)doorbell);
  set_gate(SPURIOUS, (uintptr_t)doorbell);
  /* What firmware left running would interrupt at the vectors of exceptions. */
  write_port(0x21, 0xff);
  write_port(0xa1, 0xff);
  *(volatile uint64_t *)(hpet + HPET_ENABLE) = 1;
  volatile uint8_t *to = (volatile uint8_t *)(uintptr_t)TRAMPOLINE;
  for (uint32_t i = 0; i < (uint32_t)(trampoline_end - trampoline); i++) to[i] = trampoline[i];
  take_interrupts();
  lead_console();
  kernel_boot(*apic(APIC_ID) >> 24, (const struct blob *)(uintptr_t)BLOB, start_info);
}

_Noreturn void x86_begin_other(uint64_t id) {
  take_interrupts();
  begin_core(id);
}

/* Intel SDM 3A, table 6-1, and of a page fault 4.7. */
static const char *word_of(uint64_t vector, uint64_t error) {
  static const char *const words[] = {
      "division error", "debug exception", "interrupt that cannot be masked", "breakpoint", "overflow", "bound exceeded",
      "illegal instruction", "no floating point", "double fault", "coprocessor overrun", "invalid task", "no segment",
      "stack fault", "protection fault",
  };
  if (vector == PAGE_FAULT) return error & 16 ? "instruction access fault" : error & 2 ? "store access fault" : "load access fault";
  return vector < PAGE_FAULT ? words[vector] : "unexpected trap";
}

_Noreturn void x86_trapped(uint64_t vector, uint64_t at, uint64_t address, void *kernel, uint64_t error) {
  kernel_trapped(kernel, word_of(vector, error), at, vector == PAGE_FAULT ? address : 0);
}
