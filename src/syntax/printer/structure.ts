/** What the printer has to know of the tree: where entries of blocks begin, and which names bind how. */
import type {
  ArrayDimension,
  Attribute,
  ControllerItem,
  Declaration,
  DeviceItem,
  File,
  ForItem,
  HardwareItem,
  InterfaceItem,
  LineForItem,
  LineItem,
  LineTarget,
  Node,
  ReservedList,
  SpaceEntry,
  StateItem,
  SystemItem,
} from "../ast.ts";

/** What divides the entries of a block that stands on one line. */
export type Separator = "," | ";";

export interface Structure {
  readonly entries: ReadonlyMap<number, Separator>;
  /** Where values begin that just follow a word: a `-` there is a sign. */
  readonly signs: ReadonlySet<number>;
  /** Where the names begin that a `(` follows directly: `read(`, `Tile(`. */
  readonly callNames: ReadonlySet<number>;
  /** From where to where the clauses of programs and state stand: each stays on the line it is on. */
  readonly clauses: readonly Stretch[];
}

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** `followsComma` tells whether the token that starts at an offset stands behind a comma. */
export function structureOf(file: File, followsComma: (start: number) => boolean): Structure {
  const builder = new StructureBuilder(followsComma);
  builder.addFile(file);
  return builder;
}

class StructureBuilder implements Structure {
  readonly entries = new Map<number, Separator>();
  readonly signs = new Set<number>();
  readonly callNames = new Set<number>();
  readonly clauses: Stretch[] = [];
  private readonly followsComma: (start: number) => boolean;

  constructor(followsComma: (start: number) => boolean) {
    this.followsComma = followsComma;
  }

  addFile(file: File): void {
    this.addEntries(file.uses, ";");
    this.addEntries(file.declarations, ";");
    for (const declaration of file.declarations) this.addDeclaration(declaration);
  }

  private addDeclaration(declaration: Declaration): void {
    switch (declaration.kind) {
      case "isa":
      case "interconnect":
        this.addEntries(declaration.attributes, ",");
        this.addAttributes(declaration.attributes);
        break;
      case "deviceKind":
        this.addEntries<Node>([...declaration.attributes, ...declaration.banks], ",");
        this.addAttributes(declaration.attributes);
        break;
      case "part":
        this.callNames.add(declaration.name.span.start);
        this.addHardware(declaration.items);
        break;
      case "machine":
        this.addHardware(declaration.items);
        break;
      case "interface":
        this.addInterfaceItems(declaration.items);
        this.addReserved(declaration.reserved);
        break;
      case "system":
        this.addSystem(declaration.items);
        this.addEntries(declaration.isolations, ";");
        this.addStates(declaration.states);
        break;
    }
  }

  private addHardware(items: readonly HardwareItem[]): void {
    this.addEntries(items, ";");
    for (const item of items) {
      if ("dimensions" in item) this.addDimensions(item.dimensions);
      if ("attributes" in item) this.addAttributes(item.attributes);
      if (item.kind === "instance") this.callNames.add(item.part.span.start);
      else if (item.kind === "for") this.addLoop(item);
      else if (item.kind === "core") this.addClauses(item.caches, [...item.attributes, ...item.sees]);
      else if (item.kind === "device") this.addDevice(item);
      else if (item.kind === "controller") this.addController(item);
      else if (item.kind === "space") this.addMaps(item.items);
      if (item.kind === "core") for (const cache of item.caches) this.addAttributes(cache.attributes);
    }
  }

  /** `[i in -1..3]`: a sign, though it is none that resolves. */
  private addDimensions(dimensions: readonly ArrayDimension[]): void {
    for (const dimension of dimensions) if (dimension.kind === "index") this.signs.add(dimension.from.span.start);
  }

  private addDevice({ dma, interrupts, banks, attributes, sees }: DeviceItem): void {
    this.addClauses([...dma, ...interrupts, ...banks], [...attributes, ...sees]);
    for (const { source } of interrupts) if (source !== null) this.signs.add(source.span.start);
  }

