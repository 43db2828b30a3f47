import type { Plan, PlanMachine } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { drawHeat } from "../pictures/heat-picture.ts";
import { drawPlacement } from "../pictures/placement-picture.ts";
import { renderHtml } from "./render-html.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { type ReportPictures, type ReportWarning, viewReport } from "./view-report.ts";

/**
 * `report.html` and `report.md`: the machine, what was decided and why, and the warnings. The page has its pictures in
 * it; the Markdown refers to `machine.svg`. `files`: all others of the output folder.
 */
export async function emitReport(
  plan: Plan,
  files: readonly OutputFile[],
  warnings: readonly ReportWarning[],
): Promise<OutputFile[]> {
  const report = viewReport(plan, files, await drawPictures(plan, files), warnings);
  return [
    { path: "report.html", content: renderHtml(report) },
    { path: "report.md", content: renderMarkdown(report) },
  ];
}

async function drawPictures({ machine, ...rest }: Plan, files: readonly OutputFile[]): Promise<ReportPictures> {
  if (machine === null) return { machine: null, placement: null, heat: null };
  const plan: Plan & { readonly machine: PlanMachine } = { machine, ...rest };
  const { system, traffic } = plan;
  const whole = files.find(({ path }) => path === "machine.svg")?.content ?? null;
  const hasLoads = traffic?.loads.some(({ carrier }) => "link" in carrier) === true;
  return {
    machine: whole === null ? null : String(whole),
    placement: system === null ? null : await drawPlacement(plan, machine, system, {}),
    heat: traffic === null || !hasLoads ? null : await drawHeat(plan, machine, traffic, {}),
  };
}
