/**
 * From structures to text, just as ts-morph prints them. ts-morph itself loads a whole TypeScript compiler first, writes
 * character by character, and parses what it has written: three quarters of the time of a build.
 */
import { printComment } from "./print-code.ts";
import type {
  ClassDeclarationStructure,
  ConstantDeclarationStructure,
  ConstructorDeclarationStructure,
  Documented,
  FunctionDeclarationStructure,
  GetAccessorDeclarationStructure,
  InterfaceDeclarationStructure,
  MethodDeclarationStructure,
  MethodSignatureStructure,
  ParameterDeclarationStructure,
  PropertyDeclarationStructure,
  PropertySignatureStructure,
  SetAccessorDeclarationStructure,
  Signature,
  Statement,
  StatementStructures,
  TypeAliasDeclarationStructure,
} from "./structures.ts";

/** The statements of a file; what stands between them may be more than one empty line. */
export function printStatements(statements: readonly Statement[]): string {
  return joinStatements(statements.map((one) => (typeof one === "string" ? one : printStatement(one))));
}

/** Behind a closing brace comes an empty line. */
function joinStatements(texts: readonly string[]): string {
  let joined = texts[0] ?? "";
  let last = lastCharacter(joined);
  for (let index = 1; index < texts.length; index++) {
    const text = texts[index] ?? "";
    joined += (last === "}" ? "\n\n" : "\n") + text;
    last = lastCharacter(text) ?? last;
  }
  return joined;
}

/** Of what is no space; undefined where nothing is. */
function lastCharacter(text: string): string | undefined {
  const last = text[text.length - 1];
  return last === " " || last === "\n" ? text.trimEnd().at(-1) : last;
}

function printStatement(statement: StatementStructures): string {
  switch (statement.kind) {
    case "class":
      return `\n${printClass(statement)}`;
    case "constant":
      return `\n${printConstant(statement)}`;
    case "function":
      return `\n${printFunction(statement)}`;
    case "interface":
      return `\n${printInterface(statement)}`;
    case "typeAlias":
      return printTypeAlias(statement);
  }
}

function printConstant({ docs = [], name, type, initializer }: ConstantDeclarationStructure): string {
  const declared = type === null ? name : `${name}: ${type}`;
  return `${printDocs({ docs })}export const ${declared} = ${initializer};`;
}

function printFunction(declared: FunctionDeclarationStructure): string {
  const { isExported, name, overloads = [], statements } = declared;
  const head = `${isExported ? "export " : ""}function ${name}`;
  const others = overloads.map((one) => `${printDocs(one)}${head}${printSignature(one)};\n`).join("");
  return `${others}${printDocs(declared)}${head}${printSignature(declared)} ${printBody(statements)}`;
}

function printInterface(declared: InterfaceDeclarationStructure): string {
  const parents = declared.extends ?? [];
  const head = `${declared.isExported ? "export " : ""}interface ${declared.name}`;
  const members = [
    ...(declared.properties ?? []).map(printPropertySignature),
    ...(declared.methods ?? []).map(printMethodSignature),
  ];
  const extended = parents.length === 0 ? "" : ` extends ${parents.join(", ")}`;
  return `${printDocs(declared)}${head}${extended} ${printBlock(members.join("\n"))}`;
}

function printPropertySignature(property: PropertySignatureStructure): string {
  const { name, isReadonly, hasQuestionToken, type } = property;
  return `${printDocs(property)}${isReadonly ? "readonly " : ""}${name}${hasQuestionToken ? "?" : ""}: ${hang(type)};`;
}

function printMethodSignature(method: MethodSignatureStructure): string {
  return `${printDocs(method)}${method.name}${printSignature(method)};`;
}

function printTypeAlias(alias: TypeAliasDeclarationStructure): string {
  const { leadingTrivia = "", isExported, name, type } = alias;
  return `${leadingTrivia}${printDocs(alias)}${isExported ? "export " : ""}type ${name} = ${hang(type)};`;
}

function printClass(declared: ClassDeclarationStructure): string {
  const head = [
    `${declared.isExported ? "export " : ""}class ${declared.name}`,
    ...(declared.extends === undefined ? [] : [`extends ${hang(declared.extends)}`]),
    ...(declared.implements === undefined ? [] : [`implements ${declared.implements.join(", ")}`]),
  ];
  const members = [
    ...(declared.properties === undefined ? [] : [declared.properties.map(printProperty).join("\n")]),
    ...(declared.ctors ?? []).map(printConstructor),
    ...printAccessors(declared),
    ...(declared.methods ?? []).map(printMethod),
  ];
  return `${printDocs(declared)}${head.join(" ")} ${printBlock(members.join("\n\n"))}`;
}

