/** Names, literals, paths and expressions: what all three kinds of declaration are made of. */
import { EOF, type IToken, type TokenType } from "chevrotain";
import type {
  ArrayDimension,
  BinaryExpression,
  Expression,
  Name,
  NumberLiteral,
  Path,
  PathStep,
  QuantityLiteral,
  Reference,
  Selector,
  StringLiteral,
} from "../ast.ts";
import { isNameLike } from "../describe-token.ts";
import { numberValue, stringValue } from "../literals.ts";
import {
  Comma,
  Dot,
  Identifier,
  keywords,
  LeftBracket,
  LeftParen,
  Minus,
  NumberToken,
  Percent,
  Plus,
  Range,
  RightBracket,
  RightParen,
  Slash,
  SpecialUnit,
  Star,
  StringToken,
} from "../tokens.ts";
import { RecoveringParser } from "./recovering-parser.ts";

const operatorLimit = 256;

/** Clauses follow each other on a line: what begins the next is no unit of the last one's number. */
const beginsClause = new Set<TokenType>([
  keywords.to,
  keywords.size,
  keywords.over,
  keywords.at,
  keywords.within,
  keywords.priority,
  keywords.window,
  keywords.lines,
  keywords.with,
  keywords.on,
  keywords.near,
  keywords.every,
  keywords.apart,
  keywords.copies,
  keywords.spread,
  keywords.requires,
  keywords.drives,
  keywords.for,
  keywords.forwarded,
  keywords.read,
  keywords.in,
  keywords.uses,
  keywords.allow,
  keywords.traffic,
  keywords.replicas,
  keywords.agree,
]);

type Unplaced<Item> = Item extends unknown ? Omit<Item, "span"> : never;

export abstract class ExpressionParser extends RecoveringParser {
  protected readonly string = this.RULE("string", (): StringLiteral => {
    const token = this.CONSUME(StringToken);
    return { span: this.spanOf(token), value: stringValue(token.image) };
  });

  protected readonly number = this.RULE("number", (): NumberLiteral => {
    const token = this.CONSUME(NumberToken);
    return { kind: "number", span: this.spanOf(token), value: numberValue(token.image), raw: token.image };
  });

  // ───────────────────────────── expressions ─────────────────────────────

  protected readonly expression = this.RULE("expression", (): Expression => {
    const first = this.LA(1);
    let left = this.SUBRULE(this.term);
    let count = 0;
    this.MANY(() => {
      this.limitTo(operatorLimit, count++);
      const operator = this.OR([{ ALT: () => this.CONSUME(Plus) }, { ALT: () => this.CONSUME(Minus) }]);
      const right = this.SUBRULE2(this.term);
      left = this.binary(first, operator, left, right);
    });
    return left;
  });

  private readonly term = this.RULE("term", (): Expression => {
    const first = this.LA(1);
    let left = this.SUBRULE(this.factor);
    let count = 0;
    this.MANY(() => {
      this.limitTo(operatorLimit, count++);
      const operator = this.OR([
        { ALT: () => this.CONSUME(Star) },
        { ALT: () => this.CONSUME(Slash) },
        { ALT: () => this.CONSUME(Percent) },
      ]);
      const right = this.SUBRULE2(this.factor);
      left = this.binary(first, operator, left, right);
    });
    return left;
  });

  private binary(first: IToken, operator: IToken, left: Expression, right: Expression): Expression {
    return { kind: "binary", span: this.spanFrom(first), operator: operatorOf(operator), left, right };
  }

  private readonly factor = this.RULE(
    "factor",
    (): Expression =>
      this.OR<Expression>([
        { ALT: () => this.SUBRULE(this.quantity) },
        { ALT: () => this.SUBRULE(this.reference) },
        { ALT: () => this.SUBRULE(this.negation) },
        { ALT: () => this.SUBRULE(this.parenthesised) },
      ]),
  );

  private readonly negation = this.RULE("negation", (): Expression => {
    const first = this.CONSUME(Minus);
    const operand = this.nested(() => this.SUBRULE(this.factor));
    return { kind: "unary", span: this.spanFrom(first), operator: "-", operand };
  });

  private readonly parenthesised = this.RULE("parenthesised", (): Expression => {
    this.CONSUME(LeftParen);
    const inside = this.nested(() => this.SUBRULE(this.expression));
    this.CONSUME(RightParen);
    return inside;
  });

  /** `sector`, `Block.sector` */
  protected readonly reference = this.RULE("reference", (): Reference => {
    const first = this.CONSUME(Identifier);
    const inside = this.OPTION((): Name => {
      this.CONSUME(Dot);
      return this.nameOf(this.CONSUME2(Identifier));
    });
    const outer = this.nameOf(first);
    const [owner, name] = inside === undefined ? [null, outer] : [outer, inside];
    return { kind: "reference", span: this.spanFrom(first), interface: owner, name };
  });

