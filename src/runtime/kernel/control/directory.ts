import type { BootConfiguration, BootProgram } from "../boot-configuration.ts";
import type { Address } from "../channels/line.ts";
import type { ProgramPlace } from "../events.ts";
import type { RouteTable } from "../routes/route-table.ts";
import type { ServiceName } from "../service-name.ts";
import { type InstancePlace, instancesByNearness } from "./instances.ts";

/** Who asks to be bound. */
export interface Asker {
  readonly peer: Address;
  readonly program: string;
  readonly instance: number;
}

/** What runs where, and is called what, as the boot configuration has it for the kernel of one core. */
export class Directory {
  /** As it is now: services may have moved since the boot. */
  #configuration: BootConfiguration;
  readonly #routes: RouteTable;
  readonly #core: number;

  constructor(configuration: BootConfiguration, routes: RouteTable, core: number) {
    this.#configuration = configuration;
    this.#routes = routes;
    this.#core = core;
  }

  /** An instance of a service runs on another core from now on. */
  relocate(name: ServiceName, core: number): void {
    const found = this.#find(name);
    const { programs } = this.#configuration;
    const moved = programs.map((program) => (program === found ? { ...program, core } : program));
    this.#configuration = { ...this.#configuration, programs: moved };
  }

  /** Path of a core in the description. */
  nameOf(core: number): string {
    return this.#configuration.cores[core]?.name ?? `core ${core}`;
  }

  /** How errors name an instance of a service. */
  labelOf({ service, instance }: ServiceName): string {
    const program = this.#configuration.programs.find(({ name }) => name === service);
    return (program?.instances ?? 1) > 1 ? `${service}[${instance}]` : service;
  }

  /** Core of an instance of a service; -1 for one that is not in the system. */
  coreOf(name: ServiceName): number {
    return this.#find(name)?.core ?? -1;
  }

  /** Programs that run on this core now, by their place among all. */
  get own(): readonly (readonly [index: number, program: BootProgram])[] {
    return [...this.#configuration.programs.entries()].filter(([, { core }]) => core === this.#core);
  }

  /** The instances of a service, the nearest first. */
  instancesOf(service: string): readonly InstancePlace[] {
    return instancesByNearness(this.#configuration, this.#routes, this.#core, service);
  }

  /** Whether such an instance of a program runs on a core. */
  runs(program: string, instance: number, core: number): boolean {
    return this.#configuration.programs.some(
      (one) => one.name === program && one.instance === instance && one.core === core,
    );
  }

  /** Whether the system's description binds a program to a service. */
  isUser({ peer, program, instance }: Asker, place: ProgramPlace): boolean {
    if (peer.core === this.#core && program === place.program) return true;
    return this.#configuration.programs.some(
      (one) =>
        one.name === program &&
        one.core === peer.core &&
        one.instance === instance &&
        one.uses.some(({ service }) => service === place.program),
    );
  }

  /** An instance of a service by its place among the programs; null for what is none. */
  serviceAt(index: number): ServiceName | null {
    const program = this.#configuration.programs[index];
    return program?.kind === "service" ? { service: program.name, instance: program.instance } : null;
  }

  /** The other way round; -1 for what is none. */
  indexOf(name: ServiceName): number {
    const found = this.#find(name);
    return found === undefined ? -1 : this.#configuration.programs.indexOf(found);
  }

  #find({ service, instance }: ServiceName): BootProgram | undefined {
    return this.#configuration.programs.find(
      (one) => one.kind === "service" && one.name === service && one.instance === instance,
    );
  }
}
