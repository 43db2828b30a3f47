/** Trees → text, in a layout that is drawn: every place where a space, a line break, a comment or nothing may stand. */
import type * as ast from "../../src/syntax/ast.ts";
import type {
  Address,
  ControllerItem,
  ElseItem,
  IommuItem,
  LineItem,
  LineNumbers,
  LineTarget,
  MapItem,
  RegistersItem,
  SeesClause,
  SpaceEntry,
  SpaceItem,
} from "../../src/syntax/ast.ts";
import { lex } from "../../src/syntax/lex.ts";
import { stringLiteral } from "../../src/syntax/literals.ts";
import type { Spanless } from "./arbitrary-file.ts";

/** Draws a number below a bound: the layout comes from it, so that a failing case shrinks. */
export type Draw = (bound: number) => number;

/** What has to stand before a token: anything, the same line, or the beginning of an entry. */
type Before = "any" | "sameLine" | "entry" | "comma" | "line";

interface Lexeme {
  readonly text: string;
  readonly before: Before;
}

type Expression = Spanless<ast.Expression>;

export function spellFile(file: Spanless<ast.File>, draw: Draw): string {
  const speller = new Speller(draw);
  speller.file(file);
  return speller.text();
}

class Speller {
  private readonly lexemes: Lexeme[] = [];
  private readonly draw: Draw;

  constructor(draw: Draw) {
    this.draw = draw;
  }

  text(): string {
    const texts = this.lexemes.map(({ text }) => text);
    const laid = this.lexemes.map(({ text, before }, at) => {
      const mayTouch = before === "any" || before === "sameLine";
      if (mayTouch && this.draw(3) === 0 && canTouch(texts.slice(Math.max(0, at - 2), at + 1))) return text;
      return layout(before, at === 0, this.draw) + text;
    });
    return laid.join("") + layout("any", true, this.draw);
  }

  private put(...texts: string[]): void {
    for (const text of texts) this.lexemes.push({ text, before: "any" });
  }

  private putAs(before: Before, text: string): void {
    this.lexemes.push({ text, before });
  }

  // ───────────────────────────── parts of all ─────────────────────────────

  private entry(documentation: ast.Documentation, first: string, before: Before = "entry"): void {
    const lines = documentation?.split("\n") ?? [];
    lines.forEach((line, at) => {
      this.putAs(at === 0 ? before : "line", line === "" ? "///" : `/// ${line}`);
    });
    this.putAs(lines.length > 0 ? "line" : before, first);
  }

  private list<T>(items: readonly T[], spell: (item: T) => void): void {
    items.forEach((item, at) => {
      if (at > 0) this.put(",");
      spell(item);
    });
  }

  private path({ steps }: Spanless<ast.Path>): void {
    steps.forEach(({ name, selectors }, at) => {
      if (at > 0) this.put(".");
      this.put(name.text);
      for (const selector of selectors) this.selector(selector);
    });
  }

  private selector(selector: Spanless<ast.Selector>): void {
    this.put("[");
    if (selector.kind === "all") this.put("*");
    else if (selector.kind === "index") this.expression(selector.index);
    else {
      this.expression(selector.from);
      this.put("..");
      this.expression(selector.to);
    }
    this.put("]");
  }

  private expression(expression: Expression, level = 0): void {
    const needed = levelOf(expression);
    const parenthesised = needed < level || this.draw(12) === 0;
    if (parenthesised) this.put("(");
    this.bare(expression);
    if (parenthesised) this.put(")");
  }

  private bare(expression: Expression): void {
    switch (expression.kind) {
      case "number":
        this.put(expression.raw);
        break;
      case "reference":
        this.qualified(expression);
        break;
      case "unary":
        this.put("-");
        this.expression(expression.operand, 3);
        break;
      case "binary":
        this.expression(expression.left, levelOf(expression));
        this.put(expression.operator);
        this.expression(expression.right, levelOf(expression) + 1);
        break;
      case "quantity":
        this.put(expression.number.raw);
        this.putAs("sameLine", expression.unit.text);
        if (expression.clock === null) return;
        this.putAs("sameLine", "of");
        this.path(expression.clock);
    }
  }