  private addController({ lines, target, routes, banks }: ControllerItem): void {
    this.addEntries(banks, ";");
    for (const count of lines) this.signs.add(count.span.start);
    this.addLineTarget(target);
    this.addLines(routes);
  }

  private addLines(items: readonly LineItem[]): void {
    this.addEntries(items, ";");
    for (const item of items) {
      if (item.kind === "for") this.addLineLoop(item);
      else {
        this.signs.add(item.lines.span.start);
        this.addLineTarget(item.target);
      }
    }
  }

  private addLineLoop({ from, items }: LineForItem): void {
    this.signs.add(from.span.start);
    this.addLines(items);
  }

  private addLineTarget(target: LineTarget | null): void {
    const entry = target?.entry ?? null;
    if (entry !== null) this.signs.add(entry.lines.span.start);
  }

  private addMaps(items: readonly SpaceEntry[]): void {
    this.addEntries(items, ";");
    for (const item of items) {
      if (item.kind !== "else") this.signs.add(item.from.span.start);
      if (item.kind === "for") this.addMaps(item.items);
      else this.addValues(item.kind === "map" ? [item.size, item.granule, item.at] : [item.at]);
    }
  }

  private addValues(values: readonly (Node | null)[]): void {
    for (const value of values) if (value !== null) this.signs.add(value.span.start);
  }

  private addLoop(item: ForItem): void {
    this.signs.add(item.from.span.start);
    this.addHardware(item.items);
  }

  /** The block of a core or device: an attribute behind a comma belongs to the line of the one before. */
  private addClauses(clauses: readonly Node[], attributes: readonly Node[]): void {
    this.addEntries(clauses, ";");
    this.addEntries(
      attributes.filter(({ span }) => !this.followsComma(span.start)),
      ";",
    );
  }

  private addInterfaceItems(items: readonly InterfaceItem[]): void {
    this.addEntries(items, ";");
    for (const item of items) {
      if ("reserved" in item) this.addReserved(item.reserved);
      if (item.kind === "enum" || item.kind === "flags") this.addMembers(item.members, item.reserved);
      else if (item.kind === "struct") this.addEntries(item.fields, ";");
      else if (item.kind === "union") this.addEntries(item.arms, ";");
      else if (item.kind === "operation") this.callNames.add(item.name.span.start);
    }
  }

  /** A comma behind a reserved list would reserve the next member too. */
  private addMembers(members: readonly Node[], reserved: readonly ReservedList[]): void {
    this.addEntries(members, ",");
    for (const { span } of reserved) {
      const next = members.find((member) => member.span.start >= span.end);
      if (next !== undefined) this.entries.set(next.span.start, ";");
    }
  }

  private addReserved(lists: readonly ReservedList[]): void {
    this.addEntries(lists, ";");
    for (const { entries } of lists) for (const { span } of entries) this.signs.add(span.start);
  }

  private addSystem(items: readonly SystemItem[]): void {
    for (const { module, span } of items) this.clauses.push({ start: module.span.end, end: span.end });
    this.addEntries<SystemItem>(items, ";");
    for (const { placement, buffers } of items) {
      this.addEntries(buffers, ";");
      for (const { size } of buffers) this.signs.add(size.span.start);
      for (const clause of placement) {
        if (clause.kind === "requires") this.addAttributes(clause.attributes);
        if (clause.kind === "copies") this.signs.add(clause.count.span.start);
      }
    }
  }

  private addStates(states: readonly StateItem[]): void {
    this.addEntries(states, ";");
    for (const { type, span, replicas } of states) {
      this.clauses.push({ start: type.span.end, end: span.end });
      for (const clause of replicas) if (clause.kind === "copies") this.signs.add(clause.count.span.start);
    }
  }

  private addEntries<T extends Node>(nodes: readonly T[], separator: Separator): void {
    for (const { span } of nodes) this.entries.set(span.start, separator);
  }

  private addAttributes(attributes: readonly Attribute[]): void {
    for (const { value } of attributes) if (value !== null) this.signs.add(value.span.start);
  }
}
