/** Where programs are to run, what they drive, and what memory they need. */
import type { BufferClause, BufferItem, Name, Path, PlacementClause } from "../ast.ts";
import { Colon, Comma, Identifier, keywords, Semicolon } from "../tokens.ts";
import { programBlock } from "./blocks.ts";
import { InterfaceParser } from "./interfaces.ts";

type Of<Kind> = Extract<PlacementClause, { kind: Kind }>;

export abstract class PlacementParser extends InterfaceParser {
  protected readonly placementClause = this.RULE(
    "placementClause",
    (): PlacementClause =>
      this.OR<PlacementClause>([
        { ALT: () => this.SUBRULE(this.onClause) },
        { ALT: () => this.SUBRULE(this.nearClause) },
        { ALT: () => this.SUBRULE(this.everyClause) },
        { ALT: () => this.SUBRULE(this.apartClause) },
        { ALT: () => this.SUBRULE(this.copiesClause) },
        { ALT: () => this.SUBRULE(this.requiresClause) },
      ]),
  );

  protected readonly onClause = this.RULE("onClause", (): Of<"on"> => {
    const first = this.CONSUME(keywords.on);
    const targets = this.SUBRULE(this.paths);
    return { kind: "on", span: this.spanFrom(first), targets };
  });

  private readonly nearClause = this.RULE("nearClause", (): PlacementClause => {
    const first = this.CONSUME(keywords.near);
    const target = this.SUBRULE(this.path);
    return { kind: "near", span: this.spanFrom(first), target };
  });

  protected readonly everyClause = this.RULE("everyClause", (): Of<"every"> => {
    const first = this.CONSUME(keywords.every);
    const level = this.nameOf(this.CONSUME(Identifier));
    return { kind: "every", span: this.spanFrom(first), level };
  });

  private readonly apartClause = this.RULE("apartClause", (): PlacementClause => {
    const first = this.CONSUME(keywords.apart);
    this.CONSUME(keywords.from);
    const program = this.nameOf(this.CONSUME(Identifier));
    const level = this.OPTION(() => this.SUBRULE(this.byLevel));
    return { kind: "apart", span: this.spanFrom(first), program, level: level ?? null };
  });

  private readonly copiesClause = this.RULE("copiesClause", (): PlacementClause => {
    const first = this.CONSUME(keywords.copies);
    const count = this.SUBRULE(this.expression);
    const spread = this.OPTION(() => {
      this.CONSUME(keywords.spread);
      return this.SUBRULE(this.byLevel);
    });
    return { kind: "copies", span: this.spanFrom(first), count, spread: spread ?? null };
  });

  protected readonly byLevel = this.RULE("byLevel", (): Name => {
    this.CONSUME(keywords.by);
    return this.nameOf(this.CONSUME(Identifier));
  });

  private readonly requiresClause = this.RULE("requiresClause", (): PlacementClause => {
    const first = this.CONSUME(keywords.requires);
    const attributes = this.SUBRULE(this.attributes);
    return { kind: "requires", span: this.spanFrom(first), attributes };
  });

  protected readonly drivesClause = this.RULE("drivesClause", (): Path[] => {
    this.CONSUME(keywords.drives);
    return this.SUBRULE(this.paths);
  });

  // ───────────────────────────── buffers ─────────────────────────────

  protected readonly programItems = this.RULE("programItems", (): BufferItem[] => {
    const buffers: BufferItem[] = [];
    this.block(programBlock, () => {
      this.MANY(() => {
        this.OR([
          { ALT: () => this.CONSUME(Semicolon) },
          { ALT: () => this.keep(buffers, () => [this.SUBRULE(this.buffer)]) },
        ]);
      });
    });
    return buffers;
  });

  private readonly buffer = this.RULE("buffer", (): BufferItem => {
    const first = this.CONSUME(keywords.buffer);
    const name = this.nameOf(this.CONSUME(Identifier));
    this.CONSUME(Colon);
    const size = this.SUBRULE(this.expression);
    const clauses: BufferClause[] = [];
    this.MANY(() => {
      this.OPTION(() => this.CONSUME(Comma));
      clauses.push(this.SUBRULE(this.bufferClause));
    });
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "buffer", span, documentation, name, size, clauses };
  });

  private readonly bufferClause = this.RULE("bufferClause", (): BufferClause => {
    const first = this.LA(1);
    const clause = this.OR<() => BufferClause>([
      { ALT: () => this.deviceOfBuffer() },
      { ALT: () => this.forwardedBuffer() },
      { ALT: () => this.readerOfBuffer() },
      { ALT: () => this.memoryOfBuffer() },
    ]);
    return this.RECORDING_PHASE ? { kind: "forwarded", span: this.spanFrom(first) } : clause();
  });

  private deviceOfBuffer(): () => BufferClause {
    const first = this.CONSUME(keywords.for);
    const device = this.SUBRULE(this.path);
    return () => ({ kind: "for", span: this.spanFrom(first), device });
  }

  private forwardedBuffer(): () => BufferClause {
    const first = this.CONSUME(keywords.forwarded);
    return () => ({ kind: "forwarded", span: this.spanOf(first) });
  }

  private readerOfBuffer(): () => BufferClause {
    const first = this.CONSUME(keywords.read);
    this.CONSUME(keywords.by);
    const program = this.nameOf(this.CONSUME(Identifier));
    return () => ({ kind: "readBy", span: this.spanFrom(first), program });
  }

  private memoryOfBuffer(): () => BufferClause {
    const first = this.CONSUME(keywords.in);
    const memory = this.SUBRULE2(this.path);
    return () => ({ kind: "in", span: this.spanFrom(first), memory });
  }
}