  private qualified({ interface: owner, name }: Pick<Spanless<ast.NamedType>, "interface" | "name">): void {
    if (owner !== null) this.put(owner.text, ".");
    this.put(name.text);
  }

  private dimensions(dimensions: readonly Spanless<ast.ArrayDimension>[]): void {
    for (const dimension of dimensions) {
      this.put("[");
      if (dimension.kind === "length") this.expression(dimension.length);
      else this.loopRange({ ...dimension, variables: [dimension.variable] });
      this.put("]");
    }
  }

  private attribute({ name, value }: Spanless<ast.Attribute>): void {
    this.put(name.text);
    if (value === null) return;
    if (value.kind === "word") this.putAs("sameLine", value.text);
    else if (value.kind === "string") this.put(stringLiteral(value.value));
    else this.value(value);
  }

  /** A value that begins with a word stands on the line of its attribute. */
  private value(value: Expression): void {
    const first = this.lexemes.length;
    this.expression(value, value.kind === "reference" ? 4 : 0);
    const lexeme = this.lexemes[first];
    if (lexeme !== undefined && /^[A-Za-z_]/.test(lexeme.text)) this.lexemes[first] = { ...lexeme, before: "sameLine" };
  }

  private further(attributes: readonly Spanless<ast.Attribute>[]): void {
    for (const attribute of attributes) {
      this.put(",");
      this.attribute(attribute);
    }
  }

  private block<T>(items: readonly T[], spell: (item: T) => void): void {
    this.put("{");
    for (const item of items) spell(item);
    this.put("}");
  }

  private commas<T>(items: readonly T[], spell: (item: T) => void): void {
    this.put("{");
    this.list(items, spell);
    if (items.length > 0 && this.draw(3) === 0) this.put(",");
    this.put("}");
  }

  // ───────────────────────────── declarations ─────────────────────────────

  file({ uses, declarations }: Spanless<ast.File>): void {
    for (const { path } of uses) {
      this.putAs("entry", "use");
      this.put(stringLiteral(path.value));
    }
    for (const declaration of declarations) this.declaration(declaration);
  }

  private declaration(declaration: Spanless<ast.Declaration>): void {
    const { kind, documentation, name } = declaration;
    this.entry(documentation, kind === "part" ? declaration.level : kind === "deviceKind" ? "device" : kind);
    this.put(name.text);
    switch (declaration.kind) {
      case "isa":
      case "interconnect":
        this.commas(declaration.attributes, (attribute) => this.attribute(attribute));
        break;
      case "deviceKind":
        this.commas<Spanless<ast.Attribute | RegistersItem>>(
          [...declaration.attributes, ...declaration.banks],
          (item) => ("kind" in item ? this.bank(item, "any") : this.attribute(item)),
        );
        break;
      case "part":
        this.parameters(declaration.parameters);
        this.block(declaration.items, (item) => this.hardware(item));
        break;
      case "machine":
        this.block(declaration.items, (item) => this.hardware(item));
        break;
      case "interface":
        if (declaration.version !== null) this.put("@", declaration.version.raw);
        this.put("{");
        for (const item of declaration.items) this.interfaceItem(item);
        for (const list of declaration.reserved) this.reserved(list);
        this.put("}");
        break;
      case "system":
        this.put("on", declaration.machine.text, "{");
        for (const item of declaration.items) this.program(item);
        for (const item of declaration.isolations) this.isolate(item);
        for (const item of declaration.states) this.state(item);
        this.put("}");
        break;
    }
  }

  private parameters(parameters: readonly Spanless<ast.Parameter>[]): void {
    if (parameters.length === 0 && this.draw(2) === 0) return;
    this.put("(");
    this.list(parameters, ({ name, type, defaultValue }) => {
      this.put(name.text, ":", type.text);
      if (defaultValue === null) return;
      this.put("=");
      this.expression(defaultValue);
    });
    this.put(")");
  }

  // ───────────────────────────── hardware ─────────────────────────────

