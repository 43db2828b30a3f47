import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Program, Wish } from "../../model/deployment.ts";
import type { Check } from "../check.ts";
import { programsOf } from "../programs.ts";

/** A program says once how many copies there are: by `on`, by `every` or by `copies`; `on … copies …` is so many of these. */
export const wishesContradict: Check = {
  name: "wishes-contradict",
  requires: [],
  run({ systems }, report) {
    for (const { program } of systems.flatMap(programsOf)) {
      const [first, ...others] = program.wishes.filter(({ kind }) => counts.includes(kind));
      if (first === undefined) continue;
      for (const other of others) {
        if (!completes(first, other)) report([program], contradiction(program, first, other));
      }
    }
  },
};

const counts: readonly Wish["kind"][] = ["on", "every", "copies"];

function completes(first: Wish, other: Wish): boolean {
  return [first.kind, other.kind].toSorted().join(" ") === "copies on";
}

function contradiction({ name }: Program, first: Wish, second: Wish) {
  const facts = { name, first: textOf(first), second: textOf(second) };
  const related = [{ span: first.span, message: `\`${facts.first}\` stands here` }];
  return diagnose(deploymentDiagnostics.wishesContradict, second.span, facts, { related });
}

/** As written, on one line. */
function textOf({ span }: Wish): string {
  return span.source.text.slice(span.start, span.end).replace(/\s+/g, " ").trim();
}
