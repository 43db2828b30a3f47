/** Where interrupts go: to cores, or to lines of a controller. */
import { lineDiagnostics } from "../../diagnostics/catalogue/resolve/interrupts.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Controller, CoreTarget } from "../../model/interrupt.ts";
import type { Core } from "../../model/machine.ts";
import type { Span } from "../../source/source-file.ts";
import type { LineNumbers, Path } from "../../syntax/ast.ts";
import { elementWords, pathOf, reportWrongElement, type Selected } from "../selected.ts";
import { choose, type Site } from "./building.ts";
import { declaredAt } from "./line-numbers.ts";

export type Taker = CoreTarget | { readonly kind: "controller"; readonly controller: Controller };

/** One controller, or cores; null after a report. */
export function chooseTaker(paths: readonly Path[], what: string, site: Site): Taker | null {
  const elements = choose.all(paths, site);
  const [first] = paths;
  if (elements === null || first === undefined) return null;
  const cores = elements.flatMap((element) => (element.kind === "core" ? [element.core] : []));
  if (cores.length === elements.length) return { kind: "cores", cores };
  const stranger = elements.find(({ kind }) => kind !== "core" && kind !== "controller");
  const controller = elements.find((element) => element.kind === "controller");
  if (stranger !== undefined) reportWrongElement(first, stranger, what, "a core or a controller", site.context);
  else if (controller !== undefined && elements.length > 1) reportMixed(controller, elements, first, site);
  else if (controller !== undefined) return { kind: "controller", controller: controller.controller };
  return null;
}

function reportMixed(controller: Selected, elements: readonly Selected[], { span }: Path, site: Site): void {
  const other = elements.find((element) => element !== controller) ?? controller;
  const facts = { controller: pathOf(controller), other: pathOf(other) };
  site.context.report(diagnose(lineDiagnostics.targetsMixed, span, facts));
}

export function reportNoController(cores: readonly Core[], { span }: LineNumbers, site: Site): null {
  const facts = { path: cores[0]?.path ?? "", kind: elementWords.core };
  site.context.report(diagnose(lineDiagnostics.lineOfNoController, span, facts));
  return null;
}

export function reportLineMissing(controller: Controller, example: string, span: Span, site: Site): null {
  const facts = { controller: controller.path, example };
  site.context.report(diagnose(lineDiagnostics.lineMissing, span, facts, declaredAt(controller)));
  return null;
}
