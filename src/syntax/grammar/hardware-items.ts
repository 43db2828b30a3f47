/** What packages, parts and machines consist of. */
import type {
  Argument,
  Attribute,
  CacheItem,
  CoherenceItem,
  CoreItem,
  DeviceItem,
  DmaClause,
  Expression,
  ForItem,
  HardwareItem,
  InstanceItem,
  LinkItem,
  MeasuredItem,
  MemoryItem,
  Name,
  PartLevel,
  Path,
  PathArgument,
  PortItem,
} from "../ast.ts";
import { isNameLike } from "../describe-token.ts";
import type { InterruptClause } from "../interrupt-ast.ts";
import type { RegistersItem, SeesClause } from "../space-ast.ts";
import {
  Arrow,
  At,
  Colon,
  Comma,
  Dot,
  DoubleDash,
  Identifier,
  keywords,
  LeftBracket,
  LeftParen,
  Range,
  RightBracket,
  RightParen,
  Semicolon,
} from "../tokens.ts";
import { coreBlock, deviceBlock, hardwareBlock } from "./blocks.ts";
import { InterruptParser } from "./interrupts.ts";

/** How many tokens a path may have and still be seen to be an argument. */
const pathReach = 256;

/** What a device says of itself, in any order. */
interface DeviceItems {
  readonly attributes: Attribute[];
  readonly dma: DmaClause[];
  readonly interrupts: InterruptClause[];
  readonly banks: RegistersItem[];
  readonly sees: SeesClause[];
}

/** While Chevrotain records the grammar, rules are called without arguments. */
const noItems: DeviceItems = { attributes: [], dma: [], interrupts: [], banks: [], sees: [] };

export abstract class HardwareItemParser extends InterruptParser {
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

  private readonly core = this.RULE("core", (): CoreItem => {
    const first = this.CONSUME(keywords.core);
    const name = this.nameOf(this.CONSUME(Identifier));
    const dimensions = this.SUBRULE(this.dimensions);
    this.CONSUME(Colon);
    const isa = this.nameOf(this.CONSUME2(Identifier));
    const clock = this.OPTION(() => this.SUBRULE(this.clock)) ?? null;
    const attributes: Attribute[] = [];
    const caches: CacheItem[] = [];
    const sees: SeesClause[] = [];
    this.SUBRULE(this.clausesAndAttributes, { ARGS: [attributes, sees] });
    this.OPTION2(() => this.SUBRULE(this.coreItems, { ARGS: [caches, attributes, sees] }));
    const documentation = this.documentationOf(first);
    return {
      kind: "core",
      span: this.spanFrom(first),
      documentation,
      name,
      dimensions,
      isa,
      clock,
      caches,
      attributes,
      sees,
    };
  });

  private readonly clock = this.RULE("clock", (): Expression => {
    this.CONSUME(At);
    return this.SUBRULE(this.expression);
  });

  private readonly coreItems = this.RULE(
    "coreItems",
    (caches: CacheItem[] = [], attributes: Attribute[] = [], sees: SeesClause[] = []): void => {
      this.block(coreBlock, () => {
        this.MANY({
          GATE: () => !this.hardwareFollows(),
          DEF: () => {
            this.OR([
              { ALT: () => this.CONSUME(Semicolon) },
              { IGNORE_AMBIGUITIES: true, ALT: () => this.keep(caches, () => [this.SUBRULE(this.cache)]) },
              { IGNORE_AMBIGUITIES: true, ALT: () => this.keep(sees, () => [this.SUBRULE(this.sees)]) },
              { ALT: () => this.keep(attributes, () => this.SUBRULE(this.attributes)) },
            ]);
          },
        });
      });
    },
  );

  private readonly cache = this.RULE("cache", (): CacheItem => {
    const first = this.CONSUME(keywords.cache);
    const name = this.nameOf(this.CONSUME(Identifier));
    this.CONSUME(Colon);
    const size = this.SUBRULE(this.expression);
    const attributes: Attribute[] = [];
    const sharedBy: Path[] = [];
    this.MANY(() => {
      this.CONSUME(Comma);
      this.OR([
        { IGNORE_AMBIGUITIES: true, ALT: () => this.append(sharedBy, () => this.SUBRULE(this.sharedBy)) },
        { ALT: () => this.append(attributes, () => [this.SUBRULE(this.attribute)]) },
      ]);
    });
    const documentation = this.documentationOf(first);
    return { kind: "cache", span: this.spanFrom(first), documentation, name, size, attributes, sharedBy };
  });

  /** The paths end where an attribute with a value begins: `shared by cpu[0], cpu[1], latency 4 ns`. */
  private readonly sharedBy = this.RULE("sharedBy", (): Path[] => {
    this.CONSUME(keywords.shared);
    this.CONSUME(keywords.by);
    const paths = [this.SUBRULE(this.path)];
    this.MANY({
      GATE: () => !this.attributeFollows(),
      DEF: () => {
        this.CONSUME(Comma);
        paths.push(this.SUBRULE2(this.path));
      },
    });
    return paths;
  });

