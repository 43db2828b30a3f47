/** Changes that two kernels agree on, beside what no agreement can beat: a call of the other one, and its answer. */
import type { BenchRow } from "../row.ts";
import type { Contender } from "./contender.ts";
import { protocols, together } from "./order.ts";
import { interleave } from "./pair.ts";

/** `postMessage`: what whoever agrees by that waits for at least. */
export async function agreement(agreeing: Contender, postMessage: Contender): Promise<readonly BenchRow[]> {
  const [call, posted, ...each] = await interleave([
    [agreeing, "roundTrips", 20_000],
    [postMessage, "roundTrips", 500],
    ...protocols.map((protocol) => [agreeing, protocol, 5_000] as const),
  ]);
  const [calls, ...many] = await interleave([
    [agreeing, "roundTripsTogether", 50_000],
    ...protocols.map((protocol) => [agreeing, `${protocol}Together`, 20_000] as const),
  ]);
  return protocols.flatMap((protocol, at) => [
    row(`change that two kernels agree on by ${protocol}; limit: an empty call`, "ns", each[at], call, posted),
    rateRow(`the same, ${together} under way; limit: as many empty calls`, "changes/s", many[at], calls),
  ]);
}

function row(what: string, unit: string, own = Number.NaN, limit = Number.NaN, posted = Number.NaN): BenchRow {
  const peers = { "postMessage and its answer alone": posted };
  return { what, unit, skerry: own, limit, peers, ratioToLimit: own / limit };
}

/** Of nanoseconds each. */
function rateRow(what: string, unit: string, own = Number.NaN, limit = Number.NaN): BenchRow {
  return { what, unit, skerry: 1e9 / own, limit: 1e9 / limit, peers: {}, ratioToLimit: own / limit };
}
