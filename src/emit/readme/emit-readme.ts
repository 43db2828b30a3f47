import Handlebars from "handlebars";
import type { Plan } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { readmeTemplate } from "./readme-template.ts";
import { type ReadmeView, viewReadme } from "./readme-view.ts";

/** `README.md`: what lies in the output folder and what was decided. */
export function emitReadme(plan: Plan, files: readonly OutputFile[]): OutputFile {
  return { path: "README.md", content: renderReadme(viewReadme(plan, files)) };
}

function renderReadme(view: ReadmeView): string {
  const template = Handlebars.create();
  template.registerHelper("code", (text: string) => `\`${text}\``);
  template.registerHelper("cell", (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " "));
  const render = template.compile<ReadmeView>(readmeTemplate, {
    noEscape: true,
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: { code: true, cell: true },
  });
  return `${render(view)
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}
