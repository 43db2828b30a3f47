import type { CurrentView } from "../membership/current-view.ts";
import { hasCut, hopOf, type View } from "../membership/view.ts";
import type { Clients } from "./clients/clients.ts";
import type { ControlEndpoint } from "./control/control-endpoint.ts";
import type { Directory } from "./control/directory.ts";
import type { Greetings } from "./control/greetings.ts";
import { unreachable } from "./control/losses.ts";
import type { NameService } from "./control/name-service.ts";
import type { KernelEvent } from "./events.ts";
import type { Handover } from "./handover.ts";
import type { EndpointGrants } from "./resources/endpoint-grants.ts";
import type { Leases } from "./resources/leases.ts";
import type { Services } from "./services/services.ts";
import type { Switch } from "./switching/switch.ts";
import { isSameMember, viewEvents } from "./view-events.ts";

export interface ViewChangeParts {
  readonly core: number;
  readonly bootCore: number;
  readonly membership: CurrentView;
  readonly frames: Switch;
  readonly control: ControlEndpoint;
  readonly names: NameService;
  readonly services: Services;
  readonly clients: Clients;
  readonly leases: Leases;
  readonly grants: EndpointGrants;
  readonly directory: Directory;
  readonly handover: Handover;
  readonly greetings: Greetings;
  log(event: KernelEvent): void;
}

/** What a kernel does about what its monitor says of who takes part. */
export class ViewChanges {
  readonly #parts: ViewChangeParts;

  constructor(parts: ViewChangeParts) {
    this.#parts = parts;
  }

  /** The monitors have agreed on a view. */
  agreed(after: View): void {
    const { core, membership, handover } = this.#parts;
    const before = membership.view;
    membership.set(after);
    handover.follow(after.placements);
    const names = this.#act(before, after);
    for (const event of viewEvents(core, before, after)) this.#parts.log(event);
    this.#greetNewcomers(before, after);
    this.#reconnect(names);
    membership.announce();
  }

  /** With too few others nothing is agreed on; but nobody shall wait for those who are out of reach. */
  quorumChanged(hasQuorum: boolean, within: readonly number[]): void {
    const { core, bootCore, membership, frames, greetings } = this.#parts;
    if (hasQuorum !== membership.hasQuorum) this.#parts.log({ kind: hasQuorum ? "quorumFound" : "quorumLost", core });
    frames.strand(hasQuorum ? null : new Set(within));
    if (hasQuorum) this.#reconnect([bootCore]);
    else {
      this.#cutConnections();
      this.#loseNames((other) => !within.includes(other));
      greetings.expectOnly((other) => within.includes(other));
    }
    membership.setQuorum(hasQuorum);
  }

  /**
   * Draws the consequences of a view, before anybody is told that it holds. The cores whose name service may have missed
   * what runs here.
   */
  #act(before: View, after: View): readonly number[] {
    const { bootCore, frames, leases, grants } = this.#parts;
    frames.change(after);
    const lost = [...before.members].filter((core) => !isSameMember(core, before, after));
    // First: what the lost cores themselves held is free, whoever else cannot be reached any more.
    for (const core of lost) {
      leases.coreLost(core);
      grants.coreLost(core);
    }
    this.#cutConnections();
    this.#loseNames((core) => lost.includes(core));
    const names = [bootCore].filter((core) => frames.lossFor(core) !== null);
    frames.settle();
    return names;
  }

  /** Who is next to this kernel and was not before is greeted; of who is not, no hello is to come. */
  #greetNewcomers(before: View, after: View): void {
    const { core: own, greetings } = this.#parts;
    const isNear = (core: number, { members, cuts }: View): boolean =>
      members.has(core) && !hasCut({ cuts }, hopOf(own, core));
    const wasNear = (core: number): boolean =>
      before.epoch > 0 && isNear(core, before) && isSameMember(core, after, before);
    greetings.greet((core) => isNear(core, after) && !wasNear(core));
    greetings.expectOnly((core) => isNear(core, after));
  }

  /** `cores`: those whose name service may have missed what runs here. */
  #reconnect(cores: readonly number[]): void {
    const { frames, names, services, clients } = this.#parts;
    names.back((core) => frames.reaches(core));
    for (const core of cores) if (frames.reaches(core)) services.registerAt(core);
    clients.retry();
  }

  #loseNames(isLost: (core: number) => boolean): void {
    const { frames, names } = this.#parts;
    names.lost(isLost, (core) => frames.reaches(core));
  }

  #cutConnections(): void {
    const { clients, control, services } = this.#parts;
    clients.changed();
    control.changed();
    services.dropClients((client) => this.#lossOf(client));
  }

  #lossOf(client: number): Error | null {
    const { frames, directory } = this.#parts;
    const loss = frames.lossFor(client);
    return loss === null ? null : unreachable(`the caller on ${directory.nameOf(client)}`, loss, directory);
  }
}
