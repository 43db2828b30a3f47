import { kebabCase } from "../../algorithms/letter-case.ts";
import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../source/source-file.ts";
import type { Check, CheckReport } from "../check.ts";

interface Named {
  readonly name: string;
  readonly span: Span;
}

interface Taker {
  readonly what: string;
  /** Null where it is no declaration's. */
  readonly name: string | null;
  /** Null for what every output folder has. */
  readonly span: Span | null;
}

/** Every interface and every system becomes a file that is named after it. */
export const generatedFileTaken: Check = {
  name: "generated-file-taken",
  requires: [],
  run({ interfaces, systems }, report) {
    const takers = new Map<string, Taker>([
      ["routes", { what: "the routing tables", name: null, span: null }],
      ["programs", { what: "the table of programs", name: null, span: null }],
    ]);
    for (const one of interfaces.filter(isFirst)) claim("interface", one, takers, report);
    // One system is built at a time, so systems do not get in each other's way.
    for (const one of systems.filter(isFirst)) claim("system", one, new Map(takers), report);
  },
};

/** A second one of a name has been reported for its name already. */
function isFirst({ name }: Named, index: number, all: readonly Named[]): boolean {
  return all.findIndex((other) => other.name === name) === index;
}

function claim(kind: string, element: Named, takers: Map<string, Taker>, report: CheckReport): void {
  const { name, span } = element;
  const file = kebabCase(name);
  const what = `the ${kind} \`${name}\``;
  const taker = takers.get(file);
  if (taker === undefined) takers.set(file, { what, name, span });
  // So have an interface and a system of one name; what differs in case only has not.
  else if (taker.name !== name) {
    const facts = { what, file: `${file}.ts`, given: `${file}-${kind}.ts`, taker: taker.what };
    const related = taker.span === null ? [] : [{ span: taker.span, message: `${taker.what} is declared here` }];
    report([element], diagnose(deploymentDiagnostics.generatedFileTaken, span, facts, { related }));
  }
}