  private hardware(item: Spanless<ast.HardwareItem>): void {
    if (item.kind === "for") {
      this.loop(item);
      return;
    }
    this.entry(item.documentation, firstWord(item));
    switch (item.kind) {
      case "coherence":
        this.coherence(item);
        break;
      case "link":
        this.link(item);
        break;
      case "measured":
        this.measured(item);
        break;
      case "cache":
        this.cache(item);
        break;
      case "domain":
        this.put("domain", item.name.text, ":");
        this.list(item.members, (path) => this.path(path));
        break;
      default:
        this.put(item.name.text);
        this.dimensions(item.dimensions);
        this.arrayed(item);
        break;
    }
  }

  private arrayed(item: Extract<Spanless<ast.HardwareItem>, { dimensions: unknown }>): void {
    switch (item.kind) {
      case "core":
        this.core(item);
        break;
      case "memory":
        this.put(":");
        this.expression(item.size);
        this.further(item.attributes);
        break;
      case "instance":
        this.put(":", item.part.text);
        this.arguments(item.arguments);
        this.further(item.attributes);
        break;
      case "device":
        this.device(item);
        break;
      case "controller":
        this.controller(item);
        break;
      case "space":
        this.space(item);
        break;
      case "iommu":
        this.iommu(item);
        break;
      case "port":
        return;
    }
  }

  private controller({ lines, attributes, target, routes, banks }: Spanless<ControllerItem>): void {
    this.put(":");
    if (lines.length > 1) this.put("(");
    this.list(lines, (count) => this.expression(count));
    if (lines.length > 1) this.put(")");
    this.put("lines");
    this.further(attributes);
    if (target !== null) this.lineTarget(target);
    if (routes.length + banks.length === 0 && this.draw(2) === 0) return;
    this.put("{");
    for (const route of routes) this.lineItem(route);
    for (const bank of banks) this.bank(bank);
    this.put("}");
  }

  private lineItem(item: Spanless<LineItem>): void {
    if (item.kind === "for") {
      this.putAs("entry", "for");
      this.loopRange(item);
      this.block(item.items, (inner) => this.lineItem(inner));
      return;
    }
    if (item.isShared) this.putAs("entry", "shared");
    this.putAs(item.isShared ? "any" : "entry", this.draw(2) === 0 ? "line" : "lines");
    this.lineNumbers(item.lines);
    if (item.target !== null) this.lineTarget(item.target);
  }

  private lineTarget({ paths, entry }: Spanless<LineTarget>): void {
    this.put("->");
    this.list(paths, (path) => this.path(path));
    if (entry === null) return;
    this.putAs("sameLine", entry.isJoined ? "line" : "at");
    this.lineNumbers(entry.lines);
  }

  private lineNumbers({ axes }: Spanless<LineNumbers>): void {
    if (axes.length > 1) this.put("(");
    this.list(axes, (axis) => this.lineAxis(axis));
    if (axes.length > 1) this.put(")");
  }

  private lineAxis(axis: Spanless<ast.Selector>): void {
    if (axis.kind === "all") this.put("*");
    else this.numberOrRange(axis);
  }

  /** In parentheses, since behind the path of a controller stands no name. */
  private numberOrRange(axis: Exclude<Spanless<ast.Selector>, { kind: "all" }>): void {
    this.put("(");
    this.expression(axis.kind === "range" ? axis.from : axis.index);
    this.put(")");
    if (axis.kind === "index") return;
    this.put("..");
    this.expression(axis.to);
  }

  private core({ isa, clock, attributes, caches, sees }: Spanless<ast.CoreItem>): void {
    this.put(":", isa.text);
    if (clock !== null) {
      this.put("@");
      this.expression(clock);
    }
    const outside = this.draw(attributes.length + 1);
    this.further(attributes.slice(0, outside));
    this.furtherSees(sees);
    if (caches.length === 0 && outside === attributes.length && this.draw(2) === 0) return;
    this.put("{");
    this.inside(attributes.slice(outside));
    for (const cache of caches) {
      this.entry(cache.documentation, "cache");
      this.cache(cache);
    }
    this.put("}");
  }

  private inside(attributes: readonly Spanless<ast.Attribute>[]): void {
    attributes.forEach((attribute, at) => {
      if (at > 0 && this.draw(2) === 0) this.put(",");
      else this.putAs("entry", ";");
      this.attribute(attribute);
    });
  }

