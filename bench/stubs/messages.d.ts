/** What the bench uses of the code that Skerry generates from messages.skerry; the bench itself has it made. */
declare module "~messages" {
  import type { Store } from "skerry/runtime";
  import type { Bulk, Medium, Small } from "./values.ts";

  type Write<Value> = (store: Store, base: number, value: Value) => void;
  type Read<Value> = (store: Store, base: number) => Value;

  export const storeSmall: Write<Small>;
  export const storeSmallUnchecked: Write<Small>;
  export const loadSmall: Read<Small>;
  export const storeMedium: Write<Medium>;
  export const storeMediumUnchecked: Write<Medium>;
  export const loadMedium: Read<Medium>;
  export const storeBulk: Write<Bulk>;
  export const storeBulkUnchecked: Write<Bulk>;
  export const loadBulk: Read<Bulk>;
}

/** What it uses of the views. */
declare module "~messages-in-place" {
  import type { KnownText, View } from "skerry/runtime";
  import type { Kind } from "./values.ts";

  export class SmallView extends View {
    readonly sequence: number;
    readonly lbaLow: number;
    readonly lbaHigh: number;
    readonly count: number;
    readonly kind: Kind;
  }
  export class MediumView extends View {
    readonly idLow: number;
    readonly idHigh: number;
    readonly sequence: number;
    readonly offset: number;
    readonly count: number;
    readonly kind: Kind;
    readonly urgent: boolean;
    readonly ratio: number;
    readonly weight: number;
    nameEquals(text: string | KnownText): boolean;
    samplesAt(index: number): number;
  }
  export class BulkView extends SmallView {
    readonly dataBytes: Uint8Array;
  }
}

/** The libraries that are installed; none where they could not be. */
declare module "~peers" {
  import type { Contender } from "./contender.ts";

  export const peers: readonly Contender[];
}
