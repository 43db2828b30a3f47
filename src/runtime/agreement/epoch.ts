import { type AgreementView, type Group, membersOf } from "./protocol.ts";
import { Subtree } from "./subtree.ts";
import { Tree } from "./tree.ts";

/** Who takes part in one view, who orders, and who hangs below whom. */
export class Epoch {
  readonly number: number;
  readonly members: readonly number[];
  /** -1 where nobody is left. */
  readonly sequencer: number;
  /** What this replica knows of those below it. */
  readonly subtree: Subtree;
  readonly isMember: boolean;
  /** Whether this replica is the sequencer. */
  readonly isFirst: boolean;

  constructor(group: Group, view: AgreementView) {
    const { core, tree } = group;
    this.number = view.epoch;
    this.members = membersOf(group, view);
    this.sequencer = chooseSequencer(group, view, this.members);
    this.subtree = new Subtree(core, new Tree(tree, new Set(this.members), this.sequencer));
    this.isMember = this.members.includes(core);
    this.isFirst = this.sequencer === core;
  }
}

/** Who has never been away before the others; then the plan's choice, and the order of its tree. */
function chooseSequencer({ leader, tree }: Group, { incarnations }: AgreementView, members: readonly number[]): number {
  const age = (core: number): number => incarnations.get(core) ?? 0;
  const candidates = [leader, ...tree.cores, ...members].filter((core) => members.includes(core));
  return candidates.reduce((best, core) => (age(core) < age(best) ? core : best), candidates[0] ?? -1);
}
