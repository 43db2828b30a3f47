import type { Project } from "../project.ts";
import type { DeclaredSymbol } from "../symbols/symbol.ts";
import { hardwareFacts } from "./hardware-facts.ts";
import { messageFacts } from "./message-facts.ts";
import { programFacts } from "./program-facts.ts";

/** What the compiler has worked out about a symbol, a line for each; nothing while the description has errors. */
export function factsOf(symbol: DeclaredSymbol, project: Project): readonly string[] {
  return [...messageFacts(symbol, project), ...hardwareFacts(symbol, project), ...programFacts(symbol, project)];
}
