import { pathDiagnostics } from "../../diagnostics/catalogue/resolve/paths.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../source/source-file.ts";
import type { Expression, Name } from "../../syntax/ast.ts";
import { expectCount } from "../expect.ts";
import { countOf, type Value } from "../value.ts";
import { createContext, type Site } from "./building.ts";

interface Loop {
  readonly variables: readonly Name[];
  readonly from: Expression;
  readonly to: Expression;
  readonly span: Span;
}

/** Does something for every turn of a `for`, with its variables set; what goes on without end is cut off and reported. */
export function eachTurn(loop: Loop, site: Site, place: (turn: Site) => void): void {
  const least = Number.MIN_SAFE_INTEGER;
  const from = expectCount(loop.from, "the start of a range", site.context, { least });
  const to = expectCount(loop.to, "the end of a range", site.context, { least });
  if (from === null || to === null) return;
  if (from > to) {
    site.context.report(diagnose(pathDiagnostics.rangeBackwards, loop.from.span, { from, to }));
    return;
  }
  turnAll(loop.variables, { from, to, span: loop.span }, site, place);
}

interface Turns {
  readonly from: number;
  readonly to: number;
  readonly span: Span;
}

/** The variables that are not set yet, the first of them in the outermost loop; false when the budget is used up. */
function turnAll([first, ...rest]: readonly Name[], turns: Turns, site: Site, place: (turn: Site) => void): boolean {
  if (first === undefined) {
    if (!site.building.budget.take(1, turns.span)) return false;
    place(site);
    return true;
  }
  for (let turn = turns.from; turn <= turns.to; turn++) {
    if (!turnAll(rest, turns, withVariable(site, first.text, countOf(turn)), place)) return false;
  }
  return true;
}

function withVariable(site: Site, name: string, value: Value): Site {
  const values = new Map(site.context.environment.values).set(name, value);
  return { ...site, context: createContext(site.place, values, site.context.report) };
}
