/** What all findings together mean, interface by interface. */
import { breakingCategories, type Category } from "../diagnostics/change.ts";
import type { Plan, PlanInterface } from "../plan/plan.ts";
import type { Finding } from "./finding.ts";
import { listNames } from "./list-names.ts";
import { type Negotiation, negotiate } from "./negotiation.ts";

export interface Verdict {
  /** Null for the systems. */
  readonly interface: string | null;
  /** Versions; null where there is none. */
  readonly old: number | null;
  readonly new: number | null;
  readonly counts: Readonly<Record<Category, number>>;
  readonly compatible: boolean;
  /** Null unless the interface is in both versions. */
  readonly binding: Negotiation | null;
  /** Operations that bind, although the two ends would misread each other. */
  readonly misread: readonly string[];
}

/** One for every interface of which something changed, and one for the systems if something of them did. */
export function judgeChanges(old: Plan, now: Plan, findings: readonly Finding[]): readonly Verdict[] {
  const names = new Set([...old.interfaces, ...now.interfaces].map(({ name }) => name));
  const verdicts = [...names].map((name) => {
    const about = findings.filter((finding) => finding.interface === name);
    return judgeInterface(about, findInterface(old, name), findInterface(now, name));
  });
  const system = findings.filter((finding) => finding.interface === null);
  return [...verdicts.flat(), ...(system.length === 0 ? [] : [judge(null, system)])];
}

function findInterface({ interfaces }: Plan, name: string): PlanInterface | null {
  return interfaces.find((each) => each.name === name) ?? null;
}

function judgeInterface(
  findings: readonly Finding[],
  old: PlanInterface | null,
  now: PlanInterface | null,
): readonly Verdict[] {
  const binding = old === null || now === null ? null : negotiate(old, now);
  if (findings.length === 0 && (binding === null || binding.kind === "same")) return [];
  const verdict = judge(old?.name ?? now?.name ?? null, findings);
  const wire = findings.filter(({ category }) => category === "wire").flatMap(({ operations }) => operations);
  const agreed = binding?.kind === "partly" ? binding.agreed : [];
  const misread = agreed.filter((operation) => wire.includes(`${old?.name}.${operation}`));
  return [{ ...verdict, old: old?.version ?? null, new: now?.version ?? null, binding, misread }];
}

function judge(name: string | null, findings: readonly Finding[]): Verdict {
  const count = (category: Category) => findings.filter((finding) => finding.category === category).length;
  const counts = {
    wire: count("wire"),
    source: count("source"),
    behaviour: count("behaviour"),
    compatible: count("compatible"),
  };
  const compatible = counts.wire + counts.source === 0;
  return { interface: name, old: null, new: null, counts, compatible, binding: null, misread: [] };
}

/** `2 wire, 1 source: Block 2 → 3 is not compatible`, and what the two still say to each other. */
export function renderVerdict(verdict: Verdict): string {
  const counts = breakingCategories
    .filter((category) => verdict.counts[category] > 0)
    .map((category) => `${verdict.counts[category]} ${category}`);
  const head = `${subjectOf(verdict)} ${verdict.compatible ? "is" : "is not"} compatible`;
  return [counts.length === 0 ? head : `${counts.join(", ")}: ${head}`, ...bindingOf(verdict)].join("; ");
}

function subjectOf({ interface: name, old, new: now }: Verdict): string {
  if (name === null) return "the system";
  if (old === null || now === null) return `${name} ${old ?? now}`;
  return old === now ? `${name} ${old}` : `${name} ${old} → ${now}`;
}

function bindingOf({ binding, misread }: Verdict): readonly string[] {
  if (binding === null || binding.kind === "same") return [];
  if (binding.kind === "refused") return ["clients of the one and servers of the other do not bind"];
  const { agreed, refused } = binding;
  return [
    `neighbours bind with ${boundText(agreed, refused)}`,
    ...(misread.length === 0 ? [] : [`they bind with ${listNames(misread)} and misread each other`]),
  ];
}

function boundText(agreed: readonly string[], refused: readonly string[]): string {
  if (refused.length === 0) return "every operation";
  return agreed.length === 0 ? "no operation" : `${listNames(agreed)}, without ${listNames(refused)}`;
}
