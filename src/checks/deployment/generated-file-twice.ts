import { kebabCase } from "../../algorithms/letter-case.ts";
import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { placeOf, type Span } from "../../source/source-file.ts";
import type { Check } from "../check.ts";

interface Named {
  readonly name: string;
  readonly span: Span;
}

interface Origin {
  readonly element: Named;
  readonly what: string;
}

/** Interfaces and systems become files of different names, also where the letter case of files does not count. */
export const generatedFileTwice: Check = {
  name: "generated-file-twice",
  requires: [],
  run({ interfaces, systems }, report) {
    const first = new Map<string, Origin>();
    const origins = [
      ...interfaces.map((one) => originOf("interface", one)),
      ...systems.map((one) => originOf("system", one)),
    ];
    for (const origin of origins) {
      const { element, what } = origin;
      const file = `${kebabCase(element.name)}.ts`;
      const earlier = first.get(file);
      if (earlier === undefined) first.set(file, origin);
      // Of one kind and one name: that is a name declared twice, which has been reported.
      else if (earlier.element.name !== element.name) {
        const { span } = earlier.element;
        const related = [{ span, message: `${earlier.what} is declared here` }];
        const facts = { what, other: earlier.what, otherPlace: placeOf(span), file };
        report([element], diagnose(deploymentDiagnostics.generatedFileTwice, element.span, facts, { related }));
      }
    }
  },
};

function originOf(kind: string, element: Named): Origin {
  return { element, what: `the ${kind} \`${element.name}\`` };
}
