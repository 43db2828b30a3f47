import { CurrentView, firstViewOf, noView } from "../membership/current-view.ts";
import type { Placement } from "../membership/placements.ts";
import type { View } from "../membership/view.ts";
import type { BootConfiguration } from "./boot-configuration.ts";
import type { ClientsOwner } from "./clients/client-end.ts";
import { Clients } from "./clients/clients.ts";
import { ControlEndpoint } from "./control/control-endpoint.ts";
import { Directory } from "./control/directory.ts";
import { Greetings } from "./control/greetings.ts";
import { type NameService, nameServiceOf } from "./control/name-service.ts";
import { Correspondence } from "./correspondence.ts";
import { Deadlines } from "./deadlines.ts";
import type { DropReason, KernelEvent, ProgramPlace } from "./events.ts";
import { type Frame, frameKind } from "./frame.ts";
import { Handover } from "./handover.ts";
import { type KernelHost, loopback } from "./host.ts";
import { Monitoring, type MonitoringOwner } from "./monitoring/monitoring.ts";
import { EndpointGrants } from "./resources/endpoint-grants.ts";
import { Leases } from "./resources/leases.ts";
import type { EndpointPassing } from "./resources/resource-exchange.ts";
import type { RouteTable } from "./routes/route-table.ts";
import { roadsOf } from "./routes/routing.ts";
import type { Debtor } from "./services/served-service.ts";
import { Services, type ServicesOwner } from "./services/services.ts";
import type { StatesOwner } from "./states/state-endpoint.ts";
import { States } from "./states/states.ts";
import { DroppedFrames } from "./switching/dropped-frames.ts";
import { Endpoints, firstOfStates } from "./switching/endpoints.ts";
import type { Lane } from "./switching/lane.ts";
import { Switch, type SwitchOwner } from "./switching/switch.ts";
import { ViewChanges } from "./view-changes.ts";
import type { Wiring } from "./wiring.ts";

/** What a kernel is made of, and what its parts ask of each other. */
export class KernelParts implements SwitchOwner, ClientsOwner, ServicesOwner, MonitoringOwner, StatesOwner {
  readonly core: number;
  readonly incarnation: number;
  readonly bootCore: number;
  readonly window: number;
  readonly deadlines: Deadlines;
  readonly leases: Leases;
  readonly grants: EndpointGrants;
  readonly directory: Directory;
  readonly clients: Clients;
  readonly services: Services;
  readonly states: States;
  readonly handover: Handover;
  /** Who takes part. */
  readonly membership: CurrentView;
  readonly monitoring: Monitoring;
  /** What comes over the rings, and goes. */
  readonly frames: Switch;
  /** Where kernels talk to each other. */
  readonly control: ControlEndpoint;
  readonly endpoints = new Endpoints();
  /** At which endpoints services are, as far as this kernel is to know. */
  readonly names: NameService;
  readonly greetings: Greetings;
  readonly dropped = new DroppedFrames();
  /** Aborted, with a ShutdownError, when the system shuts down. */
  readonly stopping = new AbortController();
  /** Frames that were handled in place since it was last set to 0. */
  inPlace = 0;
  readonly host: KernelHost;
  readonly #changes: ViewChanges;
  readonly #correspondence: Correspondence;
  readonly #debtors: Debtor[] = [];

