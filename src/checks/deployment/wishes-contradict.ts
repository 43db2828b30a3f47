import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Program, Wish } from "../../model/deployment.ts";
import type { Check } from "../check.ts";
import { programsOf } from "../programs.ts";

/** Of `on` and `every` a program says one, once: both say where all of its copies run. */
export const wishesContradict: Check = {
  name: "wishes-contradict",
  requires: [],
  run({ systems }, report) {
    for (const { program } of systems.flatMap(programsOf)) {
      const [first, ...others] = program.wishes.filter(({ kind }) => kind !== "near");
      if (first === undefined) continue;
      for (const other of others) report([program], contradiction(program, first, other));
    }
  },
};

function contradiction({ name }: Program, first: Wish, second: Wish) {
  const facts = { name, first: textOf(first), second: textOf(second) };
  const related = [{ span: first.span, message: `\`${facts.first}\` stands here` }];
  return diagnose(deploymentDiagnostics.wishesContradict, second.span, facts, { related });
}

/** As written, on one line. */
function textOf({ span }: Wish): string {
  return span.source.text.slice(span.start, span.end).replace(/\s+/g, " ").trim();
}
