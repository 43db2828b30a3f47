import type { Place } from "../place.ts";
import type { DeclaredSymbol } from "../symbols/symbol.ts";
import { hardwareFacts } from "./hardware-facts.ts";
import { messageFacts } from "./message-facts.ts";
import { programFacts } from "./program-facts.ts";

/** What the compiler has worked out about a symbol, a line for each; nothing while the description has errors. */
export function factsOf(symbol: DeclaredSymbol, { judged, project }: Place): readonly string[] {
  return [...messageFacts(symbol, judged), ...hardwareFacts(symbol, judged), ...programFacts(symbol, project)];
}
