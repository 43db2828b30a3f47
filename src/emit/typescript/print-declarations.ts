/** What a compiler has to know of a file, and not how it is done: the text of a `.d.ts`. */
import { lineWidth } from "./imports.ts";
import type { PrintedFile } from "./print-file.ts";
import { hang, printBlock, printDocs, printSignature, printStatements } from "./print-structures.ts";
import type {
  ClassDeclarationStructure,
  ConstantDeclarationStructure,
  Documented,
  FunctionDeclarationStructure,
  MethodDeclarationStructure,
  ParameterDeclarationStructure,
  PropertyDeclarationStructure,
  Signature,
  Statement,
} from "./structures.ts";

/** What nobody outside can name is left out, and so is what was imported for it. */
export function printDeclarationFile({ header, statements }: PrintedFile): string {
  const body = printStatements(statements.filter((one) => !isImport(one)).flatMap(declare)).trim();
  const imports = statements.filter(isImport).flatMap((one) => narrowImport(one, body));
  const text = `${imports.join("\n")}\n\n${body}`.trim().replace(/\n{3,}/g, "\n\n");
  // Without this, whatever stands in a file of declarations is exported.
  return `${header.join("\n")}\n\n${text}\n\nexport {};\n`;
}

function isImport(statement: Statement): statement is string {
  return typeof statement === "string" && statement.startsWith("import ");
}

/** All imports are of types here; none are left where nothing of them is used. */
function narrowImport(text: string, body: string): readonly string[] {
  const [, list = "", module = ""] = /^import (?:type )?\{([^}]*)\} from (".*");$/.exec(text) ?? [];
  const specifiers = list.split(",").map((one) => one.trim().replace(/^type /, ""));
  const used = specifiers.filter((one) => one !== "" && isNamed(one.split(" as ").at(-1) ?? one, body));
  if (used.length === 0) return [];
  const oneLine = `import type { ${used.join(", ")} } from ${module};`;
  return [oneLine.length <= lineWidth ? oneLine : `import type {\n  ${used.join(",\n  ")},\n} from ${module};`];
}

function isNamed(name: string, text: string): boolean {
  return text.split(name).some((before, index, parts) => {
    return index < parts.length - 1 && !/[\w$]$/.test(before) && !/^[\w$]/.test(parts[index + 1] ?? "");
  });
}

function declare(statement: Statement): readonly Statement[] {
  if (typeof statement === "string") return [statement];
  switch (statement.kind) {
    case "class":
      return statement.isExported === true ? [`\n${declareClass(statement)}`] : [];
    case "constant":
      return [`\n${declareConstant(statement)}`];
    case "function":
      return statement.isExported === true ? [`\n${declareFunction(statement)}`] : [];
    case "interface":
    case "typeAlias":
      return [statement];
  }
}

function declareConstant({ docs = [], name, type, inferred, initializer }: ConstantDeclarationStructure): string {
  const declared = type ?? inferred;
  return `${printDocs({ docs })}export declare const ${name}${declared === null ? ` = ${initializer}` : `: ${declared}`};`;
}

/** Where there are overloads, callers see nothing else. */
function signaturesOf(
  declared: FunctionDeclarationStructure | MethodDeclarationStructure,
): readonly (Documented & Signature)[] {
  const { overloads = [] } = declared;
  return overloads.length === 0 ? [declared] : overloads;
}

function declareFunction(declared: FunctionDeclarationStructure): string {
  return signaturesOf(declared)
    .map(withoutDefaults)
    .map((one) => `${printDocs(one)}export declare function ${declared.name}${printSignature(one)};`)
    .join("\n");
}

function withoutDefaults<Signed extends Signature>(signature: Signed): Signed {
  return { ...signature, parameters: (signature.parameters ?? []).map(withoutDefault) };
}

/** A default value stands behind the type: callers see that they may leave it out. */
function withoutDefault(parameter: ParameterDeclarationStructure): ParameterDeclarationStructure {
  const [type = "", value] = parameter.type?.split(" = ") ?? [];
  return value === undefined ? parameter : { ...parameter, type, hasQuestionToken: true };
}

function declareClass(declared: ClassDeclarationStructure): string {
  const { name, properties = [], ctors = [], getAccessors = [], setAccessors = [], methods = [] } = declared;
  const hidden = properties.some((one) => one.name.startsWith("#")) ? ["#private;"] : [];
  const members = [
    ...hidden,
    ...properties.filter((one) => !one.name.startsWith("#")).map(declareProperty),
    ...ctors.map(withoutDefaults).map((one) => `${printDocs(one)}constructor${printSignature(one)};`),
    ...getAccessors.map((one) => `${printDocs(one)}get ${one.name}${printSignature(one)};`),
    ...setAccessors.map((one) => `${printDocs(one)}set ${one.name}${printSignature(one)};`),
    ...methods.map(declareMethod),
  ];
  const parent = declared.extends === undefined ? "" : ` extends ${hang(declared.extends)}`;
  const faces = declared.implements === undefined ? "" : ` implements ${declared.implements.join(", ")}`;
  return `${printDocs(declared)}export declare class ${name}${parent}${faces} ${printBlock(members.join("\n"))}`;
}

function declareProperty(property: PropertyDeclarationStructure): string {
  const { scope, isStatic, isReadonly, name, hasQuestionToken, type } = property;
  const modifiers = [scope, isStatic ? "static" : "", isReadonly ? "readonly" : ""].filter(Boolean).join(" ");
  const declared = scope === "private" ? "" : `${hasQuestionToken ? "?" : ""}: ${hang(type)}`;
  return `${printDocs(property)}${modifiers === "" ? "" : `${modifiers} `}${name}${declared};`;
}

function declareMethod(method: MethodDeclarationStructure): string {
  const head = `${method.isStatic ? "static " : ""}${method.name}`;
  return signaturesOf(method)
    .map(withoutDefaults)
    .map((one) => `${printDocs(one)}${head}${printSignature(one)};`)
    .join("\n");
}
