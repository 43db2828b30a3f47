import { ShutdownError } from "../errors.ts";
import type { Placement } from "../membership/placements.ts";
import type { Membership } from "../membership/view.ts";
import type { Clients } from "./clients/clients.ts";
import type { Directory } from "./control/directory.ts";
import type { NameService } from "./control/name-service.ts";
import type { ProgramPlace } from "./events.ts";
import type { ServiceName } from "./service-name.ts";
import type { Services } from "./services/services.ts";
import type { States } from "./states/states.ts";
import type { Switch } from "./switching/switch.ts";

/** What connections are held for: a service that is to move; or a kernel that is to leave, or to join, which changes their ways. */
export type HeldFor =
  | ({ readonly kind: "service" } & ServiceName)
  /** Only connections of these programs. */
  | { readonly kind: "leave" | "join"; readonly core: number; readonly programs: readonly string[] };

/** A service that runs here, as far as it can be ended. */
export interface RunningService {
  /** What it leaves to the instance that follows it; null for nothing. */
  readonly suspend: () => Promise<Uint8Array | null>;
  readonly end: (reason: unknown) => void;
}

export interface HandoverParts {
  readonly core: number;
  readonly bootCore: number;
  readonly clients: Clients;
  readonly services: Services;
  readonly directory: Directory;
  readonly names: NameService;
  readonly states: States;
  readonly frames: Switch;
  readonly membership: Membership;
  /** Sees to it that a view says so. */
  moves(placement: Placement): void;
}

/** One kernel's part in changes that are made in order: services move, kernels leave, and nothing is lost. */
export class Handover {
  readonly #parts: HandoverParts;
  /** By name and instance. */
  readonly #running = new Map<string, RunningService>();

  constructor(parts: HandoverParts) {
    this.#parts = parts;
  }

  // ── connections ──

  /** What is called on them from now on waits. Calls back once their servers have done, and answered, what was under way. */
  hold(about: HeldFor, done: () => void): void {
    const { clients, frames } = this.#parts;
    if (about.kind === "service") {
      clients.held.hold(({ service, instance }) => service === about.service && instance === about.instance, done);
      return;
    }
    const changes = frames.changesWith(about.core, about.kind === "join");
    clients.held.hold(({ peer, place }) => {
      // What is being bound may be asking over it.
      return about.programs.includes(place.program) && (peer === null || changes(peer.core));
    }, done);
  }

  /** What keeps held connections from being done, in words; null for nothing. */
  get unfinished(): string | null {
    return this.#parts.clients.held.unfinished;
  }

  release(): void {
    this.#parts.clients.held.release();
  }

  // ── services ──

  /** A service of this kernel is up. */
  runs({ program, instance }: ProgramPlace, running: RunningService): void {
    const name = { service: program, instance };
    this.#running.set(keyOf(name), running);
    if (this.#parts.directory.coreOf(name) !== this.#parts.core) this.remove(name, elsewhere());
  }

  /** Whether a service of this kernel is up. */
  has(name: ServiceName): boolean {
    return this.#running.has(keyOf(name));
  }

  /** Who was bound to it goes, and nobody comes; calls back when all have gone. Null when it does not run here. */
  retire(name: ServiceName, gone: () => void): RunningService | null {
    const running = this.#running.get(keyOf(name)) ?? null;
    return running !== null && this.#parts.services.retire(name, gone) ? running : null;
  }

  /** It is served as before. */
  stay(name: ServiceName): void {
    this.#parts.services.stay(name);
  }

  /** The program and core that are still bound to it, in words; null for nobody. */
  boundTo(name: ServiceName): string | null {
    const caller = this.#parts.services.boundTo(name);
    return caller === null ? null : `${caller.program} on ${caller.core}`;
  }

  /**
   * Calls back when nothing is under way that a service of this kernel has asked of others. To be called once it has ended: it
   * may start here again.
   */
  holdOf(name: ServiceName, done: () => void): () => void {
    const { clients } = this.#parts;
    return clients.held.hold(({ place }) => place.program === name.service && place.instance === name.instance, done);
  }

  /** It has ended here; how many subscriptions its clients will make anew. */
  remove(name: ServiceName, reason: unknown): number {
    const { clients, services } = this.#parts;
    const subscriptions = services.remove(name);
    clients.end(({ place }) => place.program === name.service && place.instance === name.instance, reason);
    this.#running.get(keyOf(name))?.end(reason);
    this.#running.delete(keyOf(name));
    return subscriptions;
  }

  /** An instance is to run on another core, from the view on that says so; `move`: later than all before. */
  moves(name: ServiceName, core: number, move: number): void {
    this.#parts.moves({ service: this.#parts.directory.indexOf(name), core, move });
  }

  /** What is agreed on of where an instance runs; null while it has not moved. */
  placementOf(name: ServiceName): Placement | null {
    const { directory, membership } = this.#parts;
    const service = directory.indexOf(name);
    return membership.view.placements.find((each) => each.service === service) ?? null;
  }

  /** What a view says of where services run. One that runs here all the same has no business here any more. */
  follow(placements: readonly Placement[]): void {
    const { core: own, directory } = this.#parts;
    for (const { service, core } of placements) {
      const name = directory.serviceAt(service);
      if (name === null || directory.coreOf(name) === core) continue;
      if (core !== own && this.has(name)) this.remove(name, elsewhere());
      this.#relocate(name, core);
    }
  }

  /** It runs on that core, whoever asks for it. */
  #relocate(name: ServiceName, to: number): void {
    const { core, bootCore, directory, names, states } = this.#parts;
    directory.relocate(name, to);
    names.relocate(name, to, core === bootCore || core === to);
    states.relocate(name.service, name.instance, to);
  }
}

function keyOf({ service, instance }: ServiceName): string {
  return `${service}#${instance}`;
}

function elsewhere(): ShutdownError {
  return new ShutdownError("the service has moved to another core");
}
