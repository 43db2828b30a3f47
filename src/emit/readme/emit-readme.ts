import Handlebars from "handlebars";
import type { Plan } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { readmeTemplate } from "./readme-template.ts";
import { type ReadmeView, viewReadme } from "./readme-view.ts";

/** `README.md`: what lies in the output folder and what was decided. */
export function emitReadme(plan: Plan, files: readonly OutputFile[]): OutputFile {
  return { path: "README.md", content: renderReadme(viewReadme(plan, files)) };
}

let template: ((view: ReadmeView) => string) | null = null;

function renderReadme(view: ReadmeView): string {
  template ??= compileTemplate();
  return `${template(view)
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

function compileTemplate(): (view: ReadmeView) => string {
  const handlebars = Handlebars.create();
  handlebars.registerHelper("code", (text: string) => `\`${text}\``);
  handlebars.registerHelper("cell", (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " "));
  return handlebars.compile<ReadmeView>(readmeTemplate, {
    noEscape: true,
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: { code: true, cell: true },
  });
}
