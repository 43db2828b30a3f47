/*
 * The console of the boot core, which is also how the computer beside the machine is heard of: its doorbell, its orders, and
 * its frames where it shares no memory with the machine. src/runtime/hosts/board/packets.ts has the same.
 */
#include "console.h"

#include "arq.h"
#include "channel/report.h"
#include "orders.h"

enum { BELL = 7, CREDITS = 0, SLOT = 1, ORDER = 2, START = 3, TEXT = 4 };
enum { SLOT_BYTES = 4 + 64, ORDER_BYTES = 20, MOST = 256 };
/* How long the host may take for a line of text; for the last ones. */
#define PATIENCE_NS 10000000000ull
#define FAREWELL_NS 1000000000ull

struct console {
  struct arq arq;
  bool is_serial; /* frames and lines for the host go in packets */
  bool is_full;   /* frames wait for room on the line */
  bool is_printing, is_alone;
};

/* Boards that cannot be woken by their console look at it again and again. */
__attribute__((weak)) bool machine_listen(bool in_bulk) {
  (void)in_bulk;
  return false;
}

__attribute__((weak)) int machine_hear(void) { return -1; }

static uint32_t number_at(const uint8_t *at, int bytes) {
  uint32_t number = 0;
  for (int i = 0; i < bytes; i++) number |= (uint32_t)at[i] << (8 * i);
  return number;
}

static bool is_serial(const struct kernel *kernel, uint32_t core) { return blob_core(kernel->blob, core)->flags & CORE_SERIAL; }

/* ── out ── */

static void send(struct kernel *kernel, uint8_t type, uint32_t channel, const volatile uint32_t *words, uint32_t count) {
  struct packet packet = {.type = type};
  for (uint32_t word = 0; word <= count; word++) {
    const uint32_t value = word == 0 ? channel : words[word - 1];
    for (int i = 0; i < 4; i++) packet.body[packet.bytes++] = (uint8_t)(value >> (8 * i));
  }
  arq_send(&kernel->console->arq, &packet, machine_now());
}

/* Each of these: false when there is no room for all of it. */
static bool ship_slots(struct kernel *kernel, struct outbound *out) {
  if (!is_serial(kernel, out->to->core)) return true;
  for (; out->shipped != out->ring.position; out->shipped++) {
    const struct ring at = {out->ring.at, out->ring.mask, out->ring.slot_bytes, out->shipped, 0};
    if (!arq_has_room(&kernel->console->arq)) return false;
    send(kernel, SLOT, out->number, ring_slot(&at), SLOT_WORDS);
  }
  return true;
}

static bool ship_credits(struct kernel *kernel, struct inbound *in) {
  if (!is_serial(kernel, in->from->core) || in->shipped == in->ring.other) return true;
  if (!arq_has_room(&kernel->console->arq)) return false;
  in->shipped = in->ring.other;
  send(kernel, CREDITS, in->number, &in->ring.other, 1);
  return true;
}

static void ship(struct kernel *kernel) {
  bool is_all = true;
  for (uint32_t i = 0; i < kernel->in_count; i++) is_all &= ship_credits(kernel, &kernel->in[i]);
  for (uint32_t i = 0; i < kernel->out_count; i++) is_all &= ship_slots(kernel, &kernel->out[i]);
  kernel->console->is_full = !is_all;
}

void kernel_ring_host(struct kernel *kernel) {
  if (kernel->console->is_serial) ship(kernel);
  else machine_print(BELL);
}

static void pump(struct kernel *kernel) {
  console_poll(kernel);
  arq_expire(&kernel->console->arq, machine_now());
}

/* False: the host hears nothing any more. */
static bool await_room(struct kernel *kernel) {
  const uint64_t until = machine_now() + PATIENCE_NS;
  struct console *it = kernel->console;
  while (!arq_has_room(&it->arq) && !it->is_alone) {
    pump(kernel);
    it->is_alone = machine_now() > until;
  }
  return !it->is_alone;
}

/* False: not all of it is sent. */
static bool send_text(struct kernel *kernel, const struct line *line) {
  for (uint32_t at = 0; at <= line->length;) {
    struct packet packet = {.type = TEXT};
    for (; packet.bytes < ARQ_BODY && at <= line->length; at++)
      packet.body[packet.bytes++] = at < line->length ? (uint8_t)line->text[at] : '\n';
    if (!await_room(kernel)) return false;
    arq_send(&kernel->console->arq, &packet, machine_now());
  }
  return true;
}

