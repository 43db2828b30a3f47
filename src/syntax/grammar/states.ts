/** Replicated state: what is agreed on, where its replicas are, and how they agree. */
import type { Name, Path, ReplicaClause, StateItem } from "../ast.ts";
import { isNameLike } from "../describe-token.ts";
import { Colon, Comma, Identifier, keywords, LeftParen, NumberToken } from "../tokens.ts";
import { PlacementParser } from "./placements.ts";

export abstract class StateParser extends PlacementParser {
  protected readonly state = this.RULE("state", (): StateItem => {
    const first = this.CONSUME(keywords.state);
    const name = this.nameOf(this.CONSUME(Identifier));
    this.CONSUME(Colon);
    const type = this.SUBRULE(this.type);
    const duration = this.OPTION({
      GATE: () => [NumberToken, LeftParen].includes(this.LA(1).tokenType),
      DEF: () => this.SUBRULE(this.expression),
    });
    const replicas: ReplicaClause[] = [];
    const protocols: Name[] = [];
    this.MANY(() => {
      this.OPTION2(() => this.CONSUME(Comma));
      this.OR([
        { ALT: () => replicas.push(this.SUBRULE(this.replicasClause)) },
        { ALT: () => protocols.push(this.SUBRULE(this.agreeClause)) },
      ]);
    });
    const [span, documentation] = [this.spanFrom(first), this.documentationOf(first)];
    return { kind: "state", span, documentation, name, type, duration: duration ?? null, replicas, protocols };
  });

  private readonly replicasClause = this.RULE("replicasClause", (): ReplicaClause => {
    this.CONSUME(keywords.replicas);
    return this.OR<ReplicaClause>([
      { ALT: () => this.SUBRULE(this.replicasOn) },
      { ALT: () => this.SUBRULE(this.everyClause) },
      { ALT: () => this.SUBRULE(this.onePerClause) },
      { ALT: () => this.SUBRULE(this.spreadClause) },
    ]);
  });

  /** Paths; a comma in front of the next clause ends them. */
  private readonly replicasOn = this.RULE("replicasOn", (): ReplicaClause => {
    const first = this.CONSUME(keywords.on);
    const targets: Path[] = [this.SUBRULE(this.path)];
    this.MANY({
      GATE: () => !this.clauseFollowsComma(),
      DEF: () => {
        this.CONSUME(Comma);
        targets.push(this.SUBRULE2(this.path));
      },
    });
    return { kind: "on", span: this.spanFrom(first), targets };
  });

  private clauseFollowsComma(): boolean {
    const [word, next] = [this.LA(2), this.LA(3)];
    const isClause = [keywords.agree, keywords.replicas].includes(word.tokenType);
    return isClause && (isNameLike(next) || next.tokenType === NumberToken);
  }

  private readonly onePerClause = this.RULE("onePerClause", (): ReplicaClause => {
    const first = this.CONSUME(keywords.one);
    this.CONSUME(keywords.per);
    const level = this.nameOf(this.CONSUME(Identifier));
    return { kind: "every", span: this.spanFrom(first), level };
  });

  private readonly spreadClause = this.RULE("spreadClause", (): ReplicaClause => {
    const first = this.LA(1);
    const count = this.SUBRULE(this.number);
    const spread = this.OPTION(() => {
      this.CONSUME(keywords.spread);
      return this.SUBRULE(this.byLevel);
    });
    return { kind: "copies", span: this.spanFrom(first), count, spread: spread ?? null };
  });

  private readonly agreeClause = this.RULE("agreeClause", (): Name => {
    this.CONSUME(keywords.agree);
    return this.nameOf(this.CONSUME(Identifier));
  });
}
