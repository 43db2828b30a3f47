/** Which declaration a name means in a file: its own and those of the files it uses directly. */
import { closestName } from "../algorithms/closest-name.ts";
import { nameDiagnostics } from "../diagnostics/catalogue/resolve/names.ts";
import { type Diagnostic, diagnose, type Fix } from "../diagnostics/diagnostic.ts";
import type { Report } from "../diagnostics/report.ts";
import { placeOf } from "../source/source-file.ts";
import type { Declaration, Name } from "../syntax/ast.ts";
import { replacement } from "./evaluate.ts";
import type { LoadedFile } from "./loaded-file.ts";
import { pathToUse } from "./used-path.ts";

export type DeclarationKind = Declaration["kind"];
export type DeclarationOf<Kind extends DeclarationKind> = Extract<Declaration, { readonly kind: Kind }>;

/** A declaration with the file it stands in: what it names itself is looked up there. */
export interface Declared<Kind extends DeclarationKind = DeclarationKind> {
  readonly declaration: DeclarationOf<Kind>;
  readonly file: LoadedFile;
}

export interface Scopes {
  /**
   * The declaration of the wanted kind that `name` means in `file`; null after a report. In a file that is incomplete
   * an unknown name that resembles nothing is no fault of its own, and is not reported.
   */
  readonly find: <Kind extends DeclarationKind>(name: Name, kind: Kind, file: LoadedFile) => Declared<Kind> | null;
  /** The same without a report; null too where the name means nothing, or another kind of thing. */
  readonly peek: <Kind extends DeclarationKind>(name: Name, kind: Kind, file: LoadedFile) => Declared<Kind> | null;
  /** All declarations of a kind, in the order of the files and of the text. */
  readonly all: <Kind extends DeclarationKind>(kind: Kind) => readonly Declared<Kind>[];
}

/** What a kind of declaration is called in messages. */
export const declarationWords: Readonly<Record<DeclarationKind, string>> = {
  isa: "instruction set",
  interconnect: "interconnect",
  deviceKind: "kind of device",
  part: "part",
  machine: "machine",
  interface: "interface",
  system: "system",
};

/** Gathers the names of all files and reports those declared twice. */
export function buildScopes(files: readonly LoadedFile[], report: Report): Scopes {
  const visible = new Map(files.map((file) => [file, visibleIn(file)]));
  const everything = files.flatMap(declarationsOf);
  const anywhere = new Map(everything.toReversed().map((declared) => [kindAndName(declared), declared]));
  reportDuplicates(files, everything, report);
  return {
    find: (name, kind, file) => find(name, kind, file, visible.get(file) ?? new Map(), anywhere, report),
    peek: (name, kind, file) => {
      const declared = visible.get(file)?.get(name.text);
      return declared !== undefined && isOfKind(declared, kind) ? declared : null;
    },
    all: (kind) => everything.filter((declared) => isOfKind(declared, kind)),
  };
}

function kindAndName({ declaration }: Declared): string {
  return `${declaration.kind} ${declaration.name.text}`;
}

type Names = ReadonlyMap<string, Declared>;

function declarationsOf(file: LoadedFile): readonly Declared[] {
  return file.ast.declarations.map((declaration) => ({ declaration, file }));
}

/** Own names win over used ones, earlier ones over later ones: a duplicate is reported, then the first is meant. */
function visibleIn(file: LoadedFile): Names {
  const names = new Map<string, Declared>();
  for (const declared of [file, ...file.uses].flatMap(declarationsOf)) {
    const { text } = declared.declaration.name;
    if (!names.has(text)) names.set(text, declared);
  }
  return names;
}

function isOfKind<Kind extends DeclarationKind>(declared: Declared, kind: Kind): declared is Declared & Declared<Kind> {
  return declared.declaration.kind === kind;
}