/* What has to be printed while it waits for room is not sent reliably. */
void kernel_print(struct kernel *kernel, const struct line *line) {
  struct console *it = kernel->console;
  if (it == NULL || !it->is_serial || it->is_printing || it->is_alone) {
    line_print(line);
    return;
  }
  it->is_printing = true;
  if (!send_text(kernel, line)) line_print(line);
  it->is_printing = false;
}

/* ── in ── */

/* A slot of a ring that comes in: what lies in memory elsewhere. It is the next, or nothing. */
static bool take_slot(struct kernel *kernel, uint32_t channel, const uint8_t *bytes) {
  for (uint32_t i = 0; i < kernel->in_count; i++) {
    struct inbound *in = &kernel->in[i];
    if (in->number != channel || !is_serial(kernel, in->from->core)) continue;
    const uint32_t sequence = number_at(bytes, 4);
    if (sequence != in->arrived + 1 || in->arrived - in->ring.position > in->ring.mask) return false;
    const struct ring at = {in->ring.at, in->ring.mask, in->ring.slot_bytes, in->arrived++, 0};
    for (int word = SLOT_WORDS - 1; word >= 0; word--) ring_slot(&at)[word] = number_at(bytes + 4 * word, 4);
    return true;
  }
  return false;
}

static bool take_credits(struct kernel *kernel, uint32_t channel, uint32_t credits) {
  for (uint32_t i = 0; i < kernel->out_count; i++) {
    struct outbound *out = &kernel->out[i];
    if (out->number != channel || !is_serial(kernel, out->to->core)) continue;
    *ring_credits(&out->ring) = credits;
    return true;
  }
  return false;
}

static bool start(struct kernel *kernel, uint32_t core) {
  if (core >= kernel->cores || core == kernel->core) return false;
  if (!blob_is_here(blob_core(kernel->blob, core))) return false;
  machine_start(kernel->blob, core);
  return true;
}

static bool act(struct kernel *kernel, uint8_t type, const uint8_t *bytes, uint32_t length) {
  const uint32_t first = length < 4 ? 0 : number_at(bytes, 4);
  if (type == SLOT && length == SLOT_BYTES) return take_slot(kernel, first, bytes + 4);
  if (type == CREDITS && length == 8) return take_credits(kernel, first, number_at(bytes + 4, 4));
  if (type == START && length == 4) return start(kernel, first);
  if (type != ORDER || length != ORDER_BYTES || (first & 0xffff) >= kernel->cores) return false;
  uint32_t numbers[4];
  for (int i = 0; i < 4; i++) numbers[i] = number_at(bytes + 4 + 4 * i, 4);
  orders_send(kernel, (uint16_t)first, (uint8_t)(first >> 16), numbers);
  return true;
}

uint32_t console_poll(struct kernel *kernel) {
  struct packet packet;
  uint32_t count = 0;
  uint64_t now = 0;
  if (!kernel->is_boot) return 0;
  for (int byte; count < MOST && (byte = machine_hear()) >= 0; count++) {
    if (count == 0) now = machine_now();
    if (!arq_hear(&kernel->console->arq, (uint8_t)byte, now, &packet)) continue;
    if (!act(kernel, packet.type, packet.body, packet.bytes)) kernel_drop(kernel, "malformed", kernel->core);
  }
  return count;
}

void console_settle(struct kernel *kernel) {
  if (!kernel->is_boot) return;
  if (kernel->console->is_full) ship(kernel);
  if (arq_due(&kernel->console->arq) != ~0ull) arq_expire(&kernel->console->arq, machine_now());
}

uint64_t console_due(const struct kernel *kernel) {
  return kernel->is_boot ? arq_due(&kernel->console->arq) : ~0ull;
}

void console_end(struct kernel *kernel) {
  const uint64_t until = machine_now() + FAREWELL_NS;
  while (!arq_is_settled(&kernel->console->arq) && machine_now() < until) pump(kernel);
}

/* Whoever listens at the other end may speak from the first bell on. */
void console_begin(struct kernel *kernel) {
  if (!kernel->is_boot) return;
  struct console *it = kernel->console = kernel_memory(kernel, sizeof *it);
  arq_begin(&it->arq, machine_print);
  for (uint32_t core = 0; core < kernel->cores; core++) it->is_serial |= is_serial(kernel, core);
  kernel->is_restless = !machine_listen(it->is_serial);
  machine_print(BELL);
}
