/** Systems and whole files: the top of the grammar. */

import { syntaxDiagnostics } from "../../diagnostics/catalogue/syntax.ts";
import type {
  AllowClause,
  BufferItem,
  ClientItem,
  Declaration,
  DeclarationBase,
  File,
  IsolateItem,
  Name,
  Path,
  PlacementClause,
  ServiceItem,
  StateItem,
  SystemDeclaration,
  SystemItem,
  TrafficEntry,
  Use,
} from "../ast.ts";
import { Colon, Comma, Dot, Equals, Identifier, keywords, Semicolon, Star } from "../tokens.ts";
import { systemBlock } from "./blocks.ts";
import type { ParserInput } from "./placed-parser.ts";
import { StateParser } from "./states.ts";

/** What a program says behind its module, in any order; its braces come last. */
interface Clauses {
  readonly placement: PlacementClause[];
  readonly drives: Path[];
  readonly buffers: BufferItem[];
  readonly uses: Name[];
  readonly allow: AllowClause[];
  readonly traffic: TrafficEntry[];
}

export class SkerryParser extends StateParser {
  constructor(options: { readonly skipValidations: boolean }) {
    super(options.skipValidations);
    this.performSelfAnalysis();
  }

  /** The tree of a text, and in {@link diagnostics} what was wrong with it. */
  parse(input: ParserInput): File {
    this.begin(input);
    const { uses, declarations } = this.file();
    this.reportIdleDocumentation();
    return { span: { source: input.source, start: 0, end: input.source.text.length }, uses, declarations };
  }

  private readonly file = this.RULE("file", () => {
    const uses: Use[] = [];
    const declarations: Declaration[] = [];
    this.fileItems(() => {
      this.MANY(() => {
        this.OR([
          { ALT: () => this.CONSUME(Semicolon) },
          { ALT: () => this.keep(uses, () => [this.earlyUse(this.SUBRULE(this.use), declarations.length)]) },
          { ALT: () => this.keep(declarations, () => [this.SUBRULE(this.declaration)]) },
        ]);
      });
    });
    return { uses, declarations };
  });

  private readonly use = this.RULE("use", (): Use => {
    const first = this.CONSUME(keywords.use);
    const path = this.SUBRULE(this.string);
    return { kind: "use", span: this.spanFrom(first), path };
  });

  private earlyUse(use: Use, declarationsBefore: number): Use {
    if (declarationsBefore > 0 && !this.RECORDING_PHASE) {
      this.report(syntaxDiagnostics.lateUse, use.span, { path: use.path.value });
    }
    return use;
  }

  private readonly declaration = this.RULE(
    "declaration",
    (): Declaration =>
      this.OR<Declaration>([
        { ALT: () => this.SUBRULE(this.isa) },
        { ALT: () => this.SUBRULE(this.interconnect) },
        { ALT: () => this.SUBRULE(this.deviceKind) },
        { ALT: () => this.SUBRULE(this.part) },
        { ALT: () => this.SUBRULE(this.machine) },
        { ALT: () => this.SUBRULE(this.interface) },
        { ALT: () => this.SUBRULE(this.system) },
      ]),
  );

  // ───────────────────────────── systems ─────────────────────────────

