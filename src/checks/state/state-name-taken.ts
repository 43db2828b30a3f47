import { stateDiagnostics } from "../../diagnostics/catalogue/state.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { System } from "../../model/deployment.ts";
import type { State } from "../../model/state.ts";
import type { Span } from "../../source/source-file.ts";
import { placeOf } from "../../source/source-file.ts";
import type { Check } from "../check.ts";
import { programsOf } from "../programs.ts";

interface Named {
  readonly kind: string;
  readonly span: Span;
  /** Null for a program. */
  readonly state: State | null;
}

/** What `uses` can name has different names. */
export const stateNameTaken: Check = {
  name: "state-name-taken",
  requires: [],
  run({ systems }, report) {
    for (const system of systems) {
      const first = new Map<string, Named>();
      for (const { name, kind, span, state } of namedIn(system)) {
        const earlier = first.get(name);
        if (earlier === undefined) first.set(name, { kind, span, state });
        else if (state !== null || earlier.state !== null) {
          const facts = { name, kind, firstKind: earlier.kind, firstPlace: placeOf(earlier.span), system: system.name };
          const related = [{ span: earlier.span, message: `\`${name}\` is first declared here` }];
          report(
            [state ?? [], earlier.state ?? []].flat(),
            diagnose(stateDiagnostics.stateNameTaken, span, facts, { related }),
          );
        }
      }
    }
  },
};

function namedIn(system: System): readonly (Named & { readonly name: string })[] {
  return [
    ...programsOf(system).map(({ kind, program }) => ({ kind, name: program.name, span: program.span, state: null })),
    ...system.states.map((state) => ({ kind: "state", name: state.name, span: state.span, state })),
  ].sort((a, b) => a.span.start - b.span.start);
}
