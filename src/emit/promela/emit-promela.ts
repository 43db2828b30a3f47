import Handlebars from "handlebars";
import type { Plan } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { ringTemplate } from "./ring-template.ts";
import { viewRing } from "./ring-view.ts";

/** Models that SPIN proves, in `formal/`; nothing for a plan without channels. */
export function emitPromela(plan: Plan): OutputFile[] {
  const ring = viewRing(plan);
  return ring === null ? [] : [{ path: "formal/ring.pml", content: render(ringTemplate, ring) }];
}

function render<View>(template: string, view: View): string {
  return Handlebars.create().compile<View>(template, { noEscape: true, strict: true, knownHelpersOnly: true })(view);
}
