import type { CodeLens } from "vscode-languageserver";
import { counted } from "../../algorithms/counted.ts";
import { planned, printPlaces } from "../facts/program-facts.ts";
import type { Place } from "../place.ts";
import { toRange } from "../positions.ts";
import type { DeclaredSymbol } from "../symbols/symbol.ts";

/** Above what others name, how often; above programs, where they go and how far what they use is. */
export function codeLenses(place: Place): CodeLens[] {
  const { judged, source } = place;
  return judged.index
    .declaredIn(source.path)
    .flatMap((symbol) => [...usesOf(symbol, place), ...symbol.children.flatMap((child) => lensesOf(child, place))]);
}

function lensesOf(symbol: DeclaredSymbol, place: Place): readonly CodeLens[] {
  if (symbol.kind === "operation") return usesOf(symbol, place);
  return symbol.kind === "service" || symbol.kind === "client" ? routesOf(symbol, place) : [];
}

function usesOf(symbol: DeclaredSymbol, { judged, project, uri }: Place): readonly CodeLens[] {
  const others = judged.index.mentionsOf(symbol).filter(({ span }) => span !== symbol.nameSpan);
  const range = toRange(symbol.nameSpan);
  const locations = others.map(({ span }) => project.locationOf(span));
  const title = counted(others.length, "reference");
  return [{ range, command: { title, command: "skerry.showReferences", arguments: [uri, range.start, locations] } }];
}

function routesOf(symbol: DeclaredSymbol, { project }: Place): readonly CodeLens[] {
  const plan = project.plan();
  const program = plan && planned(symbol, plan);
  if (!plan || !program) return [];
  return [{ range: toRange(symbol.nameSpan), command: { title: printPlaces(program, plan), command: "" } }];
}
