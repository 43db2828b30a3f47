import type { BootConfiguration } from "../../kernel/boot-configuration.ts";
import type { BootEvent, HostEvent, KernelEvent } from "../../kernel/events.ts";
import { coreNameOf, OutcomeTracker } from "../../kernel/outcome.ts";
import type { Agenda } from "./agenda.ts";

/** Everything that is reported in a simulation, and what it means for the outcome. */
export class Journal {
  /** In order; `at` is virtual. */
  readonly events: BootEvent[] = [];
  readonly tracker: OutcomeTracker;
  readonly #configuration: BootConfiguration;
  readonly #agenda: Agenda;
  readonly #onEvent: (event: BootEvent) => void;

  constructor(configuration: BootConfiguration, agenda: Agenda, onEvent: (event: BootEvent) => void) {
    this.tracker = new OutcomeTracker(configuration);
    this.#configuration = configuration;
    this.#agenda = agenda;
    this.#onEvent = onEvent;
  }

  report(event: KernelEvent | HostEvent): void {
    this.tracker.observe(event);
    const stamped = { ...event, at: this.#agenda.now, coreName: coreNameOf(this.#configuration, event) };
    this.events.push(stamped);
    this.#onEvent(stamped);
  }
}
