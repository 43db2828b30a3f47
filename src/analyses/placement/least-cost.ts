import type { Copy } from "./copies.ts";
import type { Cost, Ledger } from "./ledger.ts";
import { messageTime, type RouteLatency } from "./placement.ts";
import type { Term } from "./terms.ts";

/** Cores or memories that are looked at for one term at most: for a bound it is not worth more. */
const mostPlaces = 2 ** 17;

/**
 * What every placement costs at least: as if each term had its way, and two copies that talk lay on the closest two cores
 * there are. Null where cores are shared: then copies may lie on one core, and nothing is known so easily.
 */
export function leastCost({ terms, cost }: Ledger, latency: RouteLatency, leastTime: number): Cost | null {
  if (cost.crowding > 0) return null;
  const least = { crowding: 0, nearness: 0, time: 0 };
  for (const term of terms) {
    const isNear = term.kind === "near" || term.kind === "nearService";
    least[isNear ? "nearness" : "time"] += leastOf(term, latency, leastTime);
  }
  return least;
}

function leastOf(term: Term, latency: RouteLatency, leastTime: number): number {
  switch (term.kind) {
    case "near":
      return leastOver(term.copy.cores, term.distance);
    case "nearService":
      return leastBetween(term.copy, term.others, latency, leastTime);
    case "use":
      return term.weight * leastBetween(term.copy, term.others, latency, leastTime);
    case "forwarded":
      return term.weight * leastOver(term.buffer.memories, term.distance);
    case "read": {
      const [reader] = term.readers;
      if (reader === undefined || term.buffer.memories.length * reader.cores.length > mostPlaces) return 0;
      const nearest = (copy: Copy) =>
        leastOver(term.buffer.memories, (memory) => leastOver(copy.cores, (core) => term.distance(core, memory)));
      return term.readers.length === 1 ? term.weight * nearest(reader) : 0;
    }
  }
}

/** To whichever of the others is nearest, one of whom may lie on the closest core that there is. */
function leastBetween(copy: Copy, others: readonly Copy[], latency: RouteLatency, leastTime: number): number {
  const forced = others.flatMap(({ cores: [core, ...more] }) => (core === undefined || more.length > 0 ? [] : core));
  if (forced.length < others.length || forced.length * copy.cores.length > mostPlaces) {
    return others.some((other) => other === copy) ? 0 : leastTime;
  }
  return leastOver(copy.cores, (core) => leastOver(forced, (other) => messageTime(latency, core, other)));
}

function leastOver<Place>(places: readonly Place[], value: (place: Place) => number): number {
  return places.reduce((least, place) => Math.min(least, value(place)), Number.POSITIVE_INFINITY);
}
