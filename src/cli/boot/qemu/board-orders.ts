/** What the boot core of a board is told over its console: `src/kernel/control/console.c`. */
import { bodyOf, encodePacket, packetType } from "../../../runtime/hosts/board/packets.ts";

/** Has it send a core a frame of that kind. */
export function encodeOrder(to: number, kind: number, numbers: readonly number[] = []): Uint8Array {
  const [first = 0, second = 0, third = 0, fourth = 0] = numbers;
  return encodePacket(packetType.order, bodyOf(to | (kind << 16), first, second, third, fourth));
}

/** Has it start a core whose kernel has ended. */
export function encodeStart(core: number): Uint8Array {
  return encodePacket(packetType.start, bodyOf(core));
}
