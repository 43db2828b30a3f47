/** Type-checks generated code with the real compiler, under the flags that users may have at their strictest. */
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../../../", import.meta.url));

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts", "lib.es2024.sharedmemory.d.ts", "lib.es2024.string.d.ts", "lib.dom.d.ts"],
  types: [],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedDeclarations: true,
  declaration: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
  paths: { "skerry/runtime": [`${root}src/runtime/index.ts`], "~skerry/*": [`${root}generated/hotos09/*`] },
};

/** The library and the runtime, read and bound once: the options are always the same. */
const onDisk = new Map<string, ts.SourceFile | undefined>();

/** Everything the compiler says of the files; their paths are relative to the repository, whatever lies there. */
export function checkTypes(files: Readonly<Record<string, string>>): string[] {
  const texts = new Map(Object.entries(files).map(([path, text]) => [root + path, text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.directoryExists = () => true;
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = texts.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, language, true);
    const known = onDisk.get(path) ?? getSourceFile(path, language, ...rest);
    onDisk.set(path, known);
    return known;
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  const sources = program.getSourceFiles().filter(({ fileName }) => texts.has(fileName));
  const found = sources.flatMap((source) => [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
    ...program.getDeclarationDiagnostics(source),
  ]);
  return found.map((one) => `${describe(one)}: ${ts.flattenDiagnosticMessageText(one.messageText, " ")}`);
}

function describe({ file, start }: ts.Diagnostic): string {
  if (file === undefined || start === undefined) return "";
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${file.fileName.slice(root.length)}:${line + 1} \`${file.text.split("\n")[line]?.trim()}\``;
}

/** Uses of `any`, casts other than `as const`, `!` and comments that silence the compiler. */
export function findLooseness(text: string): string[] {
  const source = ts.createSourceFile("file.ts", text, ts.ScriptTarget.ES2023, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isLoose(node)) found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found, ...(text.match(/@ts-\w+/g) ?? [])];
}

function isLoose(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return true;
  if (ts.isAsExpression(node)) return !ts.isConstTypeReference(node.type);
  return ts.isTypeAssertionExpression(node) || ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node);
}
