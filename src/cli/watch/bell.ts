/** Rung by events, waited for by a loop. A ring that nobody waits for is heard by the next who does. */
export interface Bell {
  readonly ring: () => void;
  readonly hasRung: () => boolean;
  /** Forgets the rings so far. */
  readonly silence: () => void;
  /** Resolves with true once it rings, with false after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<boolean>;
}

export function createBell(): Bell {
  let rung = false;
  let hear: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      hear?.();
    },
    hasRung: () => rung,
    silence: () => {
      rung = false;
    },
    wait: async (milliseconds) => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          hear = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        hear = null;
      }
      return rung;
    },
  };
}
