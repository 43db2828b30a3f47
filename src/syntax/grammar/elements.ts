/** The elements of machines: cores with their caches, memories, coherence, ports, links, devices and what was measured. */
import type {
  Attribute,
  CacheItem,
  CoherenceItem,
  CoreItem,
  DeviceItem,
  DmaClause,
  Expression,
  InterruptClause,
  LinkItem,
  MeasuredItem,
  MemoryItem,
  Path,
  PortItem,
  RegistersItem,
  SeesClause,
} from "../ast.ts";
import { Arrow, At, Colon, Comma, DoubleDash, Identifier, keywords, Semicolon } from "../tokens.ts";
import { coreBlock, deviceBlock } from "./blocks.ts";
import { InterruptParser } from "./interrupts.ts";

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

export abstract class ElementParser extends InterruptParser {
  protected readonly core = this.RULE("core", (): CoreItem => {
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

  protected readonly cache = this.RULE("cache", (): CacheItem => {
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

  protected readonly memory = this.RULE("memory", (): MemoryItem => {
    const first = this.CONSUME(keywords.memory);
    const name = this.nameOf(this.CONSUME(Identifier));
    const dimensions = this.SUBRULE(this.dimensions);
    this.CONSUME(Colon);
    const size = this.SUBRULE(this.expression);
    const attributes = this.SUBRULE(this.furtherAttributes);
    const documentation = this.documentationOf(first);
    return { kind: "memory", span: this.spanFrom(first), documentation, name, dimensions, size, attributes };
  });

  protected readonly coherence = this.RULE("coherence", (): CoherenceItem => {
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

  protected readonly port = this.RULE("port", (): PortItem => {
    const first = this.CONSUME(keywords.port);
    const name = this.nameOf(this.CONSUME(Identifier));
    const dimensions = this.SUBRULE(this.dimensions);
    return { kind: "port", span: this.spanFrom(first), documentation: this.documentationOf(first), name, dimensions };
  });

  protected readonly link = this.RULE("link", (): LinkItem => {
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

  protected readonly device = this.RULE("device", (): DeviceItem => {
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

  protected readonly measured = this.RULE("measured", (): MeasuredItem => {
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
}
