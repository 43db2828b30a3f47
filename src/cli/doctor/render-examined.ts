import { colourText } from "../colour-text.ts";
import { type Examined, isLacking, isReady } from "./examined.ts";
import { adviceOn, type Need } from "./need.ts";

/** `sentence`: what machine this is. */
export function renderExamined(
  sentence: string,
  hosts: readonly Examined[],
  others: readonly Need[],
  colours: boolean,
): string {
  const missing = hosts.flatMap(({ needs }) => needs.filter(isLacking));
  const beside = others.length === 0 ? [] : [`\nNeeded by no host\n${renderNeeds(others, colours)}`];
  return [`${sentence}\n`, ...hosts.map((host) => renderHost(host, colours)), ...beside, renderEnd(missing)].join("");
}

function renderHost(host: Examined, colours: boolean): string {
  const name = host.board === null ? host.host : `${host.host}, board ${host.board}`;
  const isWhole = isReady(host);
  const verdict = colourText(isWhole ? "green" : "red", isWhole ? "ready" : "lacks something", colours);
  return `\n${name}: ${verdict}\n${renderNeeds(host.needs, colours)}`;
}

function renderNeeds(needs: readonly Need[], colours: boolean): string {
  return needs.map((need) => renderNeed(need, colours)).join("");
}

function renderNeed(need: Need, colours: boolean): string {
  const { name, state, isOptional } = need;
  if (state.kind === "here") {
    const found = state.found === "" ? "" : colourText("dim", `  ${state.found}`, colours);
    return `  ${colourText("green", "here    ", colours)}  ${name}${found}\n`;
  }
  const word = isOptional ? colourText("yellow", "optional", colours) : colourText("red", "missing ", colours);
  return `  ${word}  ${name}: ${need.for}\n            ${state.advice}\n`;
}

/** What to type to have all that cannot be done without; the first choice of each. */
function renderEnd(missing: readonly Need[]): string {
  if (missing.length === 0) return "\nNothing is missing.\n";
  const packages = missing.flatMap(({ state }) => (state.kind === "missing" ? state.packages.slice(0, 1) : []));
  const all = [...new Set(packages.flatMap((each) => each.split(" ")))].sort();
  return all.length === 0 ? "\n" : `\nAll that is missing at once. ${adviceOn([all.join(" ")])}\n`;
}