  private readonly quantity = this.RULE("quantity", (): NumberLiteral | QuantityLiteral => {
    const first = this.LA(1);
    const number = this.SUBRULE(this.number);
    let unit: Name | null = null;
    let clock: Path | null = null;
    this.OPTION({
      GATE: () => this.onSameLine() && !beginsClause.has(this.LA(1).tokenType),
      DEF: () => {
        unit = this.SUBRULE(this.unit);
        this.OPTION2({
          GATE: () => this.onSameLine(),
          DEF: () => {
            this.CONSUME(keywords.of);
            clock = this.SUBRULE(this.path);
          },
        });
      },
    });
    return unit === null ? number : { kind: "quantity", span: this.spanFrom(first), number, unit, clock };
  });

  private readonly unit = this.RULE(
    "unit",
    (): Name =>
      this.nameOf(this.OR([{ ALT: () => this.CONSUME(SpecialUnit) }, { ALT: () => this.CONSUME(Identifier) }])),
  );

  // ───────────────────────────── paths ─────────────────────────────

  protected readonly path = this.RULE("path", (): Path => {
    const first = this.LA(1);
    const steps = [this.SUBRULE(this.step)];
    this.MANY(() => {
      this.CONSUME(Dot);
      steps.push(this.SUBRULE2(this.step));
    });
    return { span: this.spanFrom(first), steps };
  });

  protected readonly paths = this.RULE("paths", (): Path[] => {
    const paths: Path[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => paths.push(this.SUBRULE(this.path)) });
    return paths;
  });

  /** Whether what stands behind the next comma is an attribute with a value, not a path. */
  protected attributeFollows(): boolean {
    const [name, value] = [this.LA(2), this.LA(3)];
    if (!isNameLike(name) || value.tokenType === EOF) return false;
    return isNameLike(value) ? this.sameLine(name, value) : [NumberToken, StringToken].includes(value.tokenType);
  }

  private readonly step = this.RULE("step", (): PathStep => {
    const first = this.CONSUME(Identifier);
    const selectors: Selector[] = [];
    this.MANY(() => {
      selectors.push(this.SUBRULE(this.selector));
    });
    return { span: this.spanFrom(first), name: this.nameOf(first), selectors };
  });

  private readonly selector = this.RULE("selector", (): Selector => {
    const first = this.CONSUME(LeftBracket);
    const selector = this.nested(() =>
      this.OR<() => Selector>([{ ALT: () => this.allSelected(first) }, { ALT: () => this.indexOrRange(first) }]),
    );
    this.CONSUME(RightBracket);
    return this.RECORDING_PHASE ? { kind: "all", span: this.spanFrom(first) } : selector();
  });

  private allSelected(first: IToken): () => Selector {
    this.CONSUME(Star);
    return () => ({ kind: "all", span: this.spanFrom(first) });
  }

  private indexOrRange(first: IToken): () => Selector {
    const from = this.SUBRULE(this.expression);
    const to = this.OPTION(() => {
      this.CONSUME(Range);
      return this.SUBRULE2(this.expression);
    });
    if (to === undefined) return () => ({ kind: "index", span: this.spanFrom(first), index: from });
    return () => ({ kind: "range", span: this.spanFrom(first), from, to });
  }

  /** `[4][2]`, `[i in 0..3]` */
  protected readonly dimensions = this.RULE("dimensions", (): ArrayDimension[] => {
    const dimensions: ArrayDimension[] = [];
    this.MANY(() => {
      dimensions.push(this.SUBRULE(this.dimension));
    });
    return dimensions;
  });

  private readonly dimension = this.RULE("dimension", (): ArrayDimension => {
    const first = this.CONSUME(LeftBracket);
    const inside = this.OR<Unplaced<ArrayDimension>>([
      { GATE: () => this.LA(2).tokenType === keywords.in, IGNORE_AMBIGUITIES: true, ALT: () => this.indexed() },
      { ALT: () => ({ kind: "length", length: this.SUBRULE3(this.expression) }) },
    ]);
    this.CONSUME(RightBracket);
    return { ...inside, span: this.spanFrom(first) };
  });

  private indexed(): Unplaced<ArrayDimension> {
    const variable = this.nameOf(this.CONSUME(Identifier));
    this.CONSUME(keywords.in);
    const from = this.SUBRULE(this.expression);
    this.CONSUME(Range);
    const to = this.SUBRULE2(this.expression);
    return { kind: "index", variable, from, to };
  }
}

function operatorOf(token: IToken): BinaryExpression["operator"] {
  switch (token.image) {
    case "-":
    case "*":
    case "/":
    case "%":
      return token.image;
    default:
      return "+";
  }
}