  private cache({ name, size, attributes, sharedBy }: Spanless<ast.CacheItem>): void {
    this.put(name.text, ":");
    this.expression(size);
    this.further(attributes);
    if (sharedBy.length === 0) return;
    this.put(",", "shared", "by");
    this.list(sharedBy, (path) => this.path(path));
  }

  private coherence({ between, attributes }: Spanless<ast.CoherenceItem>): void {
    this.put("between");
    this.list(between, (path) => this.path(path));
    if (attributes.length === 0) return;
    this.put(":");
    this.list(attributes, (attribute) => this.attribute(attribute));
  }

  private arguments(given: readonly Spanless<ast.Argument>[]): void {
    if (given.length === 0 && this.draw(2) === 0) return;
    this.put("(");
    this.list(given, ({ name, value }) => {
      if (name !== null) this.put(name.text, ":");
      if (value.kind === "path") this.path(value.path);
      else this.expression(value);
    });
    this.put(")");
  }

  private link({ from, to, direction, interconnect, attributes }: Spanless<ast.LinkItem>): void {
    this.path(from);
    this.put(direction === "both" ? "--" : "->");
    this.path(to);
    if (interconnect !== null) this.put(":", interconnect.text);
    this.further(attributes);
  }

  private device(item: Spanless<ast.DeviceItem>): void {
    this.put(":", item.deviceKind.text, "at");
    this.path(item.at);
    this.further(item.attributes);
    this.furtherSees(item.sees);
    if (item.dma.length + item.interrupts.length + item.banks.length === 0 && this.draw(2) === 0) return;
    this.put("{");
    for (const bank of item.banks) this.bank(bank);
    for (const { reaches } of item.dma) {
      this.putAs("entry", "dma");
      this.put("reaches");
      this.list(reaches, (path) => this.path(path));
    }
    for (const { source, target, lines } of item.interrupts) {
      this.putAs("entry", "interrupt");
      if (source?.kind === "msi") this.put("msi");
      else if (source !== null) this.numberOrRange(source);
      this.put("->");
      this.path(target);
      if (lines !== null) this.lineNumbers(lines);
    }
    this.put("}");
  }

  private measured({ quantity, from, to, value, source }: Spanless<ast.MeasuredItem>): void {
    this.put(quantity.text);
    this.path(from);
    this.put("->");
    this.path(to);
    this.put(":");
    this.expression(value);
    this.put(stringLiteral(source.value));
  }

  private loop(loop: Spanless<ast.ForItem>): void {
    this.putAs("entry", "for");
    this.loopRange(loop);
    this.block(loop.items, (item) => this.hardware(item));
  }

  private loopRange({ variables, from, to }: Pick<Spanless<ast.ForItem>, "variables" | "from" | "to">): void {
    this.loopVariables(variables);
    this.expression(from);
    this.put("..");
    this.expression(to);
  }

  private loopVariables(variables: readonly { readonly text: string }[]): void {
    this.list(variables, ({ text }) => this.put(text));
    this.put("in");
  }

  private isolate({ documentation, subject, others }: Spanless<ast.IsolateItem>): void {
    this.entry(documentation, "isolate");
    this.path(subject);
    this.put("from");
    this.list(others, (path) => this.path(path));
  }

  private state({ documentation, name, type, duration, replicas, protocols }: Spanless<ast.StateItem>): void {
    this.entry(documentation, "state");
    this.put(name.text, ":");
    this.type(type);
    if (duration !== null) this.expression(duration);
    for (const clause of replicas) {
      if (this.draw(2) === 0) this.put(",");
      this.put("replicas");
      if (clause.kind === "every" && this.draw(2) === 0) this.put("one", "per", clause.level.text);
      else this.replicas(clause);
    }
    for (const { text } of protocols) {
      if (this.draw(2) === 0) this.put(",");
      this.put("agree", text);
    }
  }

  private replicas(clause: Spanless<ast.ReplicaClause>): void {
    if (clause.kind === "copies") {
      // A bare number: what begins with a bracket or a name would be something else.
      if (clause.count.kind === "number") this.put(clause.count.raw);
      if (clause.spread !== null) this.put("spread", "by", clause.spread.text);
    } else this.clause(clause);
  }

