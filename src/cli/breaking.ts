import { findChanges } from "../breaking/find-changes.ts";
import type { Finding } from "../breaking/finding.ts";
import { judgeChanges, renderVerdict, type Verdict } from "../breaking/verdict.ts";
import type { Category } from "../diagnostics/change.ts";
import { parsePlace } from "../source/source-file.ts";
import { renderFindings, type Versions } from "./breaking/render-findings.ts";
import { readVersion, type Version } from "./breaking/version.ts";
import type { Call, Ending } from "./call.ts";
import type { CompileOptions } from "./compile-files.ts";
import { exitCode } from "./exit-code.ts";
import { printJson } from "./print-json.ts";

export interface BreakingOptions extends CompileOptions {
  /** Those to judge by; all that break something when left out. */
  readonly category?: readonly Category[];
  /** Compatible changes are told too. */
  readonly all?: boolean;
  /** Warnings count as errors. */
  readonly strict?: boolean;
}

/** Says what a new version of a description breaks of the old one. */
export async function breaking(
  call: Call,
  oldName: string,
  newName: string,
  options: BreakingOptions,
): Promise<Ending> {
  const old = readVersion(call, oldName, options);
  if (old.kind !== "version") return old.kind === "refused" ? old : exitCode.wrongDescription;
  const now = readVersion(call, newName, options);
  if (now.kind !== "version") return now.kind === "refused" ? now : exitCode.wrongDescription;
  const versions = { old, new: now };
  const changes = findChanges(old.plan, now.plan).filter((finding) => isAskedFor(finding, options));
  const findings = changes.filter(({ category }) => options.all === true || category !== "compatible");
  const verdicts = judgeChanges(old.plan, now.plan, changes);
  const breaks = findings.some(
    ({ severity }) => severity === "error" || (severity === "warning" && options.strict === true),
  );
  if (options.json === true) printJson(call.terminal, jsonOf(!breaks, findings, verdicts, versions));
  else call.terminal.print(textOf(findings, verdicts, versions, call.terminal.colours.print));
  return breaks ? exitCode.wrongDescription : exitCode.done;
}

/** What breaks code counts as a source break too, whatever else it breaks. */
function isAskedFor({ category, affects }: Finding, { category: asked }: BreakingOptions): boolean {
  if (asked === undefined || category === "compatible") return true;
  return asked.includes(category) || (asked.includes("source") && affects.includes("code"));
}

function textOf(
  findings: readonly Finding[],
  verdicts: readonly Verdict[],
  versions: Versions,
  colours: boolean,
): string {
  const shown = findings.length === 0 ? "" : `${renderFindings(findings, versions, colours)}\n`;
  const sentences = verdicts.length === 0 ? ["Nothing changed."] : verdicts.map(renderVerdict);
  return `${shown}${sentences.map((sentence) => `${sentence}\n`).join("")}`;
}

function jsonOf(ok: boolean, findings: readonly Finding[], verdicts: readonly Verdict[], versions: Versions) {
  return {
    ok,
    findings: findings.map(({ old, new: now, ...finding }) => ({
      ...finding,
      old: jsonPlace(old, versions.old),
      new: jsonPlace(now, versions.new),
    })),
    verdicts: verdicts.map((verdict) => ({ ...verdict, text: renderVerdict(verdict) })),
  };
}

/** Line and column start at 1. */
function jsonPlace(at: string | null, { showPath }: Version) {
  const place = at === null ? null : parsePlace(at);
  return place === null ? null : { ...place, file: showPath(place.file) };
}
