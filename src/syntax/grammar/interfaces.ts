/** Interfaces and their operations. */
import type {
  Field,
  InterfaceDeclaration,
  InterfaceItem,
  OperationClause,
  OperationItem,
  ReservedList,
} from "../ast.ts";
import { Arrow, At, Comma, Identifier, keywords, LeftArrow, LeftParen, RightParen, Semicolon } from "../tokens.ts";
import { interfaceBlock } from "./blocks.ts";
import { DeclarationParser } from "./declarations.ts";

type InterfaceInside = Pick<InterfaceDeclaration, "items" | "reserved">;

export abstract class InterfaceParser extends DeclarationParser {
  protected readonly interface = this.RULE("interface", (): InterfaceDeclaration => {
    const first = this.CONSUME(keywords.interface);
    const name = this.nameOf(this.CONSUME(Identifier));
    const version = this.OPTION(() => {
      this.CONSUME(At);
      return this.SUBRULE(this.number);
    });
    const inside = this.SUBRULE(this.interfaceItems);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "interface", span, documentation, name, version: version ?? null, ...inside };
  });

  private readonly interfaceItems = this.RULE("interfaceItems", (): InterfaceInside => {
    const [items, reserved]: [InterfaceItem[], ReservedList[]] = [[], []];
    this.block(interfaceBlock, () => {
      this.MANY(() => {
        this.OR([
          { ALT: () => this.CONSUME(Semicolon) },
          { ALT: () => this.keep(reserved, () => [this.SUBRULE(this.reservedList)]) },
          { ALT: () => this.keep(items, () => [this.SUBRULE(this.interfaceItem)]) },
        ]);
      });
    });
    return { items, reserved };
  });

  private readonly interfaceItem = this.RULE(
    "interfaceItem",
    (): InterfaceItem =>
      this.OR<InterfaceItem>([
        { ALT: () => this.SUBRULE(this.constant) },
        { ALT: () => this.SUBRULE(this.typeItem) },
        { ALT: () => this.SUBRULE(this.marked) },
        { ALT: () => this.SUBRULE(this.operation) },
      ]),
  );

  // ───────────────────────────── operations ─────────────────────────────

  private readonly operation = this.RULE("operation", (): OperationItem => {
    const first = this.LA(1);
    const prefix = this.OPTION4(() => this.CONSUME(keywords.idempotent));
    const verb = this.SUBRULE(this.verb);
    const name = this.nameOf(this.CONSUME(Identifier));
    const identity = this.OPTION3(() => {
      this.CONSUME(At);
      return this.SUBRULE(this.number);
    });
    const parameters = this.SUBRULE(this.fields);
    const uploads = this.OPTION5(() => {
      this.CONSUME(LeftArrow);
      return this.SUBRULE3(this.fields);
    });
    const results = this.OPTION(() => {
      this.CONSUME(Arrow);
      return this.SUBRULE2(this.fields);
    });
    const fails = this.OPTION2(() => {
      this.CONSUME(keywords.fails);
      return this.SUBRULE(this.namedType);
    });
    const clauses: OperationClause[] = [];
    this.MANY(() => {
      clauses.push(this.SUBRULE(this.operationClause));
    });
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    const idempotent = prefix === undefined ? null : this.nameOf(prefix);
    const answer = { uploads: uploads ?? null, results: results ?? null, fails: fails ?? null, clauses };
    const head = { idempotent, identity: identity ?? null, parameters };
    return { kind: "operation", span, documentation, name, verb, ...head, ...answer };
  });

  private readonly operationClause = this.RULE("operationClause", (): OperationClause => {
    const first = this.LA(1);
    const word = this.SUBRULE(this.clauseWord);
    const value = this.SUBRULE(this.expression);
    return { span: this.spanFrom(first), word, value };
  });

  private readonly clauseWord = this.RULE("clauseWord", (): OperationClause["word"] => {
    const token = this.OR([
      { ALT: () => this.CONSUME(keywords.within) },
      { ALT: () => this.CONSUME(keywords.priority) },
      { ALT: () => this.CONSUME(keywords.window) },
    ]);
    return token.image === "within" || token.image === "window" ? token.image : "priority";
  });

  private readonly verb = this.RULE("verb", (): OperationItem["verb"] => {
    const token = this.OR([
      { ALT: () => this.CONSUME(keywords.message) },
      { ALT: () => this.CONSUME(keywords.call) },
      { ALT: () => this.CONSUME(keywords.event) },
      { ALT: () => this.CONSUME(keywords.stream) },
    ]);
    return verbOf(token.image);
  });

  private readonly fields = this.RULE("fields", (): Field[] => {
    const fields: Field[] = [];
    this.CONSUME(LeftParen);
    this.MANY_SEP({ SEP: Comma, DEF: () => fields.push(this.SUBRULE(this.field)) });
    this.CONSUME(RightParen);
    return fields;
  });
}

function verbOf(word: string): OperationItem["verb"] {
  switch (word) {
    case "message":
    case "event":
    case "stream":
      return word;
    default:
      return "call";
  }
}
