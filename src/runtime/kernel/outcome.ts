import type { BootConfiguration, BootProgram } from "./boot-configuration.ts";
import type { BootEvent, HostEvent, KernelEvent, ProgramPlace, SystemOutcome } from "./events.ts";

/** Concludes from the events of a run when and how it has ended. */
export class OutcomeTracker {
  readonly #configuration: BootConfiguration;
  readonly #clients: Set<string>;
  /** Clients that have ended by themselves. */
  readonly #over = new Set<string>();
  /** Cores whose kernels were left out and have not ended yet. */
  readonly #returning = new Set<number>();
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
      case "excluded":
        this.#returning.add(event.core);
        return;
      case "kernelRestarted":
        this.#restarted(event.core);
        return;
      case "shutdown":
        this.#reason ??= event.reason;
        return;
      default:
        return;
    }
  }

  /** Whether a client has ended in whatever way, so that it need not start again with its kernel. */
  hasEnded({ name, instance }: Pick<BootProgram, "name" | "instance">): boolean {
    return this.#over.has(`${name}#${instance}`);
  }

  /** Clients that have ended in whatever way, by name and instance. */
  get over(): readonly string[] {
    return [...this.#over];
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
    this.#over.add(`${program}#${instance}`);
  }

  #restarted(core: number): void {
    for (const program of this.#configuration.programs) {
      if (program.kind === "client" && program.core === core && !this.hasEnded(program))
        this.#clients.add(`${program.name}#${program.instance}`);
    }
  }

  #lost(core: number, text: string): void {
    this.#failures.push(`the kernel on ${this.#configuration.cores[core]?.name ?? core} was lost: ${text}`);
    // It starts anew by itself, with those that have not ended.
    if (this.#returning.delete(core)) return;
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
