import type { BootConfiguration, BootProgram } from "../../kernel/boot-configuration.ts";
import { resumeProgram } from "../../kernel/run-program.ts";
import type { ServiceName } from "../../kernel/service-name.ts";
import type { Legacy } from "../../kernel/services/service-life.ts";
import type { Moved } from "../../orderly/change.ts";
import type { Fleet } from "../../orderly/conductor.ts";
import { Questions } from "../../orderly/questions.ts";
import { relocated } from "../../orderly/relocated.ts";
import { doStep, type Step, type StepAnswer } from "../../orderly/steps.ts";
import type { Journal } from "./journal.ts";
import type { SimulatedCore } from "./simulated-core.ts";
import type { SimulatedCores } from "./simulated-cores.ts";

/** The kernels of a simulation as the conductor of changes in order has them. */
export class SimulatedFleet implements Fleet {
  readonly #cores: SimulatedCores;
  readonly #journal: Journal;
  readonly #orders = new Questions<StepAnswer>();

  constructor(cores: SimulatedCores, journal: Journal) {
    this.#cores = cores;
    this.#journal = journal;
    cores.onEnd = (core) => this.#orders.lost(core);
  }

  get configuration(): BootConfiguration {
    return this.#cores.configuration;
  }

  get running(): readonly number[] {
    return this.#cores.running;
  }

  hasEnded(client: BootProgram): boolean {
    return this.#journal.tracker.hasEnded(client);
  }

  /** Kernels hear of it at different times, and answer as late. */
  ask(core: number, step: Step): Promise<StepAnswer | null> {
    const asked = this.#living(core);
    if (asked === null) return Promise.resolve(null);
    return this.#orders.ask(core, (number) => this.#later(() => this.#do(asked, step, number)));
  }

  relocated(name: ServiceName, core: number): void {
    this.#cores.configuration = relocated(this.configuration, name, core);
  }

  moved({ service, instance, from, to, stateBytes }: Moved): void {
    const instances = this.configuration.programs.find(({ name }) => name === service)?.instances ?? 1;
    const place = { core: from, program: service, instance, instances };
    this.#journal.report({ kind: "serviceMoved", ...place, to, stateBytes });
  }

  async startKernel(core: number): Promise<void> {
    this.#cores.restart(core);
  }

  leave(core: number): Promise<void> {
    const leaving = this.#living(core);
    if (leaving === null) return Promise.resolve();
    leaving.kernel.leave();
    leaving.wake();
    return new Promise((resolve) => {
      this.#cores.afterNotice(() => {
        this.#cores.left(leaving);
        resolve();
      });
    });
  }

  #do(asked: SimulatedCore, step: Step, number: number): void {
    if (asked.dead) return;
    const start = (name: ServiceName, legacy: Legacy) => this.#startService(asked, name, legacy);
    void doStep(asked.kernel, start, step).then((answer) => this.#later(() => this.#orders.answered(number, answer)));
    asked.wake();
  }

  async #startService(on: SimulatedCore, name: ServiceName, legacy: Legacy): Promise<string | null> {
    const program = this.configuration.programs.find(
      (each) => each.name === name.service && each.instance === name.instance,
    );
    const loaded = this.#cores.programOf(name.service);
    if (program === undefined || loaded === undefined) return "the system has no such program";
    return resumeProgram(on.kernel, on, { ...program, core: on.core }, loaded, legacy);
  }

  #living(core: number): SimulatedCore | null {
    const found = this.#cores.simulatedCore(core);
    return found === null || found.dead ? null : found;
  }

  #later(act: () => void): void {
    this.#cores.afterNotice(act, this.#cores.random());
  }
}
