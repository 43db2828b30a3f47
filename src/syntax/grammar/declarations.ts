/** What interfaces declare: constants, types of every kind, and the expressions that name types. */
import type {
  ChoiceItem,
  ConstantItem,
  EnumMember,
  Expression,
  Field,
  StructItem,
  TypeExpression,
  TypeItem,
  UnionArm,
  UnionItem,
} from "../ast.ts";
import { isNameLike } from "../describe-token.ts";
import {
  Colon,
  Comma,
  Equals,
  Greater,
  Identifier,
  keywords,
  LeftBracket,
  Less,
  Question,
  Range,
  RightBrace,
  RightBracket,
  Semicolon,
} from "../tokens.ts";
import { enumBlock, structBlock, unionBlock } from "./blocks.ts";
import { HardwareParser } from "./hardware.ts";

const dimensionLimit = 16;

/** What stands behind `open` or `strict`. */
type Unmarked<Item> = Item extends unknown ? Omit<Item, "span" | "documentation" | "openness"> : never;

export abstract class DeclarationParser extends HardwareParser {
  protected readonly constant = this.RULE("const", (): ConstantItem => {
    const first = this.CONSUME(keywords.const);
    const name = this.nameOf(this.CONSUME(Identifier));
    this.CONSUME(Equals);
    const value = this.SUBRULE(this.expression);
    return { kind: "const", span: this.spanFrom(first), documentation: this.documentationOf(first), name, value };
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

  // ───────────────────────────── enums, flags and structs ─────────────────────────────

  protected readonly choice = this.RULE("choice", (): ChoiceItem | UnionItem => {
    const first = this.LA(1);
    const openness = this.OPTION(() => this.SUBRULE(this.openness)) ?? null;
    const chosen = this.OR<Unmarked<ChoiceItem> | Unmarked<UnionItem>>([
      { ALT: () => this.SUBRULE(this.numbers) },
      { ALT: () => this.SUBRULE(this.union) },
    ]);
    return { ...chosen, span: this.spanFrom(first), documentation: this.documentationOf(first), openness };
  });

  private readonly union = this.RULE("union", (): Unmarked<UnionItem> => {
    this.CONSUME(keywords.union);
    const name = this.nameOf(this.CONSUME(Identifier));
    return { kind: "union", name, arms: this.SUBRULE(this.unionArms) };
  });

  private readonly unionArms = this.RULE("unionArms", (): UnionArm[] => {
    const arms: UnionArm[] = [];
    this.block(unionBlock, () => {
      this.MANY(() => {
        this.OR([
          { ALT: () => this.CONSUME(Semicolon) },
          { ALT: () => this.CONSUME(Comma) },
          { ALT: () => this.keep(arms, () => [this.SUBRULE(this.unionArm)]) },
        ]);
      });
    });
    return arms;
  });

  private readonly unionArm = this.RULE("unionArm", (): UnionArm => {
    const first = this.CONSUME(Identifier);
    const type = this.OPTION(() => {
      this.CONSUME(Colon);
      return this.SUBRULE(this.type);
    });
    const documentation = this.documentationOf(first);
    return { span: this.spanFrom(first), documentation, name: this.nameOf(first), type: type ?? null };
  });

  private readonly numbers = this.RULE("numbers", (): Unmarked<ChoiceItem> => {
    const kind = this.SUBRULE(this.choiceWord);
    const name = this.nameOf(this.CONSUME(Identifier));
    const underlying = this.OPTION2(() => {
      this.CONSUME(Colon);
      return this.nameOf(this.CONSUME2(Identifier));
    });
    const members = this.SUBRULE(this.enumMembers);
    return { kind, name, underlying: underlying ?? null, members };
  });

  private readonly openness = this.RULE("openness", (): "open" | "strict" => {
    const token = this.OR([{ ALT: () => this.CONSUME(keywords.open) }, { ALT: () => this.CONSUME(keywords.strict) }]);
    return token.image === "open" ? "open" : "strict";
  });

  private readonly choiceWord = this.RULE("choiceWord", (): ChoiceItem["kind"] => {
    const token = this.OR([{ ALT: () => this.CONSUME(keywords.enum) }, { ALT: () => this.CONSUME(keywords.flags) }]);
    return token.image === "flags" ? "flags" : "enum";
  });

  private readonly enumMembers = this.RULE("enumMembers", (): EnumMember[] => {
    const members: EnumMember[] = [];
    this.block(enumBlock, () => {
      this.OPTION(() => {
        this.keep(members, () => [this.SUBRULE(this.enumMember)]);
        this.MANY({
          GATE: () => this.LA(2).tokenType !== RightBrace,
          DEF: () => {
            this.CONSUME(Comma);
            this.keep(members, () => [this.SUBRULE2(this.enumMember)]);
          },
        });
        this.OPTION2(() => this.CONSUME2(Comma));
      });
    });
    return members;
  });

  private readonly enumMember = this.RULE("enumMember", (): EnumMember => {
    const first = this.CONSUME(Identifier);
    const value = this.OPTION(() => {
      this.CONSUME(Equals);
      return this.SUBRULE(this.expression);
    });
    const documentation = this.documentationOf(first);
    return { span: this.spanFrom(first), documentation, name: this.nameOf(first), value: value ?? null };
  });

  protected readonly struct = this.RULE("struct", (): StructItem => {
    const first = this.CONSUME(keywords.struct);
    const name = this.nameOf(this.CONSUME(Identifier));
    const fields = this.SUBRULE(this.structFields);
    return { kind: "struct", span: this.spanFrom(first), documentation: this.documentationOf(first), name, fields };
  });

  private readonly structFields = this.RULE("structFields", (): Field[] => {
    const fields: Field[] = [];
    this.block(structBlock, () => {
      this.MANY(() => {
        this.OR([
          { ALT: () => this.CONSUME(Semicolon) },
          { ALT: () => this.CONSUME(Comma) },
          { ALT: () => this.keep(fields, () => [this.SUBRULE(this.field)]) },
        ]);
      });
    });
    return fields;
  });

  protected readonly field = this.RULE("field", (): Field => {
    const first = this.CONSUME(Identifier);
    const isOptional = this.OPTION(() => this.CONSUME(Question)) !== undefined;
    this.CONSUME(Colon);
    const type = this.SUBRULE(this.type);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { span, documentation, name: this.nameOf(first), isOptional, type };
  });

  // ───────────────────────────── types ─────────────────────────────

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
      type = { kind: "array", span: this.spanFrom(first), element: type, length, bounded };
    });
    return type;
  });

  private readonly elementType = this.RULE("elementType", (): TypeExpression => {
    const first = this.CONSUME(Identifier);
    const bound: Expression | undefined = this.OPTION(() => {
      this.CONSUME(Less);
      const inside = this.SUBRULE(this.expression);
      this.CONSUME(Greater);
      return inside;
    });
    const [span, name] = [this.spanFrom(first), this.nameOf(first)];
    return bound === undefined ? { kind: "named", span, name } : { kind: "bounded", span, name, bound };
  });
}