function find<Kind extends DeclarationKind>(
  name: Name,
  kind: Kind,
  file: LoadedFile,
  names: Names,
  anywhere: Names,
  report: Report,
): Declared<Kind> | null {
  const declared = names.get(name.text);
  if (declared !== undefined && isOfKind(declared, kind)) return declared;
  const ofKind = [...names.values()].filter((candidate) => isOfKind(candidate, kind));
  const suggestion = closestName(
    name.text,
    ofKind.map((candidate) => candidate.declaration.name.text),
  );
  const hidden = anywhere.get(`${kind} ${name.text}`) ?? null;
  const cause = `the ${kind} ${name.text} in ${file.source.path}`;
  if (declared !== undefined) report(wrongKind(name, kind, declared, suggestion), cause);
  else if (file.isComplete || suggestion !== null || hidden !== null) {
    report(unknownName(name, kind, file, suggestion, hidden), cause);
  }
  return null;
}

function wrongKind(name: Name, kind: DeclarationKind, declared: Declared, suggestion: string | null): Diagnostic {
  const found = declared.declaration;
  const facts = { name: name.text, wanted: declarationWords[kind], kind: wordFor(found), suggestion };
  const related = [{ span: found.name.span, message: `\`${name.text}\` is declared here` }];
  return diagnose(nameDiagnostics.wrongKindOfName, name.span, facts, { related, fixes: fixesFor(name, suggestion) });
}

function unknownName(
  name: Name,
  kind: DeclarationKind,
  file: LoadedFile,
  suggestion: string | null,
  hidden: Declared | null,
): Diagnostic {
  const declaredIn = hidden?.file.source.path ?? null;
  const facts = { wanted: declarationWords[kind], name: name.text, suggestion, declaredIn };
  if (hidden === null) {
    return diagnose(nameDiagnostics.unknownName, name.span, facts, { fixes: fixesFor(name, suggestion) });
  }
  const related = [{ span: hidden.declaration.name.span, message: `\`${name.text}\` is declared here` }];
  return diagnose(nameDiagnostics.unknownName, name.span, facts, { related, fixes: [useFix(file, hidden.file)] });
}

function fixesFor(name: Name, suggestion: string | null): readonly Fix[] {
  return suggestion === null ? [] : [replacement(name.span, suggestion)];
}

function useFix(file: LoadedFile, used: LoadedFile): Fix {
  const line = `use "${pathToUse(used.source.path, file.source.path)}"`;
  return { title: `add \`${line}\``, edits: [{ span: { source: file.source, start: 0, end: 0 }, text: `${line}\n` }] };
}

function wordFor(declaration: Declaration): string {
  return declaration.kind === "part" ? declaration.level : declarationWords[declaration.kind];
}

// ───────────────────────────── duplicates ─────────────────────────────

function reportDuplicates(files: readonly LoadedFile[], everything: readonly Declared[], report: Report): void {
  /** By the later declaration of a pair. Which one is later depends on where it is looked at from. */
  const told = new Map<Declaration, Declaration>();
  const once = (first: Declared, second: Declared) => {
    if (told.has(second.declaration) || told.get(first.declaration) === second.declaration) return;
    told.set(second.declaration, first.declaration);
    report(duplicate(first, second));
  };
  for (const file of files) reportClashes([...file.uses.flatMap(declarationsOf), ...declarationsOf(file)], once);
  reportClashes(everything.filter(isKnownOutside), once);
}

/** Machines, interfaces and systems are chosen, and name output, by their bare name. */
function isKnownOutside({ declaration }: Declared): boolean {
  return declaration.kind === "machine" || declaration.kind === "interface" || declaration.kind === "system";
}

function reportClashes(visible: readonly Declared[], report: (first: Declared, second: Declared) => void): void {
  const byName = new Map<string, Declared>();
  for (const declared of visible) {
    const first = byName.get(declared.declaration.name.text);
    if (first === undefined) byName.set(declared.declaration.name.text, declared);
    else if (first.declaration !== declared.declaration) report(first, declared);
  }
}

function duplicate(first: Declared, second: Declared): Diagnostic {
  const { name } = second.declaration;
  const facts = {
    name: name.text,
    kind: wordFor(second.declaration),
    firstKind: wordFor(first.declaration),
    firstPlace: placeOf(first.declaration.name.span),
  };
  const related = [{ span: first.declaration.name.span, message: `\`${name.text}\` is first declared here` }];
  return diagnose(nameDiagnostics.duplicateName, name.span, facts, { related });
}