  constructor(
    configuration: BootConfiguration,
    core: number,
    routes: RouteTable,
    wiring: Wiring,
    host: KernelHost,
    incarnation: number,
  ) {
    this.core = core;
    this.incarnation = incarnation;
    this.bootCore = configuration.bootCore;
    this.window = configuration.window;
    this.host = host;
    this.directory = new Directory(configuration, routes, core);
    this.membership = membershipAtFirst(configuration, incarnation);
    this.deadlines = new Deadlines(host);
    const roads = roadsOf(configuration, routes);
    this.frames = new Switch(core, roads, this.membership.view, wiring.inbound, wiring.outbound, host, this);
    const control = new ControlEndpoint(core, this.frames);
    this.control = control;
    this.leases = new Leases(core, wiring.pools, (...told) => control.tellOfGrant(...told), incarnation);
    this.grants = new EndpointGrants((name, grant) =>
      control.tellOfRevocation(this.directory.coreOf(name), name, grant),
    );
    this.services = new Services(this, this.frames, control, this.endpoints, wiring.bulk);
    this.clients = new Clients(this, this.frames, control, this.endpoints, wiring.bulk);
    this.monitoring = new Monitoring(configuration, wiring, host, this);
    this.states = new States(configuration, this.frames, this);
    this.membership.onView((view) => this.states.viewChanged(view));
    this.greetings = new Greetings(core, this.frames, (event) => this.log(event));
    this.names = nameServiceOf(configuration, core, this.directory, (to, correlation, message) =>
      control.answer(to, frameKind.found, correlation, message),
    );
    this.handover = new Handover(this);
    this.#changes = new ViewChanges(this);
    this.#correspondence = new Correspondence(this);
  }

  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  // ── frames ──

  deliver(frame: Frame): void {
    if (frame.endpoint === 0) {
      this.control.receive(frame, this.#correspondence);
      return;
    }
    if (frame.endpoint >= firstOfStates) {
      this.states.receive(frame);
      return;
    }
    const endpoint = this.endpoints.get(frame.endpoint);
    if (endpoint === null) this.drop("endpoint", frame.source);
    else endpoint.receive(frame);
  }

  laneOf(endpoint: number): Lane | undefined {
    return this.endpoints.get(endpoint)?.lane;
  }

  drop(reason: DropReason, from: number): void {
    // What is late because the system stops, or its sender is lost, is nobody's fault.
    if (this.signal.aborted || this.frames.lossFor(from) !== null) return;
    const count = this.dropped.add(reason);
    if (count > 0) this.log({ kind: "frameDropped", core: this.core, reason, from, count });
  }

  handledInPlace(): void {
    this.inPlace++;
  }

  // ── debts: credits that are returned when there is nothing better to do ──

  owes(debtor: Debtor): void {
    this.#debtors.push(debtor);
    // A handler may be done while the host sleeps: `idle` must come, or the client waits for its window for ever.
    this.host.published(loopback);
  }

  /** True when there were any. */
  settleDebts(): boolean {
    if (this.#debtors.length === 0) return false;
    for (const debtor of this.#debtors.splice(0)) debtor.settleDebts();
    return true;
  }

  // ── what programs and objects ask ──

  now(): number {
    return this.host.now();
  }

  log(event: KernelEvent): void {
    this.host.log(event);
  }

  /** How a program of this kernel passes endpoints. */
  endpointsOf(place: ProgramPlace): EndpointPassing {
    return {
      core: this.core,
      grants: this.grants,
      directory: this.directory,
      bindLater: (name, descriptor, grant) => this.clients.bindLater(place, name, descriptor, grant),
    };
  }

  /** Sees to it that a view says where a service is to run. */
  moves(placement: Placement): void {
    this.monitoring.moves(placement);
  }

  holdsAgain(object: number): void {
    this.monitoring.holds(object);
  }

  // ── what its monitor says ──

  viewAgreed(view: View): void {
    this.#changes.agreed(view);
    // Rings that waited for room on the way to what is lost need not any more.
    this.host.published(loopback);
  }

  quorumChanged(hasQuorum: boolean, within: readonly number[]): void {
    this.#changes.quorumChanged(hasQuorum, within);
    this.host.published(loopback);
  }

  excluded(): void {
    this.log({ kind: "excluded", core: this.core });
    this.membership.setQuorum(false);
    this.halt();
    this.host.excluded?.();
  }

  /** Sends nothing any more, to anyone. */
  halt(): void {
    this.frames.halt();
    this.monitoring.halt();
  }
}

/** Who starts anew takes part once the others say so. */
function membershipAtFirst(configuration: BootConfiguration, incarnation: number): CurrentView {
  const first = firstViewOf(configuration);
  const membership = new CurrentView(incarnation === 0 ? first : noView(first));
  membership.setQuorum(incarnation === 0);
  return membership;
}
