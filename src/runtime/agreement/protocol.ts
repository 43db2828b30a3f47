import type { View } from "../membership/view.ts";
import type { Message } from "./messages.ts";

/** What the protocols use of a view of the membership. */
export type AgreementView = Pick<View, "epoch" | "members" | "incarnations"> & {
  /** Who has a replica, ascending, where that is not as the plan has it. */
  readonly replicas?: readonly number[];
};

/**
 * Something to be agreed on. Core, incarnation and sequence name it: it is applied once, however often it is proposed.
 */
export interface Proposal {
  /** Of the kernel whose program proposes. */
  readonly core: number;
  readonly incarnation: number;
  readonly sequence: number;
  /** Every proposal of that kernel before this sequence has been settled there. */
  readonly low: number;
  /** Nothing in it: a barrier, which changes nothing. */
  readonly command: Uint8Array;
}

export function isSameProposal(one: Proposal, other: Proposal): boolean {
  return one.sequence === other.sequence && one.core === other.core && one.incarnation === other.incarnation;
}

/** No replica has refused. */
export const nobody = -1;

/** All that a protocol knows of the world. Times are milliseconds. */
export interface ProtocolPort {
  /**
   * It may be lost, come late, twice, or after what was sent later. `isRepeat`: something like it was said before, and is not
   * worth saying again while that still waits for room on its way.
   */
  send(to: number, message: Message, isRepeat?: boolean): void;
  /** Calls `expire` after that time at the latest. */
  alarm(after: number): void;
  /** The proposal's turn has come on this replica. `refusedBy`: the core that voted against it, or {@link nobody}. */
  apply(index: number, proposal: Proposal, refusedBy: number): void;
  /** It is agreed: whoever proposed it here may be told. */
  settle(proposal: Proposal): void;
  /** No replica that is left has the state, nor can it be had again. `tells`: of all that find so, it is the one to tell. */
  lost(tells: boolean): void;
  /** The replica can take part now: what was proposed in vain is worth another try. */
  ready(): void;
  /** What {@link Protocol.read} has asked for: the local state has all that was agreed before. */
  readable(ticket: number): void;
  /** Whether it was applied here before: who proposed it learns that from its own replica. */
  isApplied(proposal: Proposal): boolean;
  /** Whether this replica is against a proposal, as things stand. */
  refuses(proposal: Proposal): boolean;
  /** The whole state as of what was applied last. */
  snapshot(): Uint8Array;
  /** Takes another replica's state in place of its own. False for bytes that are none. */
  restore(bytes: Uint8Array): boolean;
  /** Takes over what another replica's state has, beside its own. False for bytes that are none. */
  merge(bytes: Uint8Array): boolean;
}

/** The replicas of an object, as one of them sees them. */
export interface Group {
  readonly core: number;
  /** By the plan, ascending. */
  readonly replicas: readonly number[];
  /** Who else may come to have one, where one of those is lost. */
  readonly candidates: readonly number[];
  /** Who is to lead first. */
  readonly leader: number;
  /** The plan's tree over the replicas: `parents` are places in `cores`, -1 for the root. */
  readonly tree: TreeShape;
  /** At the start. */
  readonly view: AgreementView;
  /** Others have begun before: the state is to be had from them. */
  readonly joins: boolean;
  /** Milliseconds until something that nobody answers is sent again. */
  readonly patience: number;
  /** Entries of the log that are kept, once they are in the state, for those who have missed some. */
  readonly retained: number;
  /** Most bytes of a snapshot. */
  readonly snapshotBytes: number;
}

/** Who has a replica in a view, as far as they take part in it. */
export function membersOf({ replicas }: Group, view: AgreementView): readonly number[] {
  return (view.replicas ?? replicas).filter((replica) => view.members.has(replica));
}

/** Whether a core may have a replica in some view. */
export function mayHaveReplica({ replicas, candidates }: Group, core: number): boolean {
  return replicas.includes(core) || candidates.includes(core);
}

export interface TreeShape {
  readonly cores: readonly number[];
  readonly parents: readonly number[];
}

/** Where a replica stands: for those who want to know why nothing goes on. */
export interface Standing {
  /** `none`: of a replica that does not take part; `lost`: nobody has the state any more. */
  readonly role: "leads" | "follows" | "stands" | "takesOver" | "joins" | "none" | "lost";
  /** Of the view, or the term, that it acts in. */
  readonly epoch: number;
  /** Index of the last entry of its log, and of what it has applied. */
  readonly last: number;
  readonly applied: number;
  /** Cores of which it waits to hear something. */
  readonly awaits: readonly number[];
}

/** Agreement on one object, at one replica: a state machine without clock, thread or promise. */
export interface Protocol {
  /** Cores that decide, where the view alone does not say who. */
  readonly deciders?: readonly number[];
  /** Whether what is applied is agreed already. */
  readonly appliesAgreed: boolean;
  /** Whether this replica has state to give to others. */
  readonly holds: boolean;
  /** Whether what it has applied is all that was agreed on when it joined. Absent where it is so once it {@link holds}. */
  readonly isCurrent?: boolean;
  /** Whether no replica that is left has the state, as far as this one knows. It may not know for a while after a change of the view. */
  readonly isLost: boolean;
  readonly standing: Standing;
  /** To be called again until it is settled. False when nothing was sent, for want of whom to send it to. */
  propose(proposal: Proposal): boolean;
  /** Null where a barrier has to be proposed to the same end. Else as {@link propose}, until `readable`. */
  readonly read: ((ticket: number) => boolean) | null;
  /** False for a message that no replica would have sent. */
  receive(from: number, message: Message): boolean;
  /** Nothing has gone on since the alarm was asked for: what nobody has answered is to be said again. */
  expire(): void;
  /** Asks for an alarm, while something is open. */
  watch(): void;
  viewChanged(view: AgreementView): void;
  /**
   * A core is to leave in order, or null: none is. To be called again until {@link isDispensable} says that it may. Absent
   * where the view says all that is to be known.
   */
  relinquish?(core: number | null): void;
  /** Whether the others are known to go on deciding without the core that is to leave. */
  isDispensable?(core: number): boolean;
}