/** A setter stands behind the getter of its name; those without one stand behind all getters. */
function printAccessors({ getAccessors = [], setAccessors = [] }: ClassDeclarationStructure): string[] {
  const got = new Set(getAccessors.map(({ name }) => name));
  const pairs = getAccessors.flatMap((getter) => [
    printGetAccessor(getter),
    ...setAccessors.filter(({ name }) => name === getter.name).map(printSetAccessor),
  ]);
  return [...pairs, ...setAccessors.filter(({ name }) => !got.has(name)).map(printSetAccessor)];
}

function printProperty(property: PropertyDeclarationStructure): string {
  const { scope, isStatic, isReadonly, name, hasQuestionToken, type, initializer } = property;
  const modifiers = `${scope === undefined ? "" : `${scope} `}${isStatic ? "static " : ""}${isReadonly ? "readonly " : ""}`;
  const value = initializer === undefined ? "" : ` = ${hang(initializer)}`;
  return `${printDocs(property)}${modifiers}${name}${hasQuestionToken ? "?" : ""}: ${hang(type)}${value};`;
}

function printConstructor(ctor: ConstructorDeclarationStructure): string {
  return `${printDocs(ctor)}constructor${printSignature(ctor)} ${printBody(ctor.statements)}`;
}

function printGetAccessor(accessor: GetAccessorDeclarationStructure): string {
  return `${printDocs(accessor)}get ${accessor.name}${printSignature(accessor)} ${printBody(accessor.statements)}`;
}

function printSetAccessor(accessor: SetAccessorDeclarationStructure): string {
  return `${printDocs(accessor)}set ${accessor.name}${printSignature(accessor)} ${printBody(accessor.statements)}`;
}

function printMethod(method: MethodDeclarationStructure): string {
  const override = method.hasOverrideKeyword ? "override " : "";
  const modifiers = `${method.isStatic ? "static " : ""}${override}${method.isAsync ? "async " : ""}`;
  const overloads = (method.overloads ?? []).map(
    (overload) => `${printDocs(overload)}${modifiers}${method.name}${printSignature(overload)};\n`,
  );
  const head = `${overloads.join("")}${printDocs(method)}${modifiers}${method.name}`;
  return `${head}${printSignature(method)} ${printBody(method.statements)}`;
}

export function printSignature({ typeParameters = [], parameters = [], returnType }: Signature): string {
  const separator = parameters[0]?.leadingTrivia === undefined ? ", " : "";
  const inner = parameters.map(printParameter).join(separator);
  const given = typeParameters.length === 0 ? "" : `<${typeParameters.join(", ")}>`;
  return `${given}(${inner})${returnType === undefined ? "" : `: ${hang(returnType)}`}`;
}

function printParameter(parameter: ParameterDeclarationStructure): string {
  const { name, hasQuestionToken, type, leadingTrivia, trailingTrivia = "" } = parameter;
  const text = `${name}${hasQuestionToken ? "?" : ""}${type === undefined ? "" : `: ${hang(type)}`}`;
  return leadingTrivia === undefined ? text : `\n  ${hang(text)}${trailingTrivia}`;
}

export function printDocs({ docs = [] }: Documented): string {
  return docs.map((text) => `${printComment(text)}\n`).join("");
}

function printBody(statements: readonly string[] = []): string {
  return printBlock(joinStatements(statements));
}

export function printBlock(inner: string): string {
  return inner === "" ? "{}" : `{\n  ${hang(inner)}\n}`;
}

/** Of text alone: V8 replaces such all at once, and others one by one. */
const [lineBreak, emptyLine] = [/\n/g, /\n {2}\n/g];

/** Every line but the first one step further in; empty ones stay empty. */
export function hang(text: string): string {
  if (!text.includes("\n")) return text;
  let hung = text.replace(lineBreak, "\n  ");
  while (hung.includes("\n  \n")) hung = hung.replace(emptyLine, "\n\n");
  return hung.endsWith("\n  ") ? hung.slice(0, -2) : hung;
}
