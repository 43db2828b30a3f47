import { pathDiagnostics } from "../../diagnostics/catalogue/resolve/paths.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../source/source-file.ts";
import type { Expression, Name } from "../../syntax/ast.ts";
import { expectCount } from "../expect.ts";
import { countOf, type Value } from "../value.ts";
import { createContext, type Site } from "./building.ts";

interface Loop {
  readonly variable: Name;
  readonly from: Expression;
  readonly to: Expression;
  readonly span: Span;
}

/** Does something for every turn of a `for`, with its variable set; what goes on without end is cut off and reported. */
export function eachTurn(loop: Loop, site: Site, place: (turn: Site) => void): void {
  const least = Number.MIN_SAFE_INTEGER;
  const from = expectCount(loop.from, "the start of a range", site.context, { least });
  const to = expectCount(loop.to, "the end of a range", site.context, { least });
  if (from === null || to === null) return;
  if (from > to) {
    site.context.report(diagnose(pathDiagnostics.rangeBackwards, loop.from.span, { from, to }));
    return;
  }
  for (let turn = from; turn <= to; turn++) {
    if (!site.building.budget.take(1, loop.span)) return;
    place(withVariable(site, loop.variable.text, countOf(turn)));
  }
}

function withVariable(site: Site, name: string, value: Value): Site {
  const values = new Map(site.context.environment.values).set(name, value);
  return { ...site, context: createContext(site.place, values, site.context.report) };
}
