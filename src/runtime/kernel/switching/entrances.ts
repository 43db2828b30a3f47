import { wordShape } from "../../channel/slot.ts";
import type { Inbound } from "../channels/channel-ends.ts";
import { ageOf } from "../frame.ts";
import type { KernelHost } from "../host.ts";
import type { RingLoad } from "../load.ts";

/** Views after which a frame from a neighbour that cannot be reached is not worth keeping. */
const oldest = 8;

/** The rings that come in, and which of them are looked at. */
export class Entrances {
  /** The ring to itself. */
  readonly own: Inbound;
  /** Those that are looked at now, in this order. */
  open: readonly Inbound[] = [];
  readonly #host: Pick<KernelHost, "credited">;
  /** Those of the tables, and the one to itself. */
  readonly #usual: readonly Inbound[];
  /** Those of ways round what is lost. */
  readonly #detours: readonly Inbound[];
  /** Neighbours that cannot be reached, as far as this kernel knows. */
  readonly #cut = new Set<number>();
  #epoch = 0;
  #hasDetours = false;

  /** `detour`: the virtual channel of ways round what is lost. */
  constructor(inbound: readonly Inbound[], own: Inbound, detour: number, host: Pick<KernelHost, "credited">) {
    this.own = own;
    this.#host = host;
    this.#usual = [...inbound.filter(({ virtualChannel }) => virtualChannel < detour), own];
    this.#detours = inbound.filter(({ virtualChannel }) => virtualChannel === detour);
  }

  /** Rings that come in by the tables, without the one to itself. */
  get ofTables(): readonly Inbound[] {
    return this.#usual.slice(0, -1);
  }

  /** Where it stands in {@link ofTables}; -1 for a ring of detours. */
  indexOf(inbound: Inbound): number {
    return this.#usual.indexOf(inbound);
  }

  /** Whether a frame has come, whatever the last poll has seen: to be asked before the host sleeps. */
  hasFrames(): boolean {
    return this.open.some(({ consumer }) => consumer.hasMessage());
  }

  /** How many frames wait in the fullest ring, and how many it holds. */
  get deepest(): { readonly used: number; readonly slots: number } {
    let deepest = { used: 0, slots: 0 };
    for (const { consumer } of this.open) {
      const used = consumer.depth;
      if (used > deepest.used || deepest.slots === 0) deepest = { used, slots: consumer.slots };
    }
    return deepest;
  }

  /** What has come through each ring, and what waits in it. */
  get loads(): readonly RingLoad[] {
    return this.open.map(({ from, virtualChannel, consumer }) => {
      return { from, virtualChannel, position: consumer.position, used: consumer.depth, slots: consumer.slots };
    });
  }

  /** Another view is acted on; `hasDetours`: whether frames may come by ways round what is lost. */
  change(epoch: number, hasDetours: boolean): void {
    this.#epoch = epoch;
    this.#hasDetours = hasDetours;
    this.#choose();
    this.#discardOld();
  }

  /** Nothing comes from a neighbour; or it does again. */
  cut(neighbour: number, isCut: boolean): void {
    if (isCut) this.#cut.add(neighbour);
    else this.#cut.delete(neighbour);
    this.#choose();
  }

  /** The kernel of a neighbour will start anew: its rings are empty again. */
  reset(neighbour: number): void {
    for (const { from, consumer } of [...this.ofTables, ...this.#detours]) if (from === neighbour) consumer.reset();
  }

  /** Nothing is looked at any more. */
  close(): void {
    this.open = [];
  }

  #choose(): void {
    this.open = this.#looked.filter(({ from }) => !this.#cut.has(from));
  }

  /** Whoever acts on no view yet cannot tell what is old from what it is sent by those who count on it already. */
  get #looked(): readonly Inbound[] {
    if (this.#epoch === 0) return [this.own];
    return this.#hasDetours ? [...this.#usual, ...this.#detours] : this.#usual;
  }

  /**
   * Rings that nobody looks at now may hold frames that nobody wants any more. They go before a later view makes them look
   * like frames of one that is yet to come, which would be waited for.
   */
  #discardOld(): void {
    for (const ring of this.#detours) this.#discard(ring, 1);
    for (const ring of this.#usual) if (this.#cut.has(ring.from)) this.#discard(ring, oldest);
  }

  #discard({ consumer, channel }: Inbound, age: number): void {
    for (let slot = consumer.peek(); slot >= 0; slot = consumer.peek()) {
      if (ageOf(consumer.words[(slot >> 2) + wordShape] as number, this.#epoch) < age) return;
      if (consumer.release()) this.#host.credited(channel);
    }
  }
}
