/* Messages in as many frames as they need. */
#include "report.h"
#include "switch.h"

const uint8_t *switch_assemble(struct kernel *kernel, struct assembly *it, const struct frame *frame, uint32_t most) {
  const bool is_first = frame->flags & FIRST_FRAGMENT;
  const uint32_t total = frame->total;
  const bool continues = is_first || (it->total == total && it->kind == frame->kind && it->opcode == frame->opcode &&
                                      it->correlation == frame->correlation && it->total > 0);
  if (is_first) *it = (struct assembly){it->memory, it->room, total, 0, frame->correlation, frame->kind, frame->opcode};
  const uint32_t left = total - it->received;
  /* Every fragment but the last is full. */
  if (!continues || total > most || total > it->room || frame->bytes != (left < PAYLOAD_BYTES ? left : PAYLOAD_BYTES)) {
    it->total = 0;
    kernel_drop(kernel, continues ? "length" : "fragment", frame->from);
    return NULL;
  }
  for (uint32_t i = 0; i < frame->bytes; i++) it->memory[it->received + i] = frame->payload.bytes[i];
  it->received += frame->bytes;
  if (it->received < total) return NULL;
  it->total = 0;
  return it->memory;
}
