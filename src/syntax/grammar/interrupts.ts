/** Interrupt controllers with their lines, what devices send them, and domains. */
import type {
  Attribute,
  ControllerItem,
  DomainItem,
  Expression,
  InterruptClause,
  InterruptSource,
  LineEntry,
  LineForItem,
  LineItem,
  LineNumbers,
  LineRoute,
  LineTarget,
  Path,
  RegistersItem,
  Selector,
} from "../ast.ts";
import {
  Arrow,
  Colon,
  Comma,
  Identifier,
  keywords,
  LeftParen,
  NumberToken,
  Range,
  RightParen,
  Semicolon,
  Star,
} from "../tokens.ts";
import { controllerBlock, linesBlock } from "./blocks.ts";
import { SpaceParser } from "./spaces.ts";

export abstract class InterruptParser extends SpaceParser {
  // ───────────────────────────── controllers ─────────────────────────────

  protected readonly controller = this.RULE("controller", (): ControllerItem => {
    const first = this.CONSUME(keywords.controller);
    const name = this.nameOf(this.CONSUME(Identifier));
    const dimensions = this.SUBRULE(this.dimensions);
    this.CONSUME(Colon);
    const lines = this.SUBRULE(this.lineCounts);
    this.CONSUME(keywords.lines);
    const attributes: Attribute[] = this.SUBRULE(this.furtherAttributes);
    const target = this.OPTION(() => this.SUBRULE(this.lineTarget)) ?? null;
    const routes: LineItem[] = [];
    const banks: RegistersItem[] = [];
    this.OPTION2(() => this.SUBRULE(this.controllerItems, { ARGS: [routes, banks] }));
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "controller", span, documentation, name, dimensions, lines, attributes, target, routes, banks };
  });

  /** `256`, `(16, 32)` */
  private readonly lineCounts = this.RULE("lineCounts", (): Expression[] => {
    const counts: Expression[] = [];
    this.OR([
      {
        GATE: () => this.tupleFollows(),
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(LeftParen);
          this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => counts.push(this.SUBRULE(this.expression)) });
          this.CONSUME(RightParen);
        },
      },
      { ALT: () => counts.push(this.SUBRULE2(this.expression)) },
    ]);
    return counts;
  });

  private readonly controllerItems = this.RULE(
    "controllerItems",
    (routes: LineItem[] = [], banks: RegistersItem[] = []): void => {
      this.block(controllerBlock, () => {
        this.MANY(() => {
          this.OR([
            { ALT: () => this.CONSUME(Semicolon) },
            { ALT: () => this.keep(routes, () => [this.SUBRULE(this.lineRoute)]) },
            { ALT: () => this.keep(routes, () => [this.SUBRULE(this.lineFor)]) },
            { ALT: () => this.keep(banks, () => [this.SUBRULE(this.registers)]) },
          ]);
        });
      });
    },
  );

  private readonly lineItems = this.RULE("lineItems", (): LineItem[] => {
    const items: LineItem[] = [];
    this.block(linesBlock, () => {
      this.MANY(() => {
        this.OR([
          { ALT: () => this.CONSUME(Semicolon) },
          { ALT: () => this.keep(items, () => [this.SUBRULE(this.lineRoute)]) },
          { ALT: () => this.keep(items, () => [this.SUBRULE(this.lineFor)]) },
        ]);
      });
    });
    return items;
  });

  private readonly lineFor = this.RULE("lineFor", (): LineForItem => {
    const first = this.CONSUME(keywords.for);
    const range = this.SUBRULE(this.loopRange);
    const items = this.nested(() => this.SUBRULE(this.lineItems));
    return { kind: "for", span: this.spanFrom(first), ...range, items };
  });

  private readonly lineRoute = this.RULE("lineRoute", (): LineRoute => {
    const first = this.LA(1);
    const isShared = this.OPTION(() => this.CONSUME(keywords.shared)) !== undefined;
    this.OR([{ ALT: () => this.CONSUME(keywords.line) }, { ALT: () => this.CONSUME(keywords.lines) }]);
    const lines = this.SUBRULE(this.lineNumbers);
    const target = this.OPTION2(() => this.SUBRULE(this.lineTarget)) ?? null;
    return { kind: "lines", span: this.spanFrom(first), isShared, lines, target };
  });

  private readonly lineTarget = this.RULE("lineTarget", (): LineTarget => {
    const first = this.CONSUME(Arrow);
    const paths: Path[] = this.SUBRULE(this.paths);
    const entry = this.OPTION({
      GATE: () => this.lineEntryFollows(),
      DEF: () => this.SUBRULE(this.lineEntry),
    });
    return { span: this.spanFrom(first), paths, entry: entry ?? null };
  });

  /** `line 5 -> other` may be followed by `line 6 -> …` on the next line. */
  private lineEntryFollows(): boolean {
    return this.LA(1).tokenType === keywords.at || this.onSameLine();
  }

  private readonly lineEntry = this.RULE("lineEntry", (): LineEntry => {
    const first = this.LA(1);
    const word = this.OR([{ ALT: () => this.CONSUME(keywords.at) }, { ALT: () => this.CONSUME(keywords.line) }]);
    const lines = this.SUBRULE(this.lineNumbers);
    return { span: this.spanFrom(first), isJoined: word.image === "line", lines };
  });

  // ───────────────────────────── lines ─────────────────────────────

  /** `5`, `32..63`, `(3, *)` */
  private readonly lineNumbers = this.RULE("lineNumbers", (): LineNumbers => {
    const first = this.LA(1);
    const axes: Selector[] = [];
    this.OR([
      {
        GATE: () => this.tupleFollows(),
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.CONSUME(LeftParen);
          this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => axes.push(this.SUBRULE(this.lineAxis)) });
          this.CONSUME(RightParen);
        },
      },
      { ALT: () => axes.push(this.SUBRULE(this.numberOrRange)) },
    ]);
    return { span: this.spanFrom(first), axes };
  });

  private readonly lineAxis = this.RULE(
    "lineAxis",
    (): Selector =>
      this.OR<Selector>([
        { ALT: () => ({ kind: "all", span: this.spanOf(this.CONSUME(Star)) }) },
        { ALT: () => this.SUBRULE(this.numberOrRange) },
      ]),
  );

  private readonly numberOrRange = this.RULE("numberOrRange", (): Exclude<Selector, { kind: "all" }> => {
    const first = this.LA(1);
    const from = this.SUBRULE(this.expression);
    const to = this.OPTION(() => {
      this.CONSUME(Range);
      return this.SUBRULE2(this.expression);
    });
    const span = this.spanFrom(first);
    return to === undefined ? { kind: "index", span, index: from } : { kind: "range", span, from, to };
  });

  // ───────────────────────────── devices ─────────────────────────────

  protected readonly interrupt = this.RULE("interrupt", (): InterruptClause => {
    const first = this.CONSUME(keywords.interrupt);
    const source = this.OPTION(() => this.SUBRULE(this.interruptSource)) ?? null;
    this.CONSUME(Arrow);
    const target = this.SUBRULE(this.path);
    const lines = this.OPTION2({
      GATE: () => [NumberToken, LeftParen].includes(this.LA(1).tokenType),
      DEF: () => this.SUBRULE(this.lineNumbers),
    });
    return { span: this.spanFrom(first), source, target, lines: lines ?? null };
  });

  private readonly interruptSource = this.RULE(
    "interruptSource",
    (): InterruptSource =>
      this.OR<InterruptSource>([
        {
          GATE: () => this.LA(2).tokenType === Arrow,
          IGNORE_AMBIGUITIES: true,
          ALT: () => ({ kind: "msi", span: this.spanOf(this.CONSUME(keywords.msi)) }),
        },
        { ALT: () => this.SUBRULE(this.numberOrRange) },
      ]),
  );

  // ───────────────────────────── domains ─────────────────────────────

  protected readonly domain = this.RULE("domain", (): DomainItem => {
    const first = this.LA(1);
    const word = this.OR([{ ALT: () => this.CONSUME(keywords.failure) }, { ALT: () => this.CONSUME(keywords.power) }]);
    this.CONSUME(keywords.domain);
    const name = this.nameOf(this.CONSUME(Identifier));
    this.CONSUME(Colon);
    const members = this.SUBRULE(this.paths);
    const domain = word.image === "power" ? "power" : "failure";
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "domain", span, documentation, domain, name, members };
  });
}