  private readonly system = this.RULE("system", (): SystemDeclaration => {
    const first = this.CONSUME(keywords.system);
    const name = this.nameOf(this.CONSUME(Identifier));
    this.CONSUME(keywords.on);
    const machine = this.nameOf(this.CONSUME2(Identifier));
    const inside = this.SUBRULE(this.systemItems);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "system", span, documentation, name, machine, ...inside };
  });

  private readonly systemItems = this.RULE(
    "systemItems",
    (): Omit<SystemDeclaration, keyof DeclarationBase | "kind" | "machine"> => {
      const [items, isolations, states]: [SystemItem[], IsolateItem[], StateItem[]] = [[], [], []];
      this.block(systemBlock, () => {
        this.MANY(() => {
          this.OR([
            { ALT: () => this.CONSUME(Semicolon) },
            { ALT: () => this.keep(items, () => [this.SUBRULE(this.service)]) },
            { ALT: () => this.keep(items, () => [this.SUBRULE(this.client)]) },
            { ALT: () => this.keep(isolations, () => [this.SUBRULE(this.isolate)]) },
            { ALT: () => this.keep(states, () => [this.SUBRULE(this.state)]) },
          ]);
        });
      });
      return { items, isolations, states };
    },
  );

  private readonly isolate = this.RULE("isolate", (): IsolateItem => {
    const first = this.CONSUME(keywords.isolate);
    const subject = this.SUBRULE(this.path);
    this.CONSUME(keywords.from);
    const others = this.SUBRULE(this.paths);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "isolate", span, documentation, subject, others };
  });

  private readonly service = this.RULE("service", (): ServiceItem => {
    const first = this.CONSUME(keywords.service);
    const name = this.nameOf(this.CONSUME(Identifier));
    this.CONSUME(Colon);
    const served = this.nameOf(this.CONSUME2(Identifier));
    this.CONSUME(Equals);
    const module = this.SUBRULE(this.string);
    const clauses = this.SUBRULE(this.clauses);
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "service", span, documentation, name, interface: served, module, ...clauses };
  });

  private readonly client = this.RULE("client", (): ClientItem => {
    const first = this.CONSUME(keywords.client);
    const name = this.nameOf(this.CONSUME(Identifier));
    this.CONSUME(Equals);
    const module = this.SUBRULE(this.string);
    const clauses = this.SUBRULE(this.clauses);
    const documentation = this.documentationOf(first);
    return { kind: "client", span: this.spanFrom(first), documentation, name, module, ...clauses };
  });

  private readonly clauses = this.RULE("clauses", (): Clauses => {
    const placement: PlacementClause[] = [];
    const drives: Path[] = [];
    const buffers: BufferItem[] = [];
    const uses: Name[] = [];
    const allow: AllowClause[] = [];
    const traffic: TrafficEntry[] = [];
    this.MANY(() => {
      this.OR([
        { ALT: () => placement.push(this.SUBRULE(this.placementClause)) },
        { ALT: () => this.append(drives, () => this.SUBRULE(this.drivesClause)) },
        { ALT: () => this.append(uses, () => this.SUBRULE(this.usesClause)) },
        { ALT: () => allow.push(this.SUBRULE(this.allowClause)) },
        { ALT: () => this.append(traffic, () => this.SUBRULE(this.trafficClause)) },
      ]);
    });
    this.OPTION(() => this.append(buffers, () => this.SUBRULE(this.programItems)));
    return { placement, drives, buffers, uses, allow, traffic };
  });

  private readonly allowClause = this.RULE("allowClause", (): AllowClause => {
    const first = this.CONSUME(keywords.allow);
    const program = this.nameOf(this.CONSUME(Identifier));
    this.CONSUME(Colon);
    const operations: Name[] = [];
    const all = this.OR<boolean>([
      { ALT: () => this.CONSUME(Star) !== undefined },
      { ALT: () => this.SUBRULE(this.allowed, { ARGS: [operations] }) },
    ]);
    return { span: this.spanFrom(first), program, operations: all ? null : operations };
  });

  private readonly allowed = this.RULE("allowed", (operations: Name[] = []): boolean => {
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => operations.push(this.nameOf(this.CONSUME(Identifier))) });
    return false;
  });

  private readonly usesClause = this.RULE("usesClause", (): Name[] => {
    const uses: Name[] = [];
    this.CONSUME(keywords.uses);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => uses.push(this.nameOf(this.CONSUME(Identifier))) });
    return uses;
  });

  private readonly trafficClause = this.RULE("trafficClause", (): TrafficEntry[] => {
    const entries: TrafficEntry[] = [];
    this.CONSUME(keywords.traffic);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => entries.push(this.SUBRULE(this.trafficEntry)) });
    return entries;
  });

  private readonly trafficEntry = this.RULE("trafficEntry", (): TrafficEntry => {
    const first = this.CONSUME(Identifier);
    this.CONSUME(Dot);
    const operation = this.nameOf(this.CONSUME2(Identifier));
    const rate = this.SUBRULE(this.expression);
    const size = this.OPTION(() => {
      this.CONSUME(keywords.with);
      return this.SUBRULE2(this.expression);
    });
    return { span: this.spanFrom(first), service: this.nameOf(first), operation, rate, size: size ?? null };
  });
}
