/** Address spaces: how they map addresses, what translates for devices, and the registers that answer. */
import { EOF, type TokenType } from "chevrotain";
import type {
  Address,
  AddressEntry,
  AddressTuple,
  Attribute,
  ElseItem,
  Expression,
  IommuItem,
  MapItem,
  Name,
  RegistersItem,
  SeesClause,
  SpaceEntry,
  SpaceForItem,
  SpaceItem,
} from "../ast.ts";
import { isNameLike } from "../describe-token.ts";
import {
  Colon,
  Comma,
  Identifier,
  keywords,
  LeftBrace,
  LeftParen,
  Range,
  RightBrace,
  RightParen,
  Semicolon,
  Star,
} from "../tokens.ts";
import { AttributeParser } from "./attributes.ts";
import { spaceBlock } from "./blocks.ts";

type Destination = Pick<MapItem, "targets" | "granule">;
type LoopRange = Pick<SpaceForItem, "variables" | "from" | "to">;

/** How many tokens a parenthesis may hold and still be seen to be a tuple. */
const tupleReach = 256;
const endsTuple = new Set<TokenType>([LeftBrace, RightBrace, Semicolon, EOF]);

export abstract class SpaceParser extends AttributeParser {
  protected readonly space = this.RULE("space", (): SpaceItem => {
    const first = this.CONSUME(keywords.space);
    const name = this.nameOf(this.CONSUME(Identifier));
    const dimensions = this.SUBRULE(this.dimensions);
    this.CONSUME(Colon);
    const widths = this.SUBRULE(this.widths);
    const items = this.OPTION(() => this.SUBRULE(this.spaceItems)) ?? [];
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "space", span, documentation, name, dimensions, widths, items };
  });

  /** `32 bits`, `(8 bits, 5 bits, 3 bits)` */
  private readonly widths = this.RULE("widths", (): Expression[] => {
    const widths: Expression[] = [];
    this.OR([
      { GATE: () => this.tupleFollows(), IGNORE_AMBIGUITIES: true, ALT: () => this.widthTuple(widths) },
      { ALT: () => widths.push(this.SUBRULE(this.expression)) },
    ]);
    return widths;
  });

  private widthTuple(widths: Expression[]): number {
    this.CONSUME(LeftParen);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => widths.push(this.SUBRULE2(this.expression)) });
    this.CONSUME(RightParen);
    return widths.length;
  }

  private readonly spaceItems = this.RULE("spaceItems", (): SpaceEntry[] => {
    const items: SpaceEntry[] = [];
    this.block(spaceBlock, () => {
      this.MANY(() => {
        this.OR([
          { ALT: () => this.CONSUME(Semicolon) },
          { ALT: () => this.keep(items, () => [this.SUBRULE(this.map)]) },
          { ALT: () => this.keep(items, () => [this.SUBRULE(this.else)]) },
          { ALT: () => this.keep(items, () => [this.SUBRULE(this.spaceFor)]) },
        ]);
      });
    });
    return items;
  });

  private readonly map = this.RULE("map", (): MapItem => {
    const first = this.CONSUME(keywords.map);
    const from = this.SUBRULE(this.address);
    const to = this.OPTION(() => this.SUBRULE(this.lastAddress)) ?? null;
    const size = this.OPTION2(() => this.SUBRULE(this.mapSize)) ?? null;
    const destination = this.OR<Destination>([
      { ALT: () => this.SUBRULE(this.mapTo) },
      { ALT: () => this.SUBRULE(this.mapOver) },
    ]);
    const at = this.OPTION3(() => this.SUBRULE(this.mapAt)) ?? null;
    const attributes = this.SUBRULE(this.furtherAttributes);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "map", span, documentation, from, to, size, ...destination, at, attributes };
  });

  private readonly mapTo = this.RULE("mapTo", (): Destination => {
    this.CONSUME(keywords.to);
    return { targets: [this.SUBRULE(this.path)], granule: null };
  });

  /** `over p[0].dram, p[1].dram by 4 KiB` */
  private readonly mapOver = this.RULE("mapOver", (): Destination => {
    this.CONSUME(keywords.over);
    const targets = this.SUBRULE(this.paths);
    this.CONSUME(keywords.by);
    return { targets, granule: this.SUBRULE(this.expression) };
  });

  private readonly else = this.RULE("else", (): ElseItem => {
    const first = this.CONSUME(keywords.else);
    this.CONSUME(keywords.to);
    const target = this.SUBRULE(this.path);
    const at = this.OPTION(() => this.SUBRULE(this.elseAt)) ?? null;
    const attributes = this.SUBRULE(this.furtherAttributes);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "else", span, documentation, target, at, attributes };
  });

  private readonly elseAt = this.RULE("elseAt", (): Expression => {
    this.CONSUME(keywords.at);
    return this.SUBRULE(this.expression);
  });

  private readonly lastAddress = this.RULE("lastAddress", (): Expression => {
    this.CONSUME(Range);
    return this.SUBRULE(this.expression);
  });

  private readonly mapSize = this.RULE("mapSize", (): Expression => {
    this.CONSUME(keywords.size);
    return this.SUBRULE(this.expression);
  });

  private readonly mapAt = this.RULE("mapAt", (): Address => {
    this.CONSUME(keywords.at);
    return this.SUBRULE(this.address);
  });

  /** `x, y in 0..3`, behind `for`. */
  protected readonly loopRange = this.RULE("loopRange", (): LoopRange => {
    const variables: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => variables.push(this.nameOf(this.CONSUME(Identifier))) });
    this.CONSUME(keywords.in);
    const from = this.SUBRULE(this.expression);
    this.CONSUME(Range);
    const to = this.SUBRULE2(this.expression);
    return { variables, from, to };
  });

  private readonly spaceFor = this.RULE("spaceFor", (): SpaceForItem => {
    const first = this.CONSUME(keywords.for);
    const range = this.SUBRULE(this.loopRange);
    const items = this.nested(() => this.SUBRULE(this.spaceItems));
    return { kind: "for", span: this.spanFrom(first), ...range, items };
  });

  // ───────────────────────────── addresses ─────────────────────────────

  private readonly address = this.RULE(
    "address",
    (): Address =>
      this.OR<Address>([
        { GATE: () => this.tupleFollows(), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE(this.addressTuple) },
        { ALT: () => this.SUBRULE(this.expression) },
      ]),
  );

  private readonly addressTuple = this.RULE("addressTuple", (): AddressTuple => {
    const first = this.CONSUME(LeftParen);
    const entries: AddressEntry[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => entries.push(this.SUBRULE(this.addressEntry)) });
    this.CONSUME(RightParen);
    return { kind: "tuple", span: this.spanFrom(first), entries };
  });

  private readonly addressEntry = this.RULE("addressEntry", (): AddressEntry => {
    const first = this.LA(1);
    const ends = this.OR<Omit<AddressEntry, "span">>([
      { ALT: () => this.everyAddress() },
      { ALT: () => this.someAddresses() },
    ]);
    return { ...ends, span: this.spanFrom(first) };
  });

  private everyAddress(): Omit<AddressEntry, "span"> {
    this.CONSUME(Star);
    return { from: null, to: null };
  }

  private someAddresses(): Omit<AddressEntry, "span"> {
    const from = this.SUBRULE(this.expression);
    const to = this.OPTION(() => this.SUBRULE(this.lastAddress)) ?? null;
    return { from, to };
  }

  /** Whether the parenthesis that opens here holds a comma or a `*` alone: then it is no expression. */
  protected tupleFollows(): boolean {
    if (this.RECORDING_PHASE || this.LA(1).tokenType !== LeftParen) return false;
    let depth = 0;
    for (let ahead = 1; ahead <= tupleReach; ahead++) {
      const type = this.LA(ahead).tokenType;
      if (type === LeftParen) depth++;
      if (type === RightParen) depth--;
      if (depth === 1 && type === Comma) return true;
      if (depth === 0 || endsTuple.has(type)) return false;
    }
    return false;
  }

  // ───────────────────────────── IOMMUs, registers, sees ─────────────────────────────

  protected readonly iommu = this.RULE("iommu", (): IommuItem => {
    const first = this.CONSUME(keywords.iommu);
    const name = this.nameOf(this.CONSUME(Identifier));
    const dimensions = this.SUBRULE(this.dimensions);
    this.CONSUME(Colon);
    const width = this.SUBRULE(this.expression);
    this.CONSUME(keywords.to);
    const to = this.SUBRULE(this.path);
    const attributes = this.SUBRULE(this.furtherAttributes);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "iommu", span, documentation, name, dimensions, width, to, attributes };
  });

  protected readonly registers = this.RULE("registers", (): RegistersItem => {
    const first = this.CONSUME(keywords.registers);
    const name = this.nameOf(this.CONSUME(Identifier));
    this.CONSUME(Colon);
    const size = this.SUBRULE(this.expression);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "registers", span, documentation, name, size };
  });

  /** Whether a named bank of registers stands here, and no attribute `registers`. */
  protected bankFollows(): boolean {
    return this.LA(1).tokenType === keywords.registers && isNameLike(this.LA(2)) && this.LA(3).tokenType === Colon;
  }

  protected readonly sees = this.RULE("sees", (): SeesClause => {
    const first = this.CONSUME(keywords.sees);
    const space = this.SUBRULE(this.path);
    return { span: this.spanFrom(first), space };
  });

  /** `, latency 2 cycles, sees l3` */
  protected readonly clausesAndAttributes = this.RULE(
    "clausesAndAttributes",
    (attributes: Attribute[] = [], sees: SeesClause[] = []): void => {
      this.MANY(() => {
        this.CONSUME(Comma);
        this.OR([
          { IGNORE_AMBIGUITIES: true, ALT: () => this.append(sees, () => [this.SUBRULE(this.sees)]) },
          { ALT: () => this.append(attributes, () => [this.SUBRULE(this.attribute)]) },
        ]);
      });
    },
  );
}
