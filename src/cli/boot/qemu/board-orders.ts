/** What the boot core of a board is told over its console: `src/kernel/control/console.c`. */
import { bodyOf, type Packet, packetType } from "../../../runtime/hosts/board/packets.ts";

/** Has it send a core a frame of that kind. */
export function orderOf(to: number, kind: number, numbers: readonly number[] = []): Packet {
  const [first = 0, second = 0, third = 0, fourth = 0] = numbers;
  return { type: packetType.order, body: bodyOf(to | (kind << 16), first, second, third, fourth) };
}

/** Has it start a core whose kernel has ended. */
export function startOf(core: number): Packet {
  return { type: packetType.start, body: bodyOf(core) };
}
