import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Wish } from "../../model/deployment.ts";
import type { Machine, Part } from "../../model/machine.ts";
import type { Check } from "../check.ts";
import { programsOf } from "../programs.ts";

type Level = Extract<Wish, { kind: "every" }>["level"];

/** A program that runs once in each part of a level runs somewhere. */
export const everyOfNothing: Check = {
  name: "every-of-nothing",
  requires: [],
  run({ systems }, report) {
    for (const system of systems) {
      if (system.machine.incomplete) continue;
      const present = presentLevels(system.machine);
      for (const { program } of programsOf(system)) {
        for (const wish of program.wishes) {
          if (wish.kind !== "every" || present.has(wish.level)) continue;
          const facts = { name: program.name, level: wish.level, machine: system.machine.name, present: [...present] };
          const related = [{ span: system.machine.span, message: `the machine \`${system.machine.name}\`` }];
          report([program], diagnose(deploymentDiagnostics.everyOfNothing, wish.span, facts, { related }));
        }
      }
    }
  },
};

/** The levels with a core in them that is online, from the machine inwards. */
function presentLevels({ cores }: Machine): ReadonlySet<Level> {
  const levels = new Set<Level>();
  for (const { part, online } of cores) if (online) for (const level of levelsAround(part)) levels.add(level);
  return levels.size === 0 ? levels : levels.add("core");
}

function levelsAround(part: Part | null): readonly Level[] {
  return part === null ? [] : [...levelsAround(part.parent), part.level];
}
