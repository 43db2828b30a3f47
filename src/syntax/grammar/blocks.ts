/**
 * What the error recovery knows of the blocks of the language: how items of a block begin. A token that stands first on
 * its line and begins an item is where the parser goes on after an error; one that begins an item of a block further
 * out shows that a `}` is missing.
 */
import { EOF, type IToken, type TokenType } from "chevrotain";
import { describeExpected, isNameLike } from "../describe-token.ts";
import { At, Colon, Equals, keywords, LeftBrace, LeftBracket, LeftParen, NumberToken } from "../tokens.ts";

/** The token so many places ahead; 1 is the next. */
export type LookAhead = (distance: number) => IToken;

export interface BlockKind {
  /** What may stand in it, in words. */
  readonly expected: string;
  /** The words an item begins with; null when every name may begin one. */
  readonly keywords: ReadonlySet<TokenType> | null;
  /** Items are divided by commas; else they just follow each other. */
  readonly commas: boolean;
  /** An item beyond doubt, not only a word that could begin one. */
  readonly hasItemAt: (ahead: LookAhead) => boolean;
}

const declarationWords = new Set<TokenType>([
  keywords.isa,
  keywords.interconnect,
  keywords.device,
  keywords.package,
  keywords.die,
  keywords.cluster,
  keywords.board,
  keywords.box,
  keywords.part,
  keywords.machine,
  keywords.interface,
  keywords.system,
]);

const hardwareWords = new Set<TokenType>([
  keywords.core,
  keywords.cache,
  keywords.memory,
  keywords.coherence,
  keywords.port,
  keywords.package,
  keywords.die,
  keywords.cluster,
  keywords.board,
  keywords.box,
  keywords.part,
  keywords.link,
  keywords.device,
  keywords.controller,
  keywords.failure,
  keywords.power,
  keywords.measured,
  keywords.space,
  keywords.iommu,
  keywords.for,
]);

const namelessHardwareWords = new Set<TokenType>([
  keywords.coherence,
  keywords.link,
  keywords.failure,
  keywords.power,
  keywords.measured,
  keywords.for,
  keywords.port,
]);

const interfaceWords = new Set<TokenType>([
  keywords.const,
  keywords.type,
  keywords.open,
  keywords.strict,
  keywords.enum,
  keywords.flags,
  keywords.union,
  keywords.struct,
  keywords.message,
  keywords.call,
  keywords.event,
  keywords.stream,
  keywords.idempotent,
  keywords.reserved,
]);

const systemWords = new Set<TokenType>([keywords.service, keywords.client, keywords.isolate, keywords.state]);

function wordBlock(words: ReadonlySet<TokenType>, hasItemAt: BlockKind["hasItemAt"]): BlockKind {
  return { expected: describeExpected([...words]), keywords: words, commas: false, hasItemAt };
}

/** `keyword name` and then one of the signs. */
function shape(words: ReadonlySet<TokenType>, thirds: readonly TokenType[]): BlockKind["hasItemAt"] {
  return (ahead) => words.has(ahead(1).tokenType) && isNameLike(ahead(2)) && thirds.includes(ahead(3).tokenType);
}

/** `core cpu:`, `port ht[`: never mistaken for an attribute. */
export const namedHardware = shape(hardwareWords, [Colon, LeftBracket]);
const namelessHardware: BlockKind["hasItemAt"] = (ahead) =>
  namelessHardwareWords.has(ahead(1).tokenType) && isNameLike(ahead(2));

export const fileBlock = wordBlock(declarationWords, shape(declarationWords, [LeftBrace, LeftParen, At, keywords.on]));
export const hardwareBlock = wordBlock(hardwareWords, (ahead) => namedHardware(ahead) || namelessHardware(ahead));
const plainInterfaceItem = shape(interfaceWords, [Equals, Colon, LeftBrace, LeftParen, At]);
/** `open enum Status`. */
const markedInterfaceItem: BlockKind["hasItemAt"] = (ahead) =>
  [keywords.open, keywords.strict, keywords.idempotent].includes(ahead(1).tokenType) &&
  interfaceWords.has(ahead(2).tokenType) &&
  isNameLike(ahead(3));
export const interfaceBlock = wordBlock(
  interfaceWords,
  (ahead) => plainInterfaceItem(ahead) || markedInterfaceItem(ahead),
);
export const systemBlock = wordBlock(systemWords, shape(systemWords, [Colon, Equals]));

const never = () => false;

const spaceWords = new Set<TokenType>([keywords.map, keywords.else, keywords.for]);
export const spaceBlock = wordBlock(
  spaceWords,
  (ahead) => ahead(1).tokenType === keywords.map && [NumberToken, LeftParen].includes(ahead(2).tokenType),
);

export const coreBlock: BlockKind = {
  expected: "`cache`, `sees` or an attribute",
  keywords: null,
  commas: false,
  hasItemAt: shape(new Set([keywords.cache]), [Colon]),
};
export const deviceBlock: BlockKind = {
  expected: "`dma`, `interrupt`, `sees`, `registers` or an attribute",
  keywords: null,
  commas: false,
  hasItemAt: never,
};
const bufferWords = new Set<TokenType>([keywords.buffer]);
export const programBlock = wordBlock(bufferWords, shape(bufferWords, [Colon]));
export const controllerBlock: BlockKind = {
  expected: "`line`, `lines`, `shared`, `for` or `registers`",
  keywords: new Set<TokenType>([keywords.line, keywords.lines, keywords.shared, keywords.for, keywords.registers]),
  commas: false,
  hasItemAt: never,
};
export const linesBlock: BlockKind = {
  expected: "`line`, `lines`, `shared` or `for`",
  keywords: new Set<TokenType>([keywords.line, keywords.lines, keywords.shared, keywords.for]),
  commas: false,
  hasItemAt: never,
};
export const structBlock: BlockKind = { expected: "a field", keywords: null, commas: false, hasItemAt: never };
export const unionBlock: BlockKind = { expected: "an arm", keywords: null, commas: false, hasItemAt: never };
export const enumBlock: BlockKind = { expected: "a member", keywords: null, commas: true, hasItemAt: never };
export const attributeBlock: BlockKind = { expected: "an attribute", keywords: null, commas: true, hasItemAt: never };

/** `memry dram:`: an item whose keyword is misspelt. */
export function looksLikeItem(ahead: LookAhead): boolean {
  const third = ahead(3).tokenType;
  return (
    isNameLike(ahead(1)) && isNameLike(ahead(2)) && [Colon, LeftBracket, Equals, LeftBrace, LeftParen].includes(third)
  );
}

/** Whether the next token can begin an item of the block. */
export function startsItem(kind: BlockKind, token: IToken): boolean {
  if (token.tokenType === EOF) return false;
  return kind.keywords === null ? isNameLike(token) : kind.keywords.has(token.tokenType);
}
