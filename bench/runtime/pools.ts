/** Calls as users make them today: tasks of a pool of worker threads. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { installPeers } from "../stubs/peers.ts";
import type { Contender } from "./contender.ts";

interface Pool {
  run(task: null): Promise<unknown>;
  destroy(): Promise<void>;
}

/** By name, each with one thread; none, and the reason on stderr, when they cannot be had here. */
export async function startPools(root: string): Promise<ReadonlyMap<string, Contender>> {
  const home = path.join(root, "bench", "runtime", "peers");
  try {
    installPeers(home);
    const loaded: { readonly pools: Readonly<Record<string, () => Pool>> } = await import(
      pathToFileURL(path.join(home, "index.js")).href
    );
    return new Map(Object.entries(loaded.pools).map(([name, start]) => [name, contend(start())]));
  } catch (error) {
    process.stderr.write(`bench: no pools beside Skerry: ${error instanceof Error ? error.message : String(error)}\n`);
    return new Map();
  }
}

/** Of all that is measured a pool does round trips only: nanoseconds of each. */
function contend(pool: Pool): Contender {
  return {
    measure: async (_, times) => {
      const start = process.hrtime.bigint();
      for (let time = 0; time < times; time++) await pool.run(null);
      return Number(process.hrtime.bigint() - start) / times;
    },
    end: () => pool.destroy(),
  };
}
