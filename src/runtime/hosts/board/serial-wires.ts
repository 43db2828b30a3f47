import type { MirroredRing } from "./mirrored-ring.ts";
import { bodyOf, type Packet, packetType } from "./packets.ts";
import type { Wires } from "./wires.ts";

const frameBytes = 64;
const numberBytes = 4;

/** Rings whose slots and credits go over a serial line: each end keeps a copy of them, and tells the other what it writes. */
export class SerialWires implements Wires {
  readonly #out: readonly MirroredRing[];
  readonly #in: readonly MirroredRing[];
  readonly #post: (packet: Packet) => void;

  constructor(out: readonly MirroredRing[], into: readonly MirroredRing[], post: (packet: Packet) => void) {
    this.#out = out;
    this.#in = into;
    this.#post = post;
  }

  flush(): void {
    for (const ring of this.#out) {
      for (; ring.written(1) === 1; ring.advance(1)) {
        const body = new Uint8Array(numberBytes + frameBytes);
        body.set(bodyOf(ring.number));
        body.set(ring.slots(1).subarray(0, frameBytes), numberBytes);
        this.#post({ type: packetType.slot, body });
      }
    }
    for (const ring of this.#in) {
      const credits = ring.takeCredits();
      if (credits !== null) this.#post({ type: packetType.credits, body: bodyOf(ring.number, credits) });
    }
  }

  pull(): void {}

  take({ type, body }: Packet): boolean {
    const words = new DataView(body.buffer, body.byteOffset, body.length);
    const number = body.length < numberBytes ? -1 : words.getUint32(0, true);
    if (type === packetType.credits && body.length === 2 * numberBytes) {
      const ring = this.#out.find((each) => each.number === number);
      ring?.setCredits(words.getInt32(numberBytes, true));
      return ring !== undefined;
    }
    if (type !== packetType.slot || body.length !== numberBytes + frameBytes) return false;
    const ring = this.#in.find((each) => each.number === number);
    if (ring === undefined || words.getInt32(numberBytes, true) !== ring.sequence) return false;
    ring.arrive(body.subarray(numberBytes));
    return true;
  }
}
