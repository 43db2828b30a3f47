/*
 * Automatic repeat request by go-back-N: what gets damaged or lost on a serial line is sent again, so that all packets arrive
 * once and in order. src/runtime/hosts/board/{arq,packets}.ts have the same, and say where it comes from.
 */
#ifndef SKERRY_ARQ_H
#define SKERRY_ARQ_H

#include <stdbool.h>
#include <stdint.h>

/* Packets that may be under way; bytes of the longest; of what goes before it and behind it. */
enum { ARQ_WINDOW = 32, ARQ_BODY = 68, ARQ_HEAD = 3, ARQ_CHECK = 4 };

struct packet {
  uint8_t type, bytes; /* below ARQ_SIGNALS */
  uint8_t body[ARQ_BODY];
};

/* Kinds of frames that carry no packet begin here. */
enum { ARQ_SIGNALS = 0x80 };

struct arq {
  void (*put)(char byte); /* on the line */
  /* Numbers: of the first packet that has not been accepted, of the next to send, and of the next to come. */
  uint8_t first, next, expected;
  uint8_t poll, polled_at; /* the last poll, and what came next when it was sent */
  uint8_t owed, ahead;      /* packets that have come, and nothing was sent since; of the last one, how far it was from the next */
  bool is_polling, is_in_frame, is_escaped;
  uint32_t wait, length;    /* milliseconds; bytes of the frame that comes */
  uint64_t ask_at, tell_at; /* 0: at no time */
  uint8_t frame[ARQ_HEAD + ARQ_BODY + ARQ_CHECK];
  struct packet sent[ARQ_WINDOW];
};

void arq_begin(struct arq *it, void (*put)(char byte));
bool arq_has_room(const struct arq *it);
/* Whether all that was sent has been accepted. */
bool arq_is_settled(const struct arq *it);
/* Only where there is room. Times are nanoseconds of any clock. */
void arq_send(struct arq *it, const struct packet *packet, uint64_t now);
/* The next byte from the line; true: with it `packet` has come, the next in order. */
bool arq_hear(struct arq *it, uint8_t byte, uint64_t now, struct packet *packet);
/* When `arq_expire` has something to do; ~0: not before something else happens. */
uint64_t arq_due(const struct arq *it);
/* Tells what has come, or asks, if it is time to. */
void arq_expire(struct arq *it, uint64_t now);

#endif
