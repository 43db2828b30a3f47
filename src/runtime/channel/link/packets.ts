/**
 * What crosses a link that may lose, double or reorder what it carries: the slots of a ring at one end are to appear in a
 * ring at the other, in order and once. The ring's own slots are the window, and the positions in their first words the
 * sequence numbers; both wrap at 32 bits. After selective repeat as A. Tanenbaum has it (Computer Networks, protocol 6).
 */

/** A slot on its way. */
export interface DataPacket {
  readonly kind: "data";
  /** Position in the ring's life. */
  readonly position: number;
  /** The slot without its first word, which is the position plus one. */
  readonly words: Int32Array;
}

/** What has come; answers every data packet, and says when slots can be written again. */
export interface Acknowledgement {
  readonly kind: "acknowledgement";
  /** Everything before this position has come. */
  readonly received: number;
  /** Slots before this position were given back by the consumer. */
  readonly released: number;
  /** Of the 32 positions after `received`, those that have come, as bits. */
  readonly later: number;
}

export type Packet = DataPacket | Acknowledgement;
