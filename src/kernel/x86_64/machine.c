/* QEMU's q35 board, in long mode, with addresses as they are. */
#include "../machine.h"

#include "../line.h"
#include "acpi.h"

enum { BLOB = 0x800000, TRAMPOLINE = 0x8000, CONSOLE = 0x3f8, EXIT_PORT = 0xf4, DOORBELL = 0x40, SPURIOUS = 0xff };
enum { APIC_ID = 0x20, APIC_SPURIOUS = 0xf0, APIC_COMMAND = 0x300, APIC_TARGET = 0x310 };
enum { INIT = 0x4500, STARTUP = 0x4600, BUSY = 0x1000, GS_BASE = (int)0xc0000101 };
/* IA-PC HPET Specification 1.0a, 2.3. */
enum { HPET_PERIOD = 0x4, HPET_ENABLE = 0x10, HPET_COUNTER = 0xf0 };

static const uintptr_t local_apic = 0xfee00000, hpet = 0xfed00000;

const uint32_t machine_platform = 2;

extern const uint8_t trampoline[], trampoline_end[];
extern const uint64_t exceptions[32];
extern void doorbell(void);

struct gate {
  uint16_t low, selector, flags, middle;
  uint32_t high, zero;
};

extern struct gate interrupt_table[256];

static void write_port(uint16_t port, uint8_t value) { __asm__ volatile("outb %0, %1" ::"a"(value), "Nd"(port)); }

static uint8_t read_port(uint16_t port) {
  uint8_t value;
  __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
  return value;
}

static volatile uint32_t *apic(uint32_t at) { return (volatile uint32_t *)(local_apic + at); }

void machine_print(char character) {
  while (!(read_port(CONSOLE + 5) & 0x20)) {
  }
  write_port(CONSOLE, (uint8_t)character);
}

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
  uint8_t *to = (uint8_t *)(uintptr_t)TRAMPOLINE;
  for (uint32_t i = 0; i < (uint32_t)(trampoline_end - trampoline); i++) ((volatile uint8_t *)to)[i] = trampoline[i];
  command(id, INIT);
  pause_for(100000);
  command(id, STARTUP | TRAMPOLINE >> 12);
  pause_for(100000);
  command(id, STARTUP | TRAMPOLINE >> 12);
}

/* Every core has the same tables of pages here: nothing fences one from another's memory. */
bool machine_allow(uint64_t address, uint64_t bytes, enum access access) {
  (void)address, (void)bytes, (void)access;
  return true;
}

bool machine_allow_own(void) { return true; }

void machine_enforce(void) {}

/* Interrupts are off but while a core sleeps: one that came before ends the sleep at once. */
void machine_awake(void) {}

void machine_sleep(void) { __asm__ volatile("sti\n hlt\n cli" ::: "memory"); }

static void set_gate(uint32_t vector, uint64_t handler) {
  interrupt_table[vector] =
      (struct gate){(uint16_t)handler, 8, 0x8e00, (uint16_t)(handler >> 16), (uint32_t)(handler >> 32), 0};
}

static void take_interrupts(void) {
  const struct {
    uint16_t limit;
    uint64_t base;
  } __attribute__((packed)) pointer = {4095, (uintptr_t)interrupt_table};
  __asm__ volatile("lidt %0\n wrmsr" ::"m"(pointer), "a"(0), "d"(0), "c"(GS_BASE));
  *apic(APIC_SPURIOUS) = 0x100 | SPURIOUS;
}

static _Noreturn void begin_core(uint64_t id) {
  const struct blob *blob = (const struct blob *)(uintptr_t)BLOB;
  for (uint32_t i = 0; i < blob_count(blob, CORES); i++)
    if ((blob_core(blob, i)->flags & CORE_ONLINE) && blob_core(blob, i)->hardware_id == id) kernel_begin(blob, i);
  machine_park();
}

_Noreturn void x86_begin(const void *start_info) {
  for (uint32_t vector = 0; vector < 32; vector++) set_gate(vector, exceptions[vector]);
  set_gate(DOORBELL, (uintptr_t)doorbell);
  set_gate(SPURIOUS, (uintptr_t)doorbell);
  /* What firmware left running would interrupt at the vectors of exceptions. */
  write_port(0x21, 0xff);
  write_port(0xa1, 0xff);
  *(volatile uint64_t *)(hpet + HPET_ENABLE) = 1;
  take_interrupts();
  kernel_boot(*apic(APIC_ID) >> 24, (const struct blob *)(uintptr_t)BLOB, start_info);
}

_Noreturn void x86_begin_other(uint64_t id) {
  take_interrupts();
  begin_core(id);
}

/* Intel SDM 3A, table 6-1. */
_Noreturn void x86_trapped(uint64_t vector, uint64_t at, uint64_t address, void *kernel) {
  static const char *const words[] = {
      "division error", "debug exception", "interrupt that cannot be masked", "breakpoint", "overflow", "bound exceeded",
      "invalid instruction", "no floating point", "double fault", "coprocessor overrun", "invalid task", "no segment",
      "stack fault", "protection fault", "page fault",
  };
  kernel_trapped(kernel, vector < 15 ? words[vector] : "unexpected trap", at, address);
}
