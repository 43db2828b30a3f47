/** Changes in order: services are moved, and kernels leave, without anything being lost. What is asked, and what comes of it. */

export interface ChangeOptions {
  /** Ends what is not done in time, and what cannot be moved, as a loss would. Default false: then nothing is changed. */
  readonly force?: boolean;
  /** Milliseconds that what is under way has to end. Default 2000. */
  readonly within?: number;
}

export interface OfflineOptions extends ChangeOptions {
  /** Where all of its services go; null, the default: where the description would rather have each. */
  readonly to?: number | null;
}

/** An instance of a service that runs elsewhere now. */
export interface Moved {
  readonly service: string;
  readonly instance: number;
  readonly from: number;
  readonly to: number;
  /** Bytes of state that went with it; null when it gave none. */
  readonly stateBytes: number | null;
}

export type ChangeOutcome =
  | { readonly kind: "done"; readonly moved: readonly Moved[] }
  /** It makes no sense as things are. */
  | { readonly kind: "refused"; readonly text: string; readonly advice: string | null }
  /** It was begun and did not come off. All is as it was but for what `moved` names, which could not be brought back. */
  | {
      readonly kind: "undone";
      readonly text: string;
      readonly advice: string | null;
      readonly moved: readonly Moved[];
    };

/** Milliseconds: calls that wait for the change must not time out because of it. */
export const defaultWithin = 2000;
