/** Address spaces that are named: where the accesses of cores, devices, IOMMUs and other spaces go. */
import { addressDiagnostics } from "../../diagnostics/catalogue/resolve/addresses.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Space } from "../../model/address-space.ts";
import type { View } from "../../model/machine.ts";
import type { Path, SeesClause } from "../../syntax/ast.ts";
import { reportWrongElement } from "../selected.ts";
import { choose, type Site } from "./building.ts";

export function chooseSpace(path: Path, what: string, site: Site): Space | null {
  const element = choose.one(path, what, site);
  if (element === null || element.kind === "space") return element?.space ?? null;
  reportWrongElement(path, element, what, "an address space", site.context);
  return null;
}

/** Where the accesses of an initiator go; null where that is not said, or after a report. */
export function readView(clauses: readonly SeesClause[], owner: string, site: Site): View | null {
  const [clause, second] = clauses;
  if (clause === undefined) return null;
  if (second !== undefined) {
    const related = [{ span: clause.span, message: "it is said here" }];
    site.context.report(diagnose(addressDiagnostics.seesTwice, second.span, { owner }, { related }));
  }
  const space = chooseSpace(clause.space, `what ${owner} sees`, site);
  return space === null ? null : { space, span: clause.span };
}
