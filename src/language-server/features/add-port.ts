import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { pathDiagnostics } from "../../diagnostics/catalogue/resolve/paths.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../source/source-file.ts";
import type { HardwareItem, Path, PathStep } from "../../syntax/ast.ts";
import { workspaceEdit } from "../edits.ts";
import type { Place } from "../place.ts";
import type { DeclaredSymbol } from "../symbols/symbol.ts";

/** A link or device that ends at a port which is not there: it can be declared in the part that the path leads to. */
export function addPort({ code, span }: Diagnostic, place: Place): readonly CodeAction[] {
  if (code !== pathDiagnostics.unknownStep.code) return [];
  const { judged, project } = place;
  const path = endsIn(place).find(({ steps }) => steps.at(-1)?.name.span.start === span.start);
  const step = path?.steps.at(-1);
  if (path === undefined || step === undefined) return [];
  const owner = path.steps.length === 1 ? around(span, place) : partOf(path.steps.at(-2), place);
  if (owner === undefined || owner.span.source.path.startsWith("prelude/")) return [];
  const text = `port ${step.name.text}${sizes(step)}`;
  const source = judged.description.files.find((file) => file.path === owner.span.source.path) ?? owner.span.source;
  const edit = workspaceEdit([{ span: { source, ...before(owner.span) }, text: `  ${text}\n` }], project);
  return [{ title: `add \`${text}\` to \`${owner.name}\``, kind: CodeActionKind.QuickFix, edit }];
}

/** The paths of a file that may end at a port. */
function endsIn({ judged, source }: Place): readonly Path[] {
  const declarations = judged.index.tree(source.path)?.declarations ?? [];
  return declarations.flatMap((each) => (each.kind === "part" || each.kind === "machine" ? endsOf(each.items) : []));
}

function endsOf(items: readonly HardwareItem[]): readonly Path[] {
  return items.flatMap((item) => {
    if (item.kind === "for") return endsOf(item.items);
    return item.kind === "link" ? [item.from, item.to] : item.kind === "device" ? [item.at] : [];
  });
}

function around({ start }: Span, { judged, source }: Place): DeclaredSymbol | undefined {
  return judged.index.declaredIn(source.path).find(({ span }) => span.start <= start && start < span.end);
}

/** The part that an element along a path is one of. */
function partOf(step: PathStep | undefined, { judged, source }: Place): DeclaredSymbol | undefined {
  const node = step && judged.index.at(source.path, step.name.span.start)?.symbol.node;
  if (!node || !("kind" in node) || node.kind !== "instance") return undefined;
  return judged.index.visibleIn.get(source.path)?.get(node.part.text);
}

/** `[3]` of a port asks for four. */
function sizes({ selectors }: PathStep): string {
  const last = selectors.map((selector) => {
    const most = selector.kind === "index" ? selector.index : selector.kind === "range" ? selector.to : null;
    return most?.kind === "number" ? most.value + 1 : null;
  });
  return last.map((count) => (count === null ? "" : `[${count}]`)).join("");
}

/** Before the line of the closing brace; where that stands behind other things, before the brace itself. */
function before({ source, end }: Span): { readonly start: number; readonly end: number } {
  const brace = end - 1;
  const line = source.text.lastIndexOf("\n", brace) + 1;
  const at = source.text.slice(line, brace).trim() === "" ? line : brace;
  return { start: at, end: at };
}
