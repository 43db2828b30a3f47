import { findChanges } from "../breaking/find-changes.ts";
import type { Finding } from "../breaking/finding.ts";
import { judgeChanges, renderVerdict, type Verdict } from "../breaking/verdict.ts";
import { breakingCategories, type Category } from "../diagnostics/change.ts";
import { parsePlace } from "../source/source-file.ts";
import { renderFindings, type Versions } from "./breaking/render-findings.ts";
import { readVersion, type Version } from "./breaking/version.ts";
import type { Call, Ending } from "./call.ts";
import type { CompileOptions, Wrong } from "./compile-files.ts";
import { exitCode } from "./exit-code.ts";
import { printJson } from "./print-json.ts";
import { type Refusal, refuseCall } from "./refusal.ts";

export interface BreakingOptions extends CompileOptions {
  /** Those to judge by; all that break something when left out. */
  readonly category?: readonly Category[];
  /** Compatible changes are told too. */
  readonly all?: boolean;
  /** Warnings count as errors. */
  readonly strict?: boolean;
}

/** Says what a new version of a description breaks of the old one. */
export async function breaking(call: Call, old: string, now: string, options: BreakingOptions): Promise<Ending> {
  const versions = await readVersions(call, old, now, options);
  if (versions.kind === "refused") return versions;
  if (versions.kind === "wrong") return exitCode.wrongDescription;
  const answer = compare(versions, options);
  if (options.json === true) printJson(call.terminal, jsonOf(answer, versions));
  else call.terminal.print(textOf(answer, versions, call.terminal.colours.print));
  return answer.ok ? exitCode.done : exitCode.wrongDescription;
}

type Read = Versions & { readonly kind: "read" };

async function readVersions(
  call: Call,
  oldName: string,
  newName: string,
  options: CompileOptions,
): Promise<Read | Wrong | Refusal> {
  if (oldName === "-" && newName === "-") {
    return refuseCall("both versions cannot come from standard input", "Name a file for one of them.");
  }
  const old = await readVersion(call, oldName, options);
  if (old.kind !== "version") return old;
  const now = await readVersion(call, newName, options);
  return now.kind === "version" ? { kind: "read", old, new: now } : now;
}

interface Answer {
  /** Nothing that was asked for breaks. */
  readonly ok: boolean;
  readonly categories: readonly Category[];
  readonly findings: readonly Finding[];
  readonly verdicts: readonly Verdict[];
}

function compare({ old, new: now }: Versions, options: BreakingOptions): Answer {
  const changes = findChanges(old.plan, now.plan).filter((finding) => isAskedFor(finding, options));
  return {
    ok: !changes.some(({ severity }) => severity === "error" || (severity === "warning" && options.strict === true)),
    categories: options.category ?? breakingCategories,
    findings: changes.filter(({ category }) => options.all === true || category !== "compatible"),
    verdicts: judgeChanges(old.plan, now.plan, changes),
  };
}

/** What breaks code counts as a source break too, whatever else it breaks. */
function isAskedFor({ category, affects }: Finding, { category: asked }: BreakingOptions): boolean {
  if (asked === undefined || category === "compatible") return true;
  return asked.includes(category) || (asked.includes("source") && affects.includes("code"));
}

function textOf({ findings, verdicts, categories }: Answer, versions: Versions, colours: boolean): string {
  const shown = findings.length === 0 ? "" : `${renderFindings(findings, versions, colours)}\n`;
  const judged = categories.length < breakingCategories.length ? ` (judged by ${categories.join(" and ")} only)` : "";
  const sentences =
    verdicts.length === 0 ? ["Nothing changed between clients and services."] : verdicts.map(renderVerdict);
  return `${shown}${sentences.map((sentence) => `${sentence}${judged}\n`).join("")}`;
}

function jsonOf({ findings, verdicts, ...answer }: Answer, versions: Versions) {
  return {
    ...answer,
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
