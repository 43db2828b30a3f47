/** What must not come back: names, values, and numbers on the wire. */
import type { Expression, ReservedEntry, ReservedList, ReservedName, ReservedNumbers } from "../ast.ts";
import { isNameLike } from "../describe-token.ts";
import { At, Colon, Comma, Equals, Identifier, keywords, Minus, NumberToken, Question, Range } from "../tokens.ts";
import { TypeParser } from "./types.ts";

/** What shows that a name behind a comma is a field, an arm or a member with a value. */
const declaring = [Colon, Question, Equals, At];

export abstract class ReservedParser extends TypeParser {
  protected readonly reservedList = this.RULE("reservedList", (): ReservedList => {
    const first = this.CONSUME(keywords.reserved);
    const entries: ReservedEntry[] = [];
    const begins = this.OPTION({
      GATE: () => this.onSameLine(),
      DEF: () => entries.push(this.SUBRULE(this.reservedEntry)),
    });
    if (begins === undefined && !this.RECORDING_PHASE) this.reportUnexpected("a name or a number");
    this.MANY({
      GATE: () => this.entryFollows(),
      DEF: () => {
        this.CONSUME(Comma);
        entries.push(this.SUBRULE2(this.reservedEntry));
      },
    });
    return { span: this.spanFrom(first), entries };
  });

  private readonly reservedEntry = this.RULE(
    "reservedEntry",
    (): ReservedEntry =>
      this.OR<ReservedEntry>([
        { ALT: () => this.SUBRULE(this.reservedName) },
        { ALT: () => this.SUBRULE(this.reservedNumbers) },
      ]),
  );

  private readonly reservedName = this.RULE("reservedName", (): ReservedName => {
    const token = this.CONSUME(Identifier);
    return { kind: "name", span: this.spanOf(token), name: this.nameOf(token) };
  });

  private readonly reservedNumbers = this.RULE("reservedNumbers", (): ReservedNumbers => {
    const first = this.LA(1);
    const isIdentity = this.OPTION(() => this.CONSUME(At)) !== undefined;
    const from = this.SUBRULE(this.signedNumber);
    const to = this.OPTION2(() => {
      this.CONSUME(Range);
      return this.SUBRULE2(this.signedNumber);
    });
    return { kind: "numbers", span: this.spanFrom(first), isIdentity, from, to: to ?? null };
  });

  private readonly signedNumber = this.RULE("signedNumber", (): Expression => {
    const first = this.LA(1);
    const minus = this.OPTION(() => this.CONSUME(Minus));
    const operand = this.SUBRULE(this.number);
    return minus === undefined ? operand : { kind: "unary", span: this.spanFrom(first), operator: "-", operand };
  });

  /** Whether a list begins so many tokens ahead. A field, arm or member may be called `reserved` too. */
  protected reservedFollows(distance = 1): boolean {
    const [word, next] = [this.LA(distance), this.LA(distance + 1)];
    if (word.tokenType !== keywords.reserved || !this.sameLine(word, next)) return false;
    const isArm = next.tokenType === At && this.LA(distance + 3).tokenType === Colon;
    return !isArm && (isNameLike(next) || [At, Minus, NumberToken].includes(next.tokenType));
  }

  /** Whether what stands behind the comma is reserved too. */
  private entryFollows(): boolean {
    const next = this.LA(2);
    if (!isNameLike(next)) return [At, Minus, NumberToken].includes(next.tokenType);
    return !declaring.includes(this.LA(3).tokenType) && !this.reservedFollows(2);
  }
}
