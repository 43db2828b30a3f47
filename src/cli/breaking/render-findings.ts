/** Findings as a person reads them, like the diagnostics of a compiler, with both places. */
import type { Finding } from "../../breaking/finding.ts";
import type { Affected } from "../../diagnostics/change.ts";
import { type Frame, renderFrame } from "../../diagnostics/render-frame.ts";
import { renderTold, type Told } from "../../diagnostics/render-text.ts";
import { offsetAt, parsePlace, wordAt } from "../../source/source-file.ts";
import type { Version } from "./version.ts";

export interface Versions {
  readonly old: Version;
  readonly new: Version;
}

/** With a blank line between two. */
export function renderFindings(findings: readonly Finding[], versions: Versions, colours: boolean): string {
  return findings.map((finding) => renderTold(tell(finding, versions), colours)).join("\n");
}

function tell(finding: Finding, versions: Versions): Told {
  const places = [
    shown(finding.new, versions.new, "^"),
    shown(finding.old, versions.old, finding.new === null ? "^" : "-"),
  ];
  const [first, second] = places.flatMap((place) => place ?? []);
  const { severity, code, category, message } = finding;
  return {
    ...{ severity, message },
    code: `${code} (${category})`,
    place: first?.place ?? "",
    frame: first?.frame ?? null,
    related: second === undefined ? [] : [{ ...second, message: `in the old version${ofPlan(versions.old)}` }],
    remarks: [
      ...remark(
        "breaks",
        finding.affects.map((party) => parties[party]),
      ),
      ...remark("reaches", finding.operations),
    ],
  };
}

function ofPlan({ planName }: Version): string {
  return planName === null ? "" : `, of which ${planName} is the plan`;
}

const parties: Readonly<Record<Affected, string>> = {
  oldClients: "old clients with a new server",
  newClients: "new clients with an old server",
  code: "source code that uses the stubs",
};

function remark(label: string, parts: readonly string[]): Told["remarks"] {
  return parts.length === 0 ? [] : [{ label, text: parts.join(", ") }];
}

interface Shown {
  readonly place: string;
  readonly frame: Frame | null;
}

function shown(at: string | null, version: Version, mark: string): Shown | null {
  const position = at === null ? null : parsePlace(at);
  if (position === null) return null;
  const { file, line, column } = position;
  const source = version.readSource(file);
  const place = `${version.showPath(file)}:${line}:${column}`;
  if (source === null) return { place, frame: null };
  return { place, frame: renderFrame(wordAt(source, offsetAt(source, position)), mark) };
}
