#include "arq.h"

#include "boards/line.h"

enum { BEGIN = 2, END = 3, ESCAPE = 16, FLIP = 0x20 };
enum { ACCEPT = ARQ_SIGNALS, REJECT = 0x81, POLL = 0x82, ANSWER = 0x83 };
enum { FIRST_WAIT = 25, LONGEST_WAIT = 1600, MOST_OWED = ARQ_WINDOW / 4, LONGEST_OWED = 5, NS = 1000000 };

static uint32_t distance(uint8_t from, uint8_t to) { return (uint8_t)(to - from); }

/* RFC 3720, B.4: one more byte. */
static uint32_t checksum(uint32_t crc, uint8_t byte) {
  crc ^= byte;
  for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? 0x82f63b78u : 0);
  return crc;
}

void arq_begin(struct arq *it, void (*put)(char byte)) {
  memset(it, 0, sizeof *it);
  it->put = put;
  it->wait = FIRST_WAIT;
}

bool arq_has_room(const struct arq *it) { return distance(it->first, it->next) < ARQ_WINDOW; }

bool arq_is_settled(const struct arq *it) { return it->first == it->next; }

/* ── out ── */

static void put(struct arq *it, uint8_t byte) {
  const bool is_mark = byte == BEGIN || byte == END || byte == ESCAPE;
  if (is_mark) it->put(ESCAPE);
  it->put((char)(is_mark ? byte ^ FLIP : byte));
}

static void write(struct arq *it, uint8_t kind, uint8_t number, const uint8_t *body, uint32_t bytes) {
  const uint8_t head[ARQ_HEAD] = {kind, number, it->expected};
  uint32_t crc = ~0u;
  it->owed = 0;
  it->tell_at = 0;
  it->put(BEGIN);
  for (uint32_t i = 0; i < ARQ_HEAD + bytes; i++) {
    const uint8_t byte = i < ARQ_HEAD ? head[i] : body[i - ARQ_HEAD];
    crc = checksum(crc, byte);
    put(it, byte);
  }
  for (int i = 0; i < ARQ_CHECK; i++) put(it, (uint8_t)(~crc >> (8 * i)));
  it->put(END);
}

static void write_signal(struct arq *it, uint8_t kind, uint8_t number) { write(it, kind, number, NULL, 0); }

static void write_packet(struct arq *it, uint8_t number) {
  const struct packet *packet = &it->sent[number % ARQ_WINDOW];
  write(it, packet->type, number, packet->body, packet->bytes);
}

static uint64_t from(const struct arq *it, uint64_t now) { return now + (uint64_t)it->wait * NS; }

void arq_send(struct arq *it, const struct packet *packet, uint64_t now) {
  it->sent[it->next % ARQ_WINDOW] = *packet;
  write_packet(it, it->next++);
  if (it->ask_at == 0) it->ask_at = from(it, now);
}

static void repeat(struct arq *it, uint64_t now) {
  it->is_polling = false;
  for (uint8_t number = it->first; number != it->next; number++) write_packet(it, number);
  if (it->first != it->next) it->ask_at = from(it, now);
}

uint64_t arq_due(const struct arq *it) {
  const uint64_t ask = it->ask_at == 0 ? ~0ull : it->ask_at, tell = it->tell_at == 0 ? ~0ull : it->tell_at;
  return ask < tell ? ask : tell;
}

void arq_expire(struct arq *it, uint64_t now) {
  if (it->tell_at != 0 && now >= it->tell_at) write_signal(it, ACCEPT, 0);
  if (it->ask_at == 0 || now < it->ask_at) return;
  it->polled_at = it->next;
  it->is_polling = true;
  write_signal(it, POLL, ++it->poll);
  it->wait = 2 * it->wait < LONGEST_WAIT ? 2 * it->wait : LONGEST_WAIT;
  it->ask_at = from(it, now);
}

/* ── in ── */

static void accepted(struct arq *it, uint8_t expected, uint64_t now) {
  const uint32_t count = distance(it->first, expected);
  if (count == 0 || count > distance(it->first, it->next)) return;
  it->first = expected;
  it->wait = FIRST_WAIT;
  it->ask_at = it->first == it->next ? 0 : from(it, now);
}

/* Numbers that do not rise are of packets that were sent again, and what is expected was lost again. */
static void missed(struct arq *it, uint8_t ahead) {
  if (it->ahead == 0 || ahead <= it->ahead) write_signal(it, REJECT, 0);
  it->ahead = ahead;
}

static void owe(struct arq *it, uint64_t now) {
  if (++it->owed >= MOST_OWED) it->tell_at = now;
  else if (it->tell_at == 0) it->tell_at = now + (uint64_t)LONGEST_OWED * NS;
}

/* Whether it is the next. */
static bool arrived(struct arq *it, uint8_t number, uint64_t now) {
  const uint32_t ahead = distance(it->expected, number);
  if (ahead > 0 && ahead < ARQ_WINDOW) {
    missed(it, (uint8_t)ahead);
    return false;
  }
  it->ahead = 0;
  owe(it, now);
  if (ahead == 0) it->expected++;
  return ahead == 0;
}

/* What was under way when it asked has come by now, or is lost. */
static void answered(struct arq *it, uint64_t now) {
  const uint32_t missing = it->is_polling ? distance(it->first, it->polled_at) : 0;
  it->is_polling = false;
  if (missing > 0 && missing <= ARQ_WINDOW) repeat(it, now);
}

static bool take(struct arq *it, uint32_t bytes, uint64_t now, struct packet *packet) {
  const uint8_t kind = it->frame[0], number = it->frame[1], expected = it->frame[2];
  accepted(it, expected, now);
  if (kind == POLL) write_signal(it, ANSWER, number);
  else if (kind == REJECT && expected == it->first) repeat(it, now);
  else if (kind == ANSWER && number == it->poll) answered(it, now);
  if (kind >= ARQ_SIGNALS || !arrived(it, number, now)) return false;
  packet->type = kind;
  packet->bytes = (uint8_t)(bytes - ARQ_HEAD);
  for (uint32_t i = 0; i < packet->bytes; i++) packet->body[i] = it->frame[ARQ_HEAD + i];
  return true;
}

static bool is_whole(const struct arq *it, uint32_t bytes) {
  uint32_t crc = ~0u;
  for (uint32_t i = 0; i < bytes; i++) crc = checksum(crc, it->frame[i]);
  for (int i = 0; i < ARQ_CHECK; i++)
    if (it->frame[bytes + i] != (uint8_t)(~crc >> (8 * i))) return false;
  return true;
}

bool arq_hear(struct arq *it, uint8_t byte, uint64_t now, struct packet *packet) {
  if (byte == BEGIN) {
    it->is_in_frame = true;
    it->is_escaped = false;
    it->length = 0;
  } else if (!it->is_in_frame) return false;
  else if (byte == END) {
    it->is_in_frame = false;
    const uint32_t bytes = it->length - ARQ_CHECK;
    return it->length >= ARQ_HEAD + ARQ_CHECK && is_whole(it, bytes) && take(it, bytes, now, packet);
  } else if (byte == ESCAPE) it->is_escaped = true;
  else if (it->length == sizeof it->frame) it->is_in_frame = false;
  else {
    it->frame[it->length++] = it->is_escaped ? byte ^ FLIP : byte;
    it->is_escaped = false;
  }
  return false;
}
