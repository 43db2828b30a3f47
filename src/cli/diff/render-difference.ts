import { counted } from "../../algorithms/counted.ts";
import type { Change } from "../../difference/change.ts";
import type { Difference } from "../../difference/compare-plans.ts";
import type { RouteChanges, RouteEnd } from "../../difference/compare-routes.ts";

/** Names that are shown of things that changed alike, and changes of one kind: JSON has all of them. */
const mostNames = 4;
const mostChanges = 20;

const plurals: Readonly<Record<string, string>> = { memory: "memories", coherence: "coherence domains" };

/** Kind by kind; `+` is new, `-` gone, `~` another. */
export function renderDifference({ isNone, changes, routes }: Difference): string {
  if (isNone) return "No difference: the same machine, and the same system on it.\n";
  const kinds = [...new Set(changes.map(({ what }) => what))];
  const groups = kinds.map((kind) =>
    renderKind(
      kind,
      changes.filter(({ what }) => what === kind),
    ),
  );
  return `${[...groups, ...(routes === null ? [] : renderRoutes(routes))].join("\n\n")}\n`;
}

/** What changed alike is told once. */
function renderKind(kind: string, changes: readonly Change[]): string {
  const alike = new Map<string, string[]>();
  for (const change of changes) {
    const told = tell(change);
    alike.set(told, [...(alike.get(told) ?? []), change.name]);
  }
  const blocks = [...alike].map(([told, names]) => {
    const rest = names.length - mostNames;
    const shown = `${names.slice(0, mostNames).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
    return `  ${told.replace("\0", shown)}`;
  });
  const left = blocks.length - mostChanges;
  const lines = [...blocks.slice(0, mostChanges), ...(left > 0 ? [`  … and ${left} more of other kinds`] : [])];
  return [`${counted(changes.length, kind, plurals[kind])}:`, ...lines].join("\n");
}

/** With a zero where the names go. */
function tell(change: Change): string {
  if (change.kind === "changed") {
    const lines = change.changes.map(({ fact, old, new: now }) => `\n      ${fact}: ${old ?? "–"} -> ${now ?? "–"}`);
    return `~ \0${lines.join("")}`;
  }
  const facts = Object.entries(change.facts).filter(([, value]) => value !== "");
  const told = facts.map(([name, value]) => `${name} ${value}`).join(", ");
  return `${change.kind === "added" ? "+" : "-"} \0${told === "" ? "" : ` (${told})`}`;
}

function renderRoutes({ pairs, rerouted, quicker, slower, examples }: RouteChanges): readonly string[] {
  if (examples.length === 0) return [];
  const counts = `${rerouted} go another way, ${quicker} are quicker, ${slower} slower; the first of them:`;
  const lines = examples.map(
    ({ from, to, old, new: now }) => `  ~ ${from} -> ${to}: ${endText(old)} -> ${endText(now)}`,
  );
  return [[`Routes of ${counted(pairs, "pair")} of cores: ${counts}`, ...lines].join("\n")];
}

function endText({ via, latency }: RouteEnd): string {
  return via === null ? "no way" : `by ${via}, ${latency ?? "–"}`;
}
