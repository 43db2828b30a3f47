/** What packages, parts and machines consist of: elements, parts that are placed, and loops. */
import type { Argument, ForItem, HardwareItem, InstanceItem, PartLevel, PathArgument } from "../ast.ts";
import { isNameLike } from "../describe-token.ts";
import {
  Colon,
  Comma,
  Dot,
  Identifier,
  keywords,
  LeftBracket,
  LeftParen,
  RightBracket,
  RightParen,
  Semicolon,
} from "../tokens.ts";
import { hardwareBlock } from "./blocks.ts";
import { ElementParser } from "./elements.ts";

/** How many tokens a path may have and still be seen to be an argument. */
const pathReach = 256;

export abstract class HardwareItemParser extends ElementParser {
  protected readonly level = this.RULE("level", (): PartLevel => {
    const token = this.OR([
      { ALT: () => this.CONSUME(keywords.package) },
      { ALT: () => this.CONSUME(keywords.die) },
      { ALT: () => this.CONSUME(keywords.cluster) },
      { ALT: () => this.CONSUME(keywords.board) },
      { ALT: () => this.CONSUME(keywords.box) },
      { ALT: () => this.CONSUME(keywords.part) },
    ]);
    return levelOf(token.image);
  });

  protected readonly hardwareItems = this.RULE("hardwareItems", (): HardwareItem[] => {
    const items: HardwareItem[] = [];
    this.block(hardwareBlock, () => {
      this.MANY(() => {
        this.OR([
          { ALT: () => this.CONSUME(Semicolon) },
          { ALT: () => this.keep(items, () => [this.SUBRULE(this.hardwareItem)]) },
        ]);
      });
    });
    return items;
  });

  private readonly hardwareItem = this.RULE(
    "hardwareItem",
    (): HardwareItem =>
      this.OR<HardwareItem>([
        { ALT: () => this.SUBRULE(this.core) },
        { ALT: () => this.SUBRULE(this.cache) },
        { ALT: () => this.SUBRULE(this.memory) },
        { ALT: () => this.SUBRULE(this.coherence) },
        { ALT: () => this.SUBRULE(this.port) },
        { ALT: () => this.SUBRULE(this.instance) },
        { ALT: () => this.SUBRULE(this.link) },
        { ALT: () => this.SUBRULE(this.device) },
        { ALT: () => this.SUBRULE(this.controller) },
        { ALT: () => this.SUBRULE(this.domain) },
        { ALT: () => this.SUBRULE(this.measured) },
        { ALT: () => this.SUBRULE(this.space) },
        { ALT: () => this.SUBRULE(this.iommu) },
        { ALT: () => this.SUBRULE(this.forItem) },
      ]),
  );

  private readonly instance = this.RULE("instance", (): InstanceItem => {
    const first = this.LA(1);
    const level = this.SUBRULE(this.level);
    const name = this.nameOf(this.CONSUME(Identifier));
    const dimensions = this.SUBRULE(this.dimensions);
    this.CONSUME(Colon);
    const part = this.nameOf(this.CONSUME2(Identifier));
    const given = this.OPTION(() => this.SUBRULE(this.arguments)) ?? [];
    const attributes = this.SUBRULE(this.furtherAttributes);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "instance", span, documentation, name, level, dimensions, part, arguments: given, attributes };
  });

  private readonly arguments = this.RULE("arguments", (): Argument[] => {
    const given: Argument[] = [];
    this.CONSUME(LeftParen);
    this.MANY_SEP({ SEP: Comma, DEF: () => given.push(this.SUBRULE(this.argument)) });
    this.CONSUME(RightParen);
    return given;
  });

  private readonly argument = this.RULE("argument", (): Argument => {
    const first = this.LA(1);
    const name = this.OPTION({
      GATE: () => this.LA(2).tokenType === Colon,
      DEF: () => {
        const token = this.CONSUME(Identifier);
        this.CONSUME(Colon);
        return this.nameOf(token);
      },
    });
    const value = this.OR<Argument["value"]>([
      { GATE: () => this.pathFollows(), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE(this.pathArgument) },
      { ALT: () => this.SUBRULE(this.expression) },
    ]);
    return { span: this.spanFrom(first), name: name ?? null, value };
  });

  private readonly pathArgument = this.RULE("pathArgument", (): PathArgument => {
    const path = this.SUBRULE(this.path);
    return { kind: "path", span: path.span, path };
  });

  /** Whether the whole argument is a path of several steps, or with selectors. */
  private pathFollows(): boolean {
    if (!isNameLike(this.LA(1)) || ![Dot, LeftBracket].includes(this.LA(2).tokenType)) return false;
    let ahead = 2;
    for (; ahead < pathReach; ahead++) {
      const type = this.LA(ahead).tokenType;
      if (type === Dot && isNameLike(this.LA(ahead + 1))) ahead++;
      else if (type === LeftBracket) ahead = this.closingOf(ahead);
      else break;
    }
    return [Comma, RightParen].includes(this.LA(ahead).tokenType);
  }

  /** Where the bracket that opens there closes. */
  private closingOf(opening: number): number {
    let depth = 0;
    for (let ahead = opening; ahead < pathReach; ahead++) {
      const type = this.LA(ahead).tokenType;
      if (type === LeftBracket) depth++;
      if (type === RightBracket && --depth === 0) return ahead;
    }
    return pathReach;
  }

  private readonly forItem = this.RULE("for", (): ForItem => {
    const first = this.CONSUME(keywords.for);
    const range = this.SUBRULE(this.loopRange);
    const items = this.nested(() => this.SUBRULE(this.hardwareItems));
    return { kind: "for", span: this.spanFrom(first), ...range, items };
  });
}

function levelOf(word: string): PartLevel {
  switch (word) {
    case "package":
    case "die":
    case "cluster":
    case "board":
    case "box":
      return word;
    default:
      return "part";
  }
}
