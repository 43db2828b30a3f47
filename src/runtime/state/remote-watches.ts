import type { Answer, AskedChange } from "./asks.ts";
import { entriesOf } from "./command-codec.ts";
import type { ChangeBytes } from "./replicated-object.ts";
import { largestBuffer, type Watcher, type Watchers } from "./watchers.ts";

/** Watchers on other kernels, at most. */
const mostWatches = 256;
/** Bytes of changes in one answer, about. */
const answerBytes = 1024;

interface RemoteWatch {
  readonly core: number;
  readonly watcher: Watcher;
  /** Of the last answer. */
  number: number;
  /** In case it was lost. */
  last: Answer | null;
  isAsked: boolean;
}

/** Watchers on kernels without a replica. Each asks for one answer at a time; so many changes as it wants wait here for it. */
export class RemoteWatches {
  readonly #watchers: Watchers;
  readonly #answer: (to: number, answer: Answer) => void;
  readonly #watches = new Map<string, RemoteWatch>();

  constructor(watchers: Watchers, answer: (to: number, answer: Answer) => void) {
    this.#watchers = watchers;
    this.#answer = answer;
  }

  /** False for what cannot be asked for. One watcher too many is not answered, and asks again. */
  ask(core: number, ticket: number, received: number, buffer: number): boolean {
    if (buffer < 1 || buffer > largestBuffer) return false;
    const watch = this.#watchOf(core, ticket, received, buffer);
    if (watch === null) return true;
    if (received === watch.number - 1 && watch.last !== null) this.#answer(core, watch.last);
    else if (received === watch.number && !watch.isAsked) this.#wait(watch, ticket);
    return true;
  }

  end(core: number, ticket: number): void {
    this.#watches.get(`${core} ${ticket}`)?.watcher.end();
    this.#watches.delete(`${core} ${ticket}`);
  }

  /** Nobody has the state any more. */
  lose(): void {
    for (const core of new Set([...this.#watches.values()].map((watch) => watch.core)))
      this.#answer(core, { kind: "lost" });
  }

  /** Those of kernels that are gone. */
  keep(members: ReadonlySet<number>): void {
    for (const [name, { core, watcher }] of this.#watches) {
      if (members.has(core)) continue;
      watcher.end();
      this.#watches.delete(name);
    }
  }

  #watchOf(core: number, ticket: number, received: number, buffer: number): RemoteWatch | null {
    const known = this.#watches.get(`${core} ${ticket}`);
    if (known !== undefined && received <= known.number) return known;
    // It has been watching another replica meanwhile.
    this.end(core, ticket);
    if (this.#watches.size >= mostWatches) return null;
    const watcher = this.#watchers.add({ buffer });
    // Another replica was watched before: what happened between the two is not known.
    if (received > 0) watcher.miss();
    const watch = { core, watcher, number: received, last: null, isAsked: false };
    this.#watches.set(`${core} ${ticket}`, watch);
    return watch;
  }

  #wait(watch: RemoteWatch, ticket: number): void {
    watch.isAsked = true;
    watch.watcher.whenReady(() => {
      const changes = takeSome(watch.watcher);
      if (changes.length === 0) return;
      watch.isAsked = false;
      watch.last = { kind: "changes", ticket, number: ++watch.number, changes };
      this.#answer(watch.core, watch.last);
    });
  }
}

function takeSome(watcher: Watcher): AskedChange[] {
  const taken: AskedChange[] = [];
  for (let bytes = 0; bytes < answerBytes; ) {
    const change = watcher.take();
    if (change === null) break;
    taken.push(askedOf(change));
    bytes += "snapshot" in change ? answerBytes : 32 + change.key.length + change.value.length;
  }
  return taken;
}

function askedOf(change: ChangeBytes): AskedChange {
  if ("snapshot" in change) return { kind: "missed", index: change.index, entries: entriesOf(change.snapshot) };
  return { kind: "change", ...change };
}
