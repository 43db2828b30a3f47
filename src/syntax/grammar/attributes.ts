/** Attributes: what is said of an element in a word, a quantity or a text. */
import type { Attribute, Expression } from "../ast.ts";
import { isNameLike } from "../describe-token.ts";
import { Comma, Identifier, RightBrace } from "../tokens.ts";
import { attributeBlock } from "./blocks.ts";
import { ExpressionParser } from "./expressions.ts";

export abstract class AttributeParser extends ExpressionParser {
  protected readonly attribute = this.RULE("attribute", (): Attribute => {
    const name = this.CONSUME(Identifier);
    let value: Attribute["value"] = null;
    this.OPTION({
      GATE: () => this.onSameLine() || !isNameLike(this.LA(1)),
      DEF: () => {
        value = this.OR<Attribute["value"]>([
          { ALT: () => ({ ...this.SUBRULE(this.string), kind: "string" }) },
          { ALT: () => this.wordOr(this.SUBRULE(this.expression)) },
        ]);
      },
    });
    return { span: this.spanFrom(name), name: this.nameOf(name), value };
  });

  /** A lone name is a word: only the attribute knows whether it means a parameter. */
  private wordOr(value: Expression): Attribute["value"] {
    const isWord = value.kind === "reference" && value.interface === null;
    return isWord ? { kind: "word", span: value.span, text: value.name.text } : value;
  }

  /** `, latency 2 cycles, inclusive` */
  protected readonly furtherAttributes = this.RULE("furtherAttributes", (): Attribute[] => {
    const attributes: Attribute[] = [];
    this.MANY(() => {
      this.CONSUME(Comma);
      attributes.push(this.SUBRULE(this.attribute));
    });
    return attributes;
  });

  /** `latency 2 cycles, inclusive` */
  protected readonly attributes = this.RULE("attributes", (): Attribute[] => {
    const attributes = [this.SUBRULE(this.attribute)];
    this.append(attributes, () => this.SUBRULE(this.furtherAttributes));
    return attributes;
  });

  /** `{ word 64 bits, little endian }` */
  protected readonly attributeBlock = this.RULE("attributeBlock", (): Attribute[] => {
    const attributes: Attribute[] = [];
    this.block(attributeBlock, () => {
      this.OPTION(() => {
        this.keep(attributes, () => [this.SUBRULE(this.attribute)]);
        this.MANY({
          GATE: () => this.LA(2).tokenType !== RightBrace,
          DEF: () => {
            this.CONSUME(Comma);
            this.keep(attributes, () => [this.SUBRULE2(this.attribute)]);
          },
        });
        this.OPTION2(() => this.CONSUME2(Comma));
      });
    });
    return attributes;
  });
}