  private readonly memory = this.RULE("memory", (): MemoryItem => {
    const first = this.CONSUME(keywords.memory);
    const name = this.nameOf(this.CONSUME(Identifier));
    const dimensions = this.SUBRULE(this.dimensions);
    this.CONSUME(Colon);
    const size = this.SUBRULE(this.expression);
    const attributes = this.SUBRULE(this.furtherAttributes);
    const documentation = this.documentationOf(first);
    return { kind: "memory", span: this.spanFrom(first), documentation, name, dimensions, size, attributes };
  });

  private readonly coherence = this.RULE("coherence", (): CoherenceItem => {
    const first = this.CONSUME(keywords.coherence);
    this.CONSUME(keywords.between);
    const between = this.SUBRULE(this.paths);
    const attributes = this.OPTION(() => {
      this.CONSUME(Colon);
      return this.SUBRULE(this.attributes);
    });
    const documentation = this.documentationOf(first);
    return { kind: "coherence", span: this.spanFrom(first), documentation, between, attributes: attributes ?? [] };
  });

  private readonly port = this.RULE("port", (): PortItem => {
    const first = this.CONSUME(keywords.port);
    const name = this.nameOf(this.CONSUME(Identifier));
    const dimensions = this.SUBRULE(this.dimensions);
    return { kind: "port", span: this.spanFrom(first), documentation: this.documentationOf(first), name, dimensions };
  });

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

  private readonly link = this.RULE("link", (): LinkItem => {
    const first = this.CONSUME(keywords.link);
    const from = this.SUBRULE(this.path);
    const arrow = this.OR([{ ALT: () => this.CONSUME(DoubleDash) }, { ALT: () => this.CONSUME(Arrow) }]);
    const direction = arrow.tokenType === Arrow ? "oneWay" : "both";
    const to = this.SUBRULE2(this.path);
    const interconnect = this.OPTION(() => {
      this.CONSUME(Colon);
      return this.nameOf(this.CONSUME(Identifier));
    });
    const attributes = this.SUBRULE(this.furtherAttributes);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "link", span, documentation, from, to, direction, interconnect: interconnect ?? null, attributes };
  });

  private readonly device = this.RULE("device", (): DeviceItem => {
    const first = this.CONSUME(keywords.device);
    const name = this.nameOf(this.CONSUME(Identifier));
    const dimensions = this.SUBRULE(this.dimensions);
    this.CONSUME(Colon);
    const deviceKind = this.nameOf(this.CONSUME2(Identifier));
    this.CONSUME(keywords.at);
    const at = this.SUBRULE(this.path);
    const items: DeviceItems = { attributes: [], dma: [], interrupts: [], banks: [], sees: [] };
    this.SUBRULE(this.clausesAndAttributes, { ARGS: [items.attributes, items.sees] });
    this.OPTION(() => this.SUBRULE(this.deviceItems, { ARGS: [items] }));
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "device", span, documentation, name, dimensions, deviceKind, at, ...items };
  });

  private readonly deviceItems = this.RULE("deviceItems", (items: DeviceItems = noItems): void => {
    this.block(deviceBlock, () => {
      this.MANY({
        GATE: () => !this.hardwareFollows(),
        DEF: () => {
          this.OR([
            { ALT: () => this.CONSUME(Semicolon) },
            { IGNORE_AMBIGUITIES: true, ALT: () => this.keep(items.dma, () => [this.SUBRULE(this.dma)]) },
            { IGNORE_AMBIGUITIES: true, ALT: () => this.keep(items.interrupts, () => [this.SUBRULE(this.interrupt)]) },
            { IGNORE_AMBIGUITIES: true, ALT: () => this.keep(items.sees, () => [this.SUBRULE(this.sees)]) },
            {
              GATE: () => this.bankFollows(),
              IGNORE_AMBIGUITIES: true,
              ALT: () => this.keep(items.banks, () => [this.SUBRULE(this.registers)]),
            },
            { ALT: () => this.keep(items.attributes, () => this.SUBRULE(this.attributes)) },
          ]);
        },
      });
    });
  });

  private readonly dma = this.RULE("dma", (): DmaClause => {
    const first = this.CONSUME(keywords.dma);
    this.CONSUME(keywords.reaches);
    const reaches = this.SUBRULE(this.paths);
    return { span: this.spanFrom(first), reaches };
  });

  private readonly measured = this.RULE("measured", (): MeasuredItem => {
    const first = this.CONSUME(keywords.measured);
    const quantity = this.nameOf(this.CONSUME(Identifier));
    const from = this.SUBRULE(this.path);
    this.CONSUME(Arrow);
    const to = this.SUBRULE2(this.path);
    this.CONSUME(Colon);
    const value = this.SUBRULE(this.expression);
    const source = this.SUBRULE(this.string);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "measured", span, documentation, quantity, from, to, value, source };
  });

  private readonly forItem = this.RULE("for", (): ForItem => {
    const first = this.CONSUME(keywords.for);
    const variables: Name[] = this.SUBRULE(this.loopVariables);
    this.CONSUME(keywords.in);
    const from = this.SUBRULE(this.expression);
    this.CONSUME(Range);
    const to = this.SUBRULE2(this.expression);
    const items = this.nested(() => this.SUBRULE(this.hardwareItems));
    return { kind: "for", span: this.spanFrom(first), variables, from, to, items };
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