  // ───────────────────────────── address spaces ─────────────────────────────

  private bank({ documentation, name, size }: Spanless<RegistersItem>, before: Before = "entry"): void {
    this.entry(documentation, "registers", before);
    this.put(name.text, ":");
    this.expression(size);
  }

  private furtherSees(sees: readonly Spanless<SeesClause>[]): void {
    for (const { space } of sees) {
      this.put(",", "sees");
      this.path(space);
    }
  }

  private space({ widths, items }: Spanless<SpaceItem>): void {
    this.put(":");
    const [only, ...others] = widths;
    if (others.length === 0 && only !== undefined) this.expression(only);
    else {
      this.put("(");
      this.list(widths, (width) => this.expression(width));
      this.put(")");
    }
    if (items.length > 0 || this.draw(2) === 0) this.block(items, (item) => this.spaceEntry(item));
  }

  private spaceEntry(item: Spanless<SpaceEntry>): void {
    if (item.kind === "map") return void this.map(item);
    if (item.kind === "else") return void this.rest(item);
    this.putAs("entry", "for");
    this.loopRange(item);
    this.block(item.items, (inner) => this.spaceEntry(inner));
  }

  private rest({ documentation, target, at, attributes }: Spanless<ElseItem>): void {
    this.entry(documentation, "else");
    this.put("to");
    this.path(target);
    if (at !== null) this.put("at");
    if (at !== null) this.expression(at);
    this.further(attributes);
  }

  private map({ documentation, from, to, size, targets, granule, at, attributes }: Spanless<MapItem>): void {
    this.entry(documentation, "map");
    this.address(from);
    if (to !== null) this.put("..");
    if (to !== null) this.expression(to);
    if (size !== null) this.put("size");
    if (size !== null) this.expression(size);
    this.put(granule === null ? "to" : "over");
    this.list(targets, (target) => this.path(target));
    if (granule !== null) this.put("by");
    if (granule !== null) this.expression(granule);
    if (at !== null) this.put("at");
    if (at !== null) this.address(at);
    this.further(attributes);
  }

  private address(address: Spanless<Address>): void {
    if (address.kind !== "tuple") {
      this.expression(address);
      return;
    }
    this.put("(");
    this.list(address.entries, ({ from, to }) => {
      if (from === null) this.put("*");
      else this.expression(from);
      if (to === null) return;
      this.put("..");
      this.expression(to);
    });
    this.put(")");
  }

  private iommu({ width, to, attributes }: Spanless<IommuItem>): void {
    this.put(":");
    this.expression(width);
    this.put("to");
    this.path(to);
    this.further(attributes);
  }

  // ───────────────────────────── interfaces ─────────────────────────────

  private interfaceItem(item: Spanless<ast.InterfaceItem>): void {
    const word = item.kind === "operation" ? item.verb : item.kind;
    const marked = "openness" in item && item.openness !== null;
    const prefix = marked ? item.openness : "idempotent" in item && item.idempotent !== null ? "idempotent" : null;
    this.entry(item.documentation, prefix ?? word);
    if (prefix !== null) this.put(word);
    this.put(item.name.text);
    switch (item.kind) {
      case "const":
        if (item.type !== null) this.put(":", item.type.text);
        this.put("=");
        this.expression(item.value);
        break;
      case "type":
        this.put("=");
        if (item.isId) this.put("id");
        this.type(item.type, item.isId ? "sameLine" : "any");
        break;
      case "enum":
      case "flags":
        if (item.underlying !== null) this.put(":", item.underlying.text);
        this.members(item);
        break;
      case "union":
        this.put("{");
        for (const arm of item.arms) this.arm(arm);
        for (const list of item.reserved) this.reserved(list);
        this.put("}");
        break;
      case "struct":
        this.struct(item);
        break;
      case "operation":
        this.operation(item);
        break;
    }
  }

  private members({ members, reserved }: Spanless<ast.ChoiceItem>): void {
    const behind = this.draw(2) === 0;
    this.put("{");
    if (!behind) for (const list of reserved) this.reserved(list);
    members.forEach((member, at) => {
      if (at > 0) this.put(",");
      this.member(member, at === 0 && !behind && reserved.length > 0 ? "entry" : "any");
    });
    if (members.length > 0 && this.draw(3) === 0) this.put(",");
    if (behind) for (const list of reserved) this.reserved(list);
    this.put("}");
  }

