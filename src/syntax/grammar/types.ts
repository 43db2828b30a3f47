/** The expressions that name types. */
import type { ArrayType, NamedType, TypeArgument, TypeExpression } from "../ast.ts";
import { isNameLike } from "../describe-token.ts";
import { Comma, Dot, Greater, keywords, LeftBracket, Less, Range, RightBracket } from "../tokens.ts";
import { HardwareParser } from "./hardware.ts";

const dimensionLimit = 16;

export abstract class TypeParser extends HardwareParser {
  protected readonly type = this.RULE("type", (): TypeExpression => {
    const first = this.LA(1);
    let type = this.SUBRULE(this.elementType);
    let count = 0;
    this.MANY(() => {
      this.limitTo(dimensionLimit, count++);
      this.CONSUME(LeftBracket);
      const bounded = this.OPTION(() => this.CONSUME(Range)) !== undefined;
      const length = this.SUBRULE(this.expression);
      this.CONSUME(RightBracket);
      type = { kind: "array", span: this.spanFrom(first), element: type, length, bounded } satisfies ArrayType;
    });
    return type;
  });

  private readonly elementType = this.RULE("elementType", (): TypeExpression => {
    const first = this.LA(1);
    const writable = this.OPTION({ GATE: () => this.writableFollows(), DEF: () => this.CONSUME(keywords.writable) });
    const { interface: owner, name } = this.SUBRULE(this.namedType);
    const given = this.OPTION2(() => this.SUBRULE(this.typeArguments));
    if (given === undefined) return { kind: "named", span: this.spanFrom(first), interface: owner, name };
    const isWritable = writable !== undefined;
    return { kind: "applied", span: this.spanFrom(first), isWritable, interface: owner, name, arguments: given };
  });

  /** `Extent`, `Block.Extent` */
  protected readonly namedType = this.RULE("namedType", (): NamedType => {
    const named = this.SUBRULE(this.reference);
    return { ...named, kind: "named" };
  });

  private readonly typeArguments = this.RULE("typeArguments", (): TypeArgument[] => {
    const given: TypeArgument[] = [];
    this.CONSUME(Less);
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => given.push(this.nested(() => this.SUBRULE(this.typeArgument))),
    });
    this.CONSUME(Greater);
    return given;
  });

  private readonly typeArgument = this.RULE(
    "typeArgument",
    (): TypeArgument =>
      this.OR<TypeArgument>([
        { GATE: () => this.compositeFollows(), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE(this.type) },
        { ALT: () => this.SUBRULE(this.expression) },
      ]),
  );

  private writableFollows(): boolean {
    const [word, next] = [this.LA(1), this.LA(2)];
    const isMarked = word.tokenType === keywords.writable && next.image === "region";
    return isMarked && this.LA(3).tokenType === Less;
  }

  /** Whether a type begins here that no expression could be. */
  private compositeFollows(): boolean {
    if (!isNameLike(this.LA(1))) return false;
    const behind = this.LA(this.LA(2).tokenType === Dot ? 4 : 2).tokenType;
    return this.writableFollows() || behind === Less || behind === LeftBracket;
  }
}
