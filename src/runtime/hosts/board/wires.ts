import type { Packet } from "./packets.ts";

/** How frames get from a kernel here to its neighbour on a board, and back: all rings that they share, in one way. */
export interface Wires {
  /** Sends what was written since, and tells the board that there is something. */
  flush(): void;
  /** Fetches what the board has written. */
  pull(): void;
  /** The board has said something in a packet; false: it makes no sense. */
  take(packet: Packet): boolean;
}
