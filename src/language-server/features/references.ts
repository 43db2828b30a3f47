import type { Location } from "vscode-languageserver";
import type { Place } from "../place.ts";

/** Wherever that which is named here is named. */
export function references({ mention, judged, project }: Place, withDeclaration: boolean): Location[] {
  if (mention === null) return [];
  const { nameSpan } = mention.symbol;
  return judged.index
    .mentionsOf(mention.symbol)
    .filter(({ span }) => withDeclaration || span !== nameSpan)
    .map(({ span }) => project.locationOf(span));
}
