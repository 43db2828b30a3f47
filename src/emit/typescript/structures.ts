/**
 * Declarations of a TypeScript file as data: what generators make and `print-structures.ts` prints. The shapes are
 * those of ts-morph's structures, as far as generated code needs them, so that a test can hold both printers equal.
 */

export const StructureKind = {
  Class: "class",
  Constant: "constant",
  Function: "function",
  Interface: "interface",
  TypeAlias: "typeAlias",
} as const;

export type StatementStructures =
  | ClassDeclarationStructure
  | ConstantDeclarationStructure
  | FunctionDeclarationStructure
  | InterfaceDeclarationStructure
  | TypeAliasDeclarationStructure;

/** A statement is a declaration, or text as it stands. */
export type Statement = StatementStructures | string;

export interface Documented {
  /** Texts of JSDoc comments; one that starts with a line break gets a line of its own for each of its lines. */
  readonly docs?: readonly string[];
}

interface Exportable {
  readonly isExported?: boolean;
}

export interface ParameterDeclarationStructure {
  readonly name: string;
  readonly hasQuestionToken?: boolean;
  readonly type?: string;
  /** With trailing trivia: this parameter stands on a line of its own. */
  readonly leadingTrivia?: "\n";
  readonly trailingTrivia?: "," | ",\n";
}

/** The part of a function behind its name. */
export interface Signature {
  /** `const At extends Extent` */
  readonly typeParameters?: readonly string[];
  readonly parameters?: readonly ParameterDeclarationStructure[];
  readonly returnType?: string;
}

interface Implemented extends Signature {
  readonly statements?: readonly string[];
}

/** Exported; an empty line stands in front. */
export interface ConstantDeclarationStructure extends Documented {
  readonly kind: "constant";
  readonly name: string;
  /** Null for what TypeScript infers from a literal. */
  readonly type: string | null;
  /** What TypeScript infers from an object, for declarations; null where the literal says it there too. */
  readonly inferred: string | null;
  readonly initializer: string;
}

export interface FunctionDeclarationStructure extends Documented, Exportable, Implemented {
  readonly kind: "function";
  readonly name: string;
  readonly overloads?: readonly (Documented & Signature)[];
}

export interface PropertySignatureStructure extends Documented {
  readonly name: string;
  readonly isReadonly?: boolean;
  readonly hasQuestionToken?: boolean;
  readonly type: string;
}

export interface MethodSignatureStructure extends Documented, Signature {
  readonly name: string;
}

export interface InterfaceDeclarationStructure extends Documented, Exportable {
  readonly kind: "interface";
  readonly name: string;
  readonly extends?: readonly string[];
  readonly properties?: readonly PropertySignatureStructure[];
  readonly methods?: readonly MethodSignatureStructure[];
}

export interface TypeAliasDeclarationStructure extends Documented, Exportable {
  readonly kind: "typeAlias";
  readonly name: string;
  readonly type: string;
  /** An empty line in front. */
  readonly leadingTrivia?: "\n";
}

export interface PropertyDeclarationStructure extends PropertySignatureStructure {
  readonly scope?: "private";
  readonly isStatic?: boolean;
  readonly initializer?: string;
}

export interface ConstructorDeclarationStructure extends Documented, Implemented {}

export interface GetAccessorDeclarationStructure extends Documented, Implemented {
  readonly name: string;
}

export interface SetAccessorDeclarationStructure extends Documented, Implemented {
  readonly name: string;
}

export interface MethodDeclarationStructure extends Documented, Implemented {
  /** What callers see in place of the signature. */
  readonly overloads?: readonly (Documented & Signature)[];
  readonly name: string;
  readonly hasOverrideKeyword?: boolean;
  readonly isStatic?: boolean;
  readonly isAsync?: boolean;
}

export interface ClassDeclarationStructure extends Documented, Exportable {
  readonly kind: "class";
  readonly name: string;
  readonly extends?: string;
  readonly implements?: readonly string[];
  readonly properties?: readonly PropertyDeclarationStructure[];
  readonly ctors?: readonly ConstructorDeclarationStructure[];
  readonly getAccessors?: readonly GetAccessorDeclarationStructure[];
  /** Of one name with a getter, and behind it; or alone. */
  readonly setAccessors?: readonly SetAccessorDeclarationStructure[];
  readonly methods?: readonly MethodDeclarationStructure[];
}