  private reserved({ entries }: Spanless<ast.ReservedList>): void {
    this.putAs("entry", "reserved");
    entries.forEach((entry, at) => {
      if (at > 0) this.put(",");
      if (entry.kind === "name") this.putAs(at === 0 ? "sameLine" : "any", entry.name.text);
      else this.reservedNumbers(entry, at === 0 ? "sameLine" : "any");
    });
  }

  private reservedNumbers({ isIdentity, from, to }: Spanless<ast.ReservedNumbers>, before: Before): void {
    if (isIdentity) this.putAs(before, "@");
    this.signed(from, isIdentity ? "any" : before);
    if (to === null) return;
    this.put("..");
    this.signed(to, "any");
  }

  private signed(number: Expression, before: Before): void {
    if (number.kind === "unary") {
      this.putAs(before, "-");
      this.signed(number.operand, "any");
    } else if (number.kind === "number") this.putAs(before, number.raw);
  }

  private struct({ room, parameters, fields, reserved }: Spanless<ast.StructItem>): void {
    if (room !== null) {
      this.put("<");
      this.expression(room);
      this.put(">");
    }
    if (parameters.length > 0) {
      this.put("<");
      this.list(parameters, ({ name, isConstant }) => this.put(...(isConstant ? ["const"] : []), name.text));
      this.put(">");
    }
    this.put("{");
    for (const field of fields) this.field(field, "comma");
    for (const list of reserved) this.reserved(list);
    this.put("}");
  }

  private member({ documentation, name, value }: Spanless<ast.EnumMember>, before: Before): void {
    this.entry(documentation, name.text, before);
    if (value === null) return;
    this.put("=");
    this.expression(value);
  }

  private arm({ documentation, name, tag, type }: Spanless<ast.UnionArm>): void {
    this.entry(documentation, name.text, "comma");
    if (tag !== null) this.put("@", tag.raw);
    if (type === null) return;
    this.put(":");
    this.type(type);
  }

  private field({ documentation, name, isOptional, type }: Spanless<ast.Field>, before: Before): void {
    this.entry(documentation, name.text, before);
    if (isOptional) this.put("?");
    this.put(":");
    this.type(type);
  }

  private type(type: Spanless<ast.TypeExpression>, before: Before = "any"): void {
    if (type.kind === "array") {
      this.type(type.element, before);
      this.put("[");
      if (type.bounded) this.put("..");
      this.expression(type.length);
      this.put("]");
      return;
    }
    const words = [...(type.interface === null ? [] : [type.interface.text, "."]), type.name.text];
    if (type.kind === "applied" && type.isWritable) {
      this.putAs(before, "writable");
      this.putAs("sameLine", words.join(""));
    } else {
      for (const [at, word] of words.entries()) this.putAs(at === 0 ? before : "any", word);
    }
    if (type.kind === "applied") this.typeArguments(type.arguments);
  }

  private typeArguments(given: readonly Spanless<ast.TypeArgument>[]): void {
    this.put("<");
    this.list(given, (argument) => this.typeArgument(argument));
    this.put(">");
  }

  private typeArgument(argument: Spanless<ast.TypeArgument>): void {
    if (argument.kind === "named" || argument.kind === "applied" || argument.kind === "array") this.type(argument);
    else this.expression(argument);
  }

  private operation(item: Spanless<ast.OperationItem>): void {
    const { identity, parameters, uploads, results, fails, clauses } = item;
    if (identity !== null) this.put("@", identity.raw);
    this.fields(parameters);
    if (uploads !== null) {
      this.put("<-");
      this.fields(uploads);
    }
    if (results !== null) {
      this.put("->");
      this.fields(results);
    }
    if (fails !== null) {
      this.put("fails");
      this.qualified(fails);
    }
    for (const { word, value } of clauses) {
      this.put(word);
      this.expression(value);
    }
  }

  private fields(fields: readonly Spanless<ast.Field>[]): void {
    this.put("(");
    this.list(fields, (field) => this.field(field, "any"));
    this.put(")");
  }

