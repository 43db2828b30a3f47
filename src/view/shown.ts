/** What the page shows at the moment, and who wants to know when that changes. */
import type { ItemName } from "./items.ts";
import type { LiveLoads } from "./live-loads.ts";
import type { Way } from "./ways.ts";

export interface Shown {
  readonly selected: ItemName | null;
  /** Below the pointer. */
  readonly hovered: ItemName | null;
  /** A route that stands out. */
  readonly way: Way | null;
  /** A core that colours tell the distance from. */
  readonly distancesFrom: number | null;
  /** How the booted system is; null while nobody asks. */
  readonly live: LiveLoads | null;
}

export interface Store {
  readonly shown: Shown;
  change(change: Partial<Shown>): void;
  /** Called after every change, with what was shown before. */
  watch(watcher: (now: Shown, before: Shown) => void): void;
}

export function createStore(): Store {
  const watchers: ((now: Shown, before: Shown) => void)[] = [];
  let shown: Shown = { selected: null, hovered: null, way: null, distancesFrom: null, live: null };
  return {
    get shown() {
      return shown;
    },
    change(change) {
      const before = shown;
      shown = { ...shown, ...change };
      for (const watcher of watchers) watcher(shown, before);
    },
    watch(watcher) {
      watchers.push(watcher);
    },
  };
}
