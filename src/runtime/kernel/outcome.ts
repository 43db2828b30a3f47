import type { BootConfiguration } from "./boot-configuration.ts";
import type { BootEvent, HostEvent, KernelEvent, ProgramPlace, SystemOutcome } from "./events.ts";

/** Concludes from the events of a run when and how it has ended. */
export class OutcomeTracker {
  readonly #configuration: BootConfiguration;
  readonly #clients: Set<string>;
  readonly #failures: string[] = [];
  readonly #hasClients: boolean;
  #reason: string | null = null;

  constructor(configuration: BootConfiguration) {
    this.#configuration = configuration;
    const clients = configuration.programs.filter(({ kind }) => kind === "client");
    this.#clients = new Set(clients.map(({ name, instance }) => `${name}#${instance}`));
    this.#hasClients = clients.length > 0;
  }

  observe(event: KernelEvent | HostEvent): void {
    switch (event.kind) {
      case "clientDone":
        this.#ended(event);
        return;
      case "clientFailed":
        this.#ended(event);
        this.#failures.push(`client ${this.#nameOf(event)} failed: ${event.text}`);
        return;
      case "serviceFailed":
        this.#failures.push(`service ${this.#nameOf(event)} failed to start: ${event.text}`);
        return;
      case "kernelLost":
        this.#lost(event.core, event.text);
        return;
      case "shutdown":
        this.#reason ??= event.reason;
        return;
      default:
        return;
    }
  }

  /** Whether every client has ended, in whatever way. False as long as there is none. */
  get clientsEnded(): boolean {
    return this.#hasClients && this.#clients.size === 0;
  }

  /** Names of the clients that still run. */
  get running(): readonly string[] {
    return [...this.#clients];
  }

  fail(text: string): void {
    this.#failures.push(text);
  }

  outcome(): SystemOutcome {
    const reason = this.#reason ?? "all clients are done";
    const failures = [...this.#failures];
    if (failures.length > 0) return { kind: "failed", reason, failures };
    return { kind: this.clientsEnded ? "completed" : "stopped", reason, failures };
  }

  #ended({ program, instance }: ProgramPlace): void {
    this.#clients.delete(`${program}#${instance}`);
  }

  #lost(core: number, text: string): void {
    this.#failures.push(`the kernel on ${this.#configuration.cores[core]?.name ?? core} was lost: ${text}`);
    for (const program of this.#configuration.programs) {
      if (program.kind === "client" && program.core === core)
        this.#clients.delete(`${program.name}#${program.instance}`);
    }
  }

  #nameOf({ program, instance, instances, core }: ProgramPlace): string {
    const which = instances > 1 ? `${program}[${instance}]` : program;
    return `${which} on ${this.#configuration.cores[core]?.name ?? core}`;
  }
}

/** Path of the core an event is about; null for the whole system. */
export function coreNameOf(configuration: BootConfiguration, event: KernelEvent | HostEvent): BootEvent["coreName"] {
  return "core" in event ? (configuration.cores[event.core]?.name ?? null) : null;
}