  // ───────────────────────────── systems ─────────────────────────────

  private program(item: Spanless<ast.SystemItem>): void {
    this.entry(item.documentation, item.kind);
    this.put(item.name.text);
    if (item.kind === "service") this.put(":", item.interface.text);
    this.put("=", stringLiteral(item.module.value));
    if (item.uses.length > 0) this.put("uses");
    this.list(item.uses, ({ text }) => this.put(text));
    if (item.drives.length > 0) this.put("drives");
    this.list(item.drives, (path) => this.path(path));
    for (const clause of item.placement) this.clause(clause);
    for (const { program, operations } of item.allow) {
      this.put("allow", program.text, ":");
      if (operations === null) this.put("*");
      else this.list(operations, ({ text }) => this.put(text));
    }
    if (item.traffic.length > 0) this.put("traffic");
    this.list(item.traffic, ({ service, operation, rate, size }) => {
      this.put(service.text, ".", operation.text);
      this.expression(rate);
      if (size === null) return;
      this.put("with");
      this.expression(size);
    });
    if (item.buffers.length > 0) this.block(item.buffers, (buffer) => this.buffer(buffer));
  }

  private clause(clause: Spanless<ast.PlacementClause>): void {
    this.put(clause.kind);
    switch (clause.kind) {
      case "on":
        this.list(clause.targets, (path) => this.path(path));
        break;
      case "near":
        this.path(clause.target);
        break;
      case "every":
        this.put(clause.level.text);
        break;
      case "apart":
        this.put("from", clause.program.text);
        this.byLevel(clause.level);
        break;
      case "copies":
        this.expression(clause.count);
        if (clause.spread !== null) this.put("spread");
        this.byLevel(clause.spread);
        break;
      case "requires":
        this.list(clause.attributes, (attribute) => this.attribute(attribute));
    }
  }

  private byLevel(level: Spanless<ast.Name> | null): void {
    if (level !== null) this.put("by", level.text);
  }

  private buffer({ documentation, name, size, clauses }: Spanless<ast.BufferItem>): void {
    this.entry(documentation, "buffer");
    this.put(name.text, ":");
    this.expression(size);
    for (const clause of clauses) {
      if (this.draw(2) === 0) this.put(",");
      if (clause.kind === "forwarded") this.put("forwarded");
      else if (clause.kind === "readBy") this.put("read", "by", clause.program.text);
      else this.put(clause.kind);
      if (clause.kind === "for") this.path(clause.device);
      if (clause.kind === "in") this.path(clause.memory);
    }
  }
}

function levelOf(expression: Expression): number {
  if (expression.kind !== "binary") return 3;
  return expression.operator === "+" || expression.operator === "-" ? 1 : 2;
}

/** Whether neighbours stay the tokens they are without anything between them. */
function canTouch(texts: readonly string[]): boolean {
  if (texts.some((text) => text.startsWith("//"))) return false;
  const { tokens, comments } = lex({ path: "", text: texts.join("") }, 0);
  return (
    comments.length === 0 && tokens.length === texts.length && tokens.every(({ image }, at) => image === texts[at])
  );
}

const anything = [" ", " ", "  ", "\n", "\r\n", "\t", "\n\n\n", " // remark\n", "\n  // own line\n", "\n\n//\n\n"];
const dividing = ["\n", ";", ";\n", "\n\n", " ; ", " // trailing\n", "; // trailing\n", "\n // own\n"];

function layout(before: Before, isFirst: boolean, draw: Draw): string {
  switch (before) {
    case "sameLine":
      return " ".repeat(1 + draw(2));
    case "line":
      return `\n${" ".repeat(draw(3))}`;
    case "entry":
    case "comma":
      return isFirst ? "" : pick(before === "comma" ? [...dividing, ", ", ",\n"] : dividing, draw);
    case "any":
      return pick(anything, draw);
  }
}

function pick(choices: readonly string[], draw: Draw): string {
  return choices[draw(choices.length)] ?? " ";
}

function firstWord(item: Spanless<ast.HardwareItem>): string {
  if (item.kind === "instance") return item.level;
  return item.kind === "domain" ? item.domain : item.kind;
}
