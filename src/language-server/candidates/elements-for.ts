/** Elements of a machine that a path can go on with, where it is written. */
import type { IToken } from "chevrotain";
import type { CompletionItem } from "vscode-languageserver";
import type { Machine, Port } from "../../model/machine.ts";
import type { Place } from "../place.ts";
import { membersOf } from "../symbols/mentions.ts";
import type { DeclaredSymbol, SymbolKind } from "../symbols/symbol.ts";
import { symbolItems } from "./symbol-items.ts";

/** The kinds at which a path of a rule can end; through parts it can always lead. */
const ends: Readonly<Record<string, readonly SymbolKind[]>> = {
  ...{ link: ["port", "core", "device"], sees: ["space", "iommu", "parameter"], iommu: ["space", "iommu"] },
  ...{ sharedBy: ["core"], coherence: ["core"], interrupt: ["controller", "core"], dma: ["memory"] },
  ...{ onClause: ["core"], drivesClause: ["device"], lineTarget: ["core", "controller"] },
};

const through: readonly SymbolKind[] = ["instance"];

export function elementsFor(
  rules: readonly string[],
  tokens: readonly IToken[],
  place: Place,
): readonly CompletionItem[] {
  const path = pathBefore(tokens.map(({ image }) => image));
  const start = roots(rules, place);
  let inside: readonly DeclaredSymbol[] = start;
  for (const name of path) {
    const next = inside.find((symbol) => symbol.name === name);
    inside = next === undefined ? [] : membersOf(next, place.judged.index.visibleIn);
  }
  const wanted = ends[rules.findLast((rule) => Object.hasOwn(ends, rule)) ?? ""];
  const fitting = inside.filter(({ kind }) => wanted === undefined || wanted.includes(kind) || through.includes(kind));
  return symbolItems(fitting.filter((symbol) => !isTaken(symbol, rules, place)));
}

/** The names of the path that is being written, without their indices: `p[0].cpu[1].` is `p`, `cpu`. */
function pathBefore(images: readonly string[]): readonly string[] {
  const names: string[] = [];
  let at = images.length - 1;
  while (images[at] === ".") {
    at -= 1;
    while (images[at] === "]") {
      while (at > 0 && images[at] !== "[") at -= 1;
      at -= 1;
    }
    names.unshift(images[at] ?? "");
    at -= 1;
  }
  return names;
}

/** What a path can begin with: in hardware what lies around it, in a system what its machine has, and programs. */
function roots(rules: readonly string[], { judged, source, offset }: Place): readonly DeclaredSymbol[] {
  const around = judged.index.declaredIn(source.path).find(({ span }) => span.start <= offset && offset <= span.end);
  if (around === undefined) return [];
  const node = around.node;
  if (node === null || !("kind" in node) || node.kind !== "system") {
    return around.children.filter(({ kind }) => kind !== "variable");
  }
  const machine = judged.index.visibleIn.get(source.path)?.get(node.machine.text);
  const own = rules.includes("nearClause") || rules.includes("isolate") ? around.children : [];
  return [...own, ...(machine === undefined ? [] : membersOf(machine, judged.index.visibleIn))];
}

/** A port is offered for a link as long as one that was declared there is free, in any machine. */
function isTaken({ kind, span }: DeclaredSymbol, rules: readonly string[], { judged }: Place): boolean {
  if (kind !== "port" || !rules.includes("link")) return false;
  const { machines } = judged.description;
  const ports = machines.flatMap(({ ports: all }) => all).filter((port) => port.span === span);
  const taken = new Set<Port>(machines.flatMap(takenPorts));
  return ports.length > 0 && ports.every((port) => taken.has(port));
}

export function takenPorts({ links, devices }: Machine): readonly Port[] {
  const linked = links.flatMap(({ from, to }) => [from, to]).flatMap((end) => (end.kind === "port" ? end.port : []));
  return [...linked, ...devices.flatMap(({ at }) => ("kind" in at && at.kind === "port" ? at.port : []))];
}
