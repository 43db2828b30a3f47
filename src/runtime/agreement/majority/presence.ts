import type { Server } from "../messages.ts";
import { type AgreementView, type Group, membersOf } from "../protocol.ts";

/** Which servers are there, by the latest view of the membership that this one has heard of. */
export class Presence {
  readonly #group: Group;
  #view: AgreementView;

  constructor(group: Group) {
    this.#group = group;
    this.#view = group.view;
  }

  get epoch(): number {
    return this.#view.epoch;
  }

  /** This one. */
  get self(): Server {
    return this.serverOf(this.#group.core);
  }

  /** The replicas of the view, as the servers they are now. */
  get replicas(): readonly Server[] {
    return membersOf(this.#group, this.#view).map((core) => this.serverOf(core));
  }

  viewChanged(view: AgreementView): void {
    this.#view = view;
  }

  isMember(core: number): boolean {
    return this.#view.members.has(core);
  }

  serverOf(core: number): Server {
    return { core, incarnation: this.#view.incarnations.get(core) ?? 0 };
  }

  isThere({ core, incarnation }: Server): boolean {
    return this.isMember(core) && this.serverOf(core).incarnation === incarnation;
  }

  /** Not so of one that the view does not know of yet. */
  isGone({ core, incarnation }: Server): boolean {
    const latest = this.serverOf(core).incarnation;
    return incarnation < latest || (incarnation === latest && !this.isMember(core));
  }
}
