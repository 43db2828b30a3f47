/** What comes of a change that was proposed. A value, never an exception: others may fail at any time. */
export type Agreement<Value> = Agreed<Value> | NotAgreed;

export interface Agreed<Value> {
  readonly kind: "agreed";
  /** Its place in the agreed order of the object's changes; 0 where they have none. */
  readonly index: number;
  readonly value: Value;
}

export interface NotAgreed {
  readonly kind: "failed";
  /**
   * `rejected`: the object would not have it, for it is full or the lease is held. `superseded`: it is no longer what was
   * expected. `noQuorum`: too few replicas are within reach, and it has not been done. `unknown`: whether it was done is
   * not known, since whoever knew is lost or the time is up.
   */
  readonly reason: "rejected" | "superseded" | "noQuorum" | "unknown";
  readonly text: string;
}

export interface ProposeOptions {
  /** Milliseconds until it fails as `unknown`. Default 5000. */
  readonly timeout?: number;
  /** Gives up waiting, as a timeout does. */
  readonly signal?: AbortSignal;
}

export interface WatchOptions {
  /** Changes held for a watcher that is slow, 1 to 4096, default 64; one that falls further behind is told what it missed. */
  readonly buffer?: number;
}
