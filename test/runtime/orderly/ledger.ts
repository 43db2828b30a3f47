// A service that remembers every request it has done, takes that along when it moves, and says so.
import { clientEntry, type ProgramContext, type Programs, serviceEntry } from "skerry/runtime";
import { Tester, type TesterClient, type TesterEvents, type TesterServer } from "../fixtures/tester.ts";

/** What has been done, whatever became of it afterwards. */
export interface Books {
  /** By call: how often it was done. */
  readonly done: Map<number, number>;
  readonly noted: number[];
  /** Instances that have begun, by core. */
  readonly begun: string[];
}

export function newBooks(): Books {
  return { done: new Map(), noted: [], begun: [] };
}

export type Given = ProgramContext<{ tester: TesterClient }>;

/** `add(id, pause)` is done once the pause is over; the sum it gives is how many were done before, wherever. */
export function ledgerPrograms(books: Books, run: (given: Given) => Promise<void>): Programs {
  return {
    tester: serviceEntry<TesterClient, TesterServer, TesterEvents, Record<never, never>>({
      serves: Tester,
      uses: {},
      load: async () => ({
        program: ({ core, resumed, onSuspend, events, sleep }) => {
          books.begun.push(core);
          let count = resumed === null ? 0 : new DataView(resumed.buffer).getUint32(0);
          onSuspend(() => {
            const state = new Uint8Array(4);
            new DataView(state.buffer).setUint32(0, count);
            return state;
          });
          return {
            add: async (id, pause) => {
              if (pause > 0) await sleep(pause / 1000);
              books.done.set(id, (books.done.get(id) ?? 0) + 1);
              return ++count;
            },
            echo: (data) => data,
            note: async (value) => {
              books.noted.push(value);
              await events.tick(value);
            },
            *count(to) {
              for (let value = 0; value < to; value++) yield value;
            },
            sum: async (start, values) => {
              let total = start;
              for await (const value of values) total += value;
              return total;
            },
            async *scale(by, values) {
              for await (const value of values) yield value * by;
            },
          };
        },
      }),
    }),
    main: clientEntry<{ tester: TesterClient }>({
      uses: { tester: Tester },
      load: async () => ({ program: run }),
    }),
  };
}
