/*
 * The console of the boot core, which is also how the computer beside the machine is heard of: its doorbell, its orders, and
 * its frames where it shares no memory with the machine. src/runtime/hosts/board/packets.ts has the same.
 */
#include "console.h"

#include "channel/report.h"
#include "orders.h"

enum { BELL = 7, PACKET = 2, CREDITS = 0, SLOT = 1, ORDER = 2, START = 3 };
enum { HEAD = 3, CHECK = 4, LONGEST = 4 + 64, ORDER_BYTES = 20, MOST = 256 };

struct console {
  uint32_t length; /* of the packet that comes; 0: none does */
  uint8_t bytes[HEAD + LONGEST + CHECK];
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

/* RFC 3720, B.4. */
static uint32_t checksum_of(const uint8_t *bytes, uint32_t length) {
  uint32_t crc = ~0u;
  for (uint32_t at = 0; at < length; at++) {
    crc ^= bytes[at];
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? 0x82f63b78u : 0);
  }
  return ~crc;
}

static bool is_serial(const struct kernel *kernel, uint32_t core) { return blob_core(kernel->blob, core)->flags & CORE_SERIAL; }

/* ── out ── */

static void send(uint8_t type, uint32_t channel, const volatile uint32_t *words, uint32_t count) {
  uint8_t bytes[HEAD + LONGEST + CHECK] = {PACKET, type, (uint8_t)(4 + 4 * count)};
  uint32_t length = HEAD;
  for (uint32_t word = 0; word <= count; word++) {
    const uint32_t value = word == 0 ? channel : words[word - 1];
    for (int i = 0; i < 4; i++) bytes[length++] = (uint8_t)(value >> (8 * i));
  }
  const uint32_t check = checksum_of(bytes, length);
  for (int i = 0; i < 4; i++) bytes[length++] = (uint8_t)(check >> (8 * i));
  for (uint32_t i = 0; i < length; i++) machine_print((char)bytes[i]);
}

static void ship_slots(struct kernel *kernel, struct outbound *out) {
  if (!is_serial(kernel, out->to->core)) return;
  for (; out->shipped != out->ring.position; out->shipped++) {
    const struct ring at = {out->ring.at, out->ring.mask, out->ring.slot_bytes, out->shipped, 0};
    send(SLOT, out->number, ring_slot(&at), SLOT_WORDS);
  }
}

static void ship_credits(struct kernel *kernel, struct inbound *in) {
  if (!is_serial(kernel, in->from->core) || in->shipped == in->ring.other) return;
  in->shipped = in->ring.other;
  send(CREDITS, in->number, &in->ring.other, 1);
}

void kernel_ring_host(struct kernel *kernel) {
  for (uint32_t i = 0; i < kernel->out_count; i++) ship_slots(kernel, &kernel->out[i]);
  for (uint32_t i = 0; i < kernel->in_count; i++) ship_credits(kernel, &kernel->in[i]);
  machine_print(BELL);
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
  if (type == SLOT && length == LONGEST) return take_slot(kernel, first, bytes + 4);
  if (type == CREDITS && length == 8) return take_credits(kernel, first, number_at(bytes + 4, 4));
  if (type == START && length == 4) return start(kernel, first);
  if (type != ORDER || length != ORDER_BYTES || (first & 0xffff) >= kernel->cores) return false;
  uint32_t numbers[4];
  for (int i = 0; i < 4; i++) numbers[i] = number_at(bytes + 4 + 4 * i, 4);
  orders_send(kernel, (uint16_t)first, (uint8_t)(first >> 16), numbers);
  return true;
}

static void hear(struct kernel *kernel, uint8_t byte) {
  struct console *it = kernel->console;
  if (it->length == 0 && byte != PACKET) return;
  it->bytes[it->length++] = byte;
  const uint32_t length = it->length < HEAD ? 0 : it->bytes[HEAD - 1];
  if (it->length < HEAD || (length <= LONGEST && it->length < HEAD + length + CHECK)) return;
  it->length = 0;
  const bool is_whole = length <= LONGEST && number_at(it->bytes + HEAD + length, CHECK) == checksum_of(it->bytes, HEAD + length);
  if (!is_whole || !act(kernel, it->bytes[1], it->bytes + HEAD, length)) kernel_drop(kernel, "malformed", kernel->core);
}

uint32_t console_poll(struct kernel *kernel) {
  uint32_t count = 0;
  if (!kernel->is_boot) return 0;
  for (int byte; count < MOST && (byte = machine_hear()) >= 0; count++) hear(kernel, (uint8_t)byte);
  return count;
}

/* Whoever listens at the other end may speak from the first bell on. */
void console_begin(struct kernel *kernel) {
  if (!kernel->is_boot) return;
  bool in_bulk = false;
  for (uint32_t core = 0; core < kernel->cores; core++) in_bulk |= is_serial(kernel, core);
  kernel->console = kernel_memory(kernel, sizeof *kernel->console);
  kernel->is_restless = !machine_listen(in_bulk);
  machine_print(BELL);
}
