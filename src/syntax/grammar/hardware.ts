/** Instruction sets, interconnects, kinds of device, parts and machines. */
import type {
  Attribute,
  DeviceDeclaration,
  InterconnectDeclaration,
  IsaDeclaration,
  MachineDeclaration,
  Parameter,
  PartDeclaration,
  RegistersItem,
} from "../ast.ts";
import { Colon, Comma, Equals, Identifier, keywords, LeftParen, RightBrace, RightParen } from "../tokens.ts";
import { attributeBlock } from "./blocks.ts";
import { HardwareItemParser } from "./hardware-items.ts";

export abstract class HardwareParser extends HardwareItemParser {
  protected readonly isa = this.RULE("isa", (): IsaDeclaration => {
    const first = this.CONSUME(keywords.isa);
    const name = this.nameOf(this.CONSUME(Identifier));
    const attributes = this.SUBRULE(this.attributeBlock);
    return { kind: "isa", span: this.spanFrom(first), documentation: this.documentationOf(first), name, attributes };
  });

  protected readonly interconnect = this.RULE("interconnect", (): InterconnectDeclaration => {
    const first = this.CONSUME(keywords.interconnect);
    const name = this.nameOf(this.CONSUME(Identifier));
    const attributes = this.SUBRULE(this.attributeBlock);
    const documentation = this.documentationOf(first);
    return { kind: "interconnect", span: this.spanFrom(first), documentation, name, attributes };
  });

  protected readonly deviceKind = this.RULE("deviceKind", (): DeviceDeclaration => {
    const first = this.CONSUME(keywords.device);
    const name = this.nameOf(this.CONSUME(Identifier));
    const attributes: Attribute[] = [];
    const banks: RegistersItem[] = [];
    this.SUBRULE(this.deviceKindItems, { ARGS: [attributes, banks] });
    const documentation = this.documentationOf(first);
    return { kind: "deviceKind", span: this.spanFrom(first), documentation, name, attributes, banks };
  });

  /** `{ bandwidth 1 GB/s, registers control: 4 KiB }` */
  private readonly deviceKindItems = this.RULE(
    "deviceKindItems",
    (attributes: Attribute[] = [], banks: RegistersItem[] = []): void => {
      this.block(attributeBlock, () => {
        this.OPTION(() => {
          this.SUBRULE(this.deviceKindItem, { ARGS: [attributes, banks] });
          this.MANY({
            GATE: () => this.LA(2).tokenType !== RightBrace,
            DEF: () => {
              this.CONSUME(Comma);
              this.SUBRULE2(this.deviceKindItem, { ARGS: [attributes, banks] });
            },
          });
          this.OPTION2(() => this.CONSUME2(Comma));
        });
      });
    },
  );

  private readonly deviceKindItem = this.RULE(
    "deviceKindItem",
    (attributes: Attribute[] = [], banks: RegistersItem[] = []): void => {
      this.OR([
        {
          GATE: () => this.bankFollows(),
          IGNORE_AMBIGUITIES: true,
          ALT: () => this.keep(banks, () => [this.SUBRULE(this.registers)]),
        },
        { ALT: () => this.keep(attributes, () => [this.SUBRULE(this.attribute)]) },
      ]);
    },
  );

  protected readonly part = this.RULE("part", (): PartDeclaration => {
    const first = this.LA(1);
    const level = this.SUBRULE(this.level);
    const name = this.nameOf(this.CONSUME(Identifier));
    const parameters = this.OPTION(() => this.SUBRULE(this.parameters)) ?? [];
    const items = this.SUBRULE(this.hardwareItems);
    const documentation = this.documentationOf(first);
    return { kind: "part", span: this.spanFrom(first), documentation, name, level, parameters, items };
  });

  protected readonly machine = this.RULE("machine", (): MachineDeclaration => {
    const first = this.CONSUME(keywords.machine);
    const name = this.nameOf(this.CONSUME(Identifier));
    const items = this.SUBRULE(this.hardwareItems);
    return { kind: "machine", span: this.spanFrom(first), documentation: this.documentationOf(first), name, items };
  });

  private readonly parameters = this.RULE("parameters", (): Parameter[] => {
    const parameters: Parameter[] = [];
    this.CONSUME(LeftParen);
    this.MANY_SEP({ SEP: Comma, DEF: () => parameters.push(this.SUBRULE(this.parameter)) });
    this.CONSUME(RightParen);
    return parameters;
  });

  private readonly parameter = this.RULE("parameter", (): Parameter => {
    const first = this.CONSUME(Identifier);
    this.CONSUME(Colon);
    const type = this.nameOf(this.CONSUME2(Identifier));
    const value = this.OPTION(() => {
      this.CONSUME(Equals);
      return this.SUBRULE(this.expression);
    });
    return { span: this.spanFrom(first), name: this.nameOf(first), type, defaultValue: value ?? null };
  });
}
