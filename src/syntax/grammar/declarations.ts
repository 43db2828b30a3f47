/** What interfaces declare: constants and types of every kind. */
import type {
  ChoiceItem,
  ConstantItem,
  EnumMember,
  Expression,
  Field,
  NumberLiteral,
  ReservedList,
  StructItem,
  TypeItem,
  TypeParameter,
  UnionArm,
  UnionItem,
} from "../ast.ts";
import { isNameLike } from "../describe-token.ts";
import {
  At,
  Colon,
  Comma,
  Equals,
  Greater,
  Identifier,
  keywords,
  Less,
  NumberToken,
  Question,
  RightBrace,
  Semicolon,
} from "../tokens.ts";
import { enumBlock, structBlock, unionBlock } from "./blocks.ts";
import { ReservedParser } from "./reserved.ts";

/** What stands behind `open` or `strict`. */
type Unmarked<Item> = Item extends unknown ? Omit<Item, "span" | "documentation" | "openness"> : never;

type Declared = ChoiceItem | StructItem | UnionItem;

/** What a struct says in angle brackets. */
type StructHead = Pick<StructItem, "room" | "parameters">;

export abstract class DeclarationParser extends ReservedParser {
  protected readonly constant = this.RULE("const", (): ConstantItem => {
    const first = this.CONSUME(keywords.const);
    const name = this.nameOf(this.CONSUME(Identifier));
    const type = this.OPTION(() => {
      this.CONSUME(Colon);
      return this.nameOf(this.CONSUME2(Identifier));
    });
    this.CONSUME(Equals);
    const value = this.SUBRULE(this.expression);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "const", span, documentation, name, type: type ?? null, value };
  });

  protected readonly typeItem = this.RULE("typeItem", (): TypeItem => {
    const first = this.CONSUME(keywords.type);
    const name = this.nameOf(this.CONSUME(Identifier));
    this.CONSUME(Equals);
    const id = this.OPTION({
      GATE: () => isNameLike(this.LA(2)) && this.sameLine(this.LA(1), this.LA(2)),
      DEF: () => this.CONSUME(keywords.id),
    });
    const type = this.SUBRULE(this.type);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "type", span, documentation, name, isId: id !== undefined, type };
  });

  // ───────────────────────────── unions ─────────────────────────────

  protected readonly marked = this.RULE("marked", (): Declared => {
    const first = this.LA(1);
    const openness = this.OPTION(() => this.SUBRULE(this.openness)) ?? null;
    const declared = this.OR<Unmarked<Declared>>([
      { ALT: () => this.SUBRULE(this.numbers) },
      { ALT: () => this.SUBRULE(this.union) },
      { ALT: () => this.SUBRULE(this.struct) },
    ]);
    return { ...declared, span: this.spanFrom(first), documentation: this.documentationOf(first), openness };
  });

  private readonly union = this.RULE("union", (): Unmarked<UnionItem> => {
    this.CONSUME(keywords.union);
    const name = this.nameOf(this.CONSUME(Identifier));
    return { kind: "union", name, ...this.SUBRULE(this.unionArms) };
  });

  private readonly unionArms = this.RULE("unionArms", (): Pick<UnionItem, "arms" | "reserved"> => {
    const [arms, reserved]: [UnionArm[], ReservedList[]] = [[], []];
    this.block(unionBlock, () => {
      this.MANY(() => {
        this.OR([
          { ALT: () => this.CONSUME(Semicolon) },
          { ALT: () => this.CONSUME(Comma) },
          this.reservation(reserved),
          { ALT: () => this.keep(arms, () => [this.SUBRULE(this.unionArm)]) },
        ]);
      });
    });
    return { arms, reserved };
  });

  private readonly unionArm = this.RULE("unionArm", (): UnionArm => {
    const first = this.CONSUME(Identifier);
    const tag = this.OPTION((): NumberLiteral => {
      this.CONSUME(At);
      return this.SUBRULE(this.number);
    });
    const type = this.OPTION2(() => {
      this.CONSUME(Colon);
      return this.SUBRULE(this.type);
    });
    const [span, documentation, name] = [this.spanFrom(first), this.documentationOf(first), this.nameOf(first)];
    return { span, documentation, name, tag: tag ?? null, type: type ?? null };
  });

  // ───────────────────────────── enums and flags ─────────────────────────────

  private readonly numbers = this.RULE("numbers", (): Unmarked<ChoiceItem> => {
    const kind = this.SUBRULE(this.choiceWord);
    const name = this.nameOf(this.CONSUME(Identifier));
    const underlying = this.OPTION2(() => {
      this.CONSUME(Colon);
      return this.nameOf(this.CONSUME2(Identifier));
    });
    return { kind, name, underlying: underlying ?? null, ...this.SUBRULE(this.enumMembers) };
  });

  private readonly openness = this.RULE("openness", (): "open" | "strict" => {
    const token = this.OR([{ ALT: () => this.CONSUME(keywords.open) }, { ALT: () => this.CONSUME(keywords.strict) }]);
    return token.image === "open" ? "open" : "strict";
  });

  private readonly choiceWord = this.RULE("choiceWord", (): ChoiceItem["kind"] => {
    const token = this.OR([{ ALT: () => this.CONSUME(keywords.enum) }, { ALT: () => this.CONSUME(keywords.flags) }]);
    return token.image === "flags" ? "flags" : "enum";
  });

  private readonly enumMembers = this.RULE("enumMembers", (): Pick<ChoiceItem, "members" | "reserved"> => {
    const [members, reserved]: [EnumMember[], ReservedList[]] = [[], []];
    this.block(enumBlock, () => {
      let mayBegin = true;
      this.MANY({
        GATE: () => mayBegin || this.reservedFollowsSoon(),
        DEF: () => {
          mayBegin = this.OR<boolean>([
            {
              GATE: () => this.reservedFollowsSoon(),
              IGNORE_AMBIGUITIES: true,
              ALT: () => this.reservedMembers(reserved),
            },
            { ALT: () => this.runOfMembers(members) },
          ]);
        },
      });
    });
    return { members, reserved };
  });

  private reservedFollowsSoon(): boolean {
    return this.reservedFollows() || (this.LA(1).tokenType === Semicolon && this.reservedFollows(2));
  }

  /** Behind what is reserved members may begin: no comma leads on to them, since that would reserve the next. */
  private reservedMembers(reserved: ReservedList[]): boolean {
    this.OPTION(() => this.CONSUME(Semicolon));
    this.keep(reserved, () => [this.SUBRULE(this.reservedList)]);
    this.OPTION2(() => this.CONSUME2(Semicolon));
    return true;
  }

  private runOfMembers(members: EnumMember[]): boolean {
    this.keep(members, () => [this.SUBRULE(this.enumMember)]);
    this.MANY2({
      GATE: () => ![RightBrace, Semicolon].includes(this.LA(2).tokenType) && !this.reservedFollows(2),
      DEF: () => {
        this.CONSUME(Comma);
        this.keep(members, () => [this.SUBRULE2(this.enumMember)]);
      },
    });
    this.OPTION3(() => this.CONSUME2(Comma));
    return false;
  }

  private readonly enumMember = this.RULE("enumMember", (): EnumMember => {
    const first = this.CONSUME(Identifier);
    const value = this.OPTION(() => {
      this.CONSUME(Equals);
      return this.SUBRULE(this.expression);
    });
    const documentation = this.documentationOf(first);
    return { span: this.spanFrom(first), documentation, name: this.nameOf(first), value: value ?? null };
  });

  // ───────────────────────────── structs ─────────────────────────────

  private readonly struct = this.RULE("struct", (): Unmarked<StructItem> => {
    const isOpen = this.LA(0).tokenType === keywords.open;
    this.CONSUME(keywords.struct);
    const name = this.nameOf(this.CONSUME(Identifier));
    const head = this.OPTION((): StructHead => {
      this.CONSUME(Less);
      const inside = this.OR<StructHead>([
        {
          GATE: () => isOpen || this.LA(1).tokenType === NumberToken,
          IGNORE_AMBIGUITIES: true,
          ALT: () => this.roomOf(this.SUBRULE(this.expression)),
        },
        { ALT: () => ({ room: null, parameters: this.SUBRULE(this.typeParameters) }) },
      ]);
      this.CONSUME(Greater);
      return inside;
    });
    return { kind: "struct", name, room: null, parameters: [], ...head, ...this.SUBRULE(this.structFields) };
  });

  private roomOf(room: Expression): StructHead {
    return { room, parameters: [] };
  }

  private readonly typeParameters = this.RULE("typeParameters", (): TypeParameter[] => {
    const parameters: TypeParameter[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => parameters.push(this.SUBRULE(this.typeParameter)) });
    return parameters;
  });

  private readonly typeParameter = this.RULE("typeParameter", (): TypeParameter => {
    const first = this.LA(1);
    const constant = this.OPTION({
      GATE: () => isNameLike(this.LA(2)),
      DEF: () => this.CONSUME(keywords.const),
    });
    const name = this.nameOf(this.CONSUME(Identifier));
    return { span: this.spanFrom(first), name, isConstant: constant !== undefined };
  });

  private readonly structFields = this.RULE("structFields", (): Pick<StructItem, "fields" | "reserved"> => {
    const [fields, reserved]: [Field[], ReservedList[]] = [[], []];
    this.block(structBlock, () => {
      this.MANY(() => {
        this.OR([
          { ALT: () => this.CONSUME(Semicolon) },
          { ALT: () => this.CONSUME(Comma) },
          this.reservation(reserved),
          { ALT: () => this.keep(fields, () => [this.SUBRULE(this.field)]) },
        ]);
      });
    });
    return { fields, reserved };
  });

  /** The alternative of a block's items that is a list of what is reserved. */
  private reservation(reserved: ReservedList[]) {
    return {
      GATE: () => this.reservedFollows(),
      IGNORE_AMBIGUITIES: true,
      ALT: () => this.keep(reserved, () => [this.SUBRULE(this.reservedList)]),
    };
  }

  protected readonly field = this.RULE("field", (): Field => {
    const first = this.CONSUME(Identifier);
    const isOptional = this.OPTION(() => this.CONSUME(Question)) !== undefined;
    this.CONSUME(Colon);
    const type = this.SUBRULE(this.type);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { span, documentation, name: this.nameOf(first), isOptional, type };
  });
}
