import { closestName } from "../../algorithms/closest-name.ts";
import { type CatalogueEntry, catalogue, findEntry } from "../../diagnostics/catalogue.ts";
import type { Call, Ending } from "../call.ts";
import { exitCode } from "../exit-code.ts";
import { printJson } from "../print-json.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import { wrapText } from "../wrap-text.ts";
import { subjects } from "./subjects.ts";

/** Explains a code of the catalogue. */
export async function explainCode(
  call: Call,
  code: string,
  rest: readonly string[],
  options: { json?: boolean },
): Promise<Ending> {
  const entry = findEntry(code);
  if (entry === null) return refuseUnknown(code);
  if (rest.length > 0)
    return refuseCall(`a code is explained without ${rest.join(" ")}`, `Say skerry explain ${code}.`);
  const { severity, title, explanation } = entry;
  if (options.json === true) printJson(call.terminal, { ok: true, code: entry.code, severity, title, explanation });
  else call.terminal.print(render(entry));
  return exitCode.done;
}

function render({ code, severity, title, explanation }: CatalogueEntry): string {
  return `${code} (${severity}): ${title}\n\n${wrapText(explanation, 80)}\n`;
}

function refuseUnknown(code: string): Refusal {
  const near = closestName(code, [...subjects, ...catalogue.map((entry) => entry.code)]);
  const advice =
    near === null ? `It explains ${subjects.join(", ")}, or a code such as SK3004.` : `Did you mean ${near}?`;
  return refuseCall(`there is nothing called ${code} to explain`, advice);
}
