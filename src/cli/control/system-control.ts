import type { ChangeOutcome, RunningSystem } from "../../runtime/hosts/threads/options.ts";
import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";
import type { Hop } from "../../runtime/membership/view.ts";
import type { ControlRequest, Insistence, Outcome } from "./message.ts";
import { refuse } from "./message.ts";
import { type Found, findCore, findHops, findService } from "./names.ts";
import { viewChange, viewLoad, viewStatus } from "./view-status.ts";

type Requested<Command extends ControlRequest["command"]> = Extract<ControlRequest, { command: Command }>;

/** Does with a running system what is asked over its control socket; answers with names, as the description has them. */
export class SystemControl {
  readonly #configuration: BootConfiguration;
  readonly #system: RunningSystem;
  #isOver = false;

  constructor(configuration: BootConfiguration, system: RunningSystem) {
    this.#configuration = configuration;
    this.#system = system;
    void system.done.then(() => {
      this.#isOver = true;
    });
  }

  /** Never rejects. */
  async handle(request: ControlRequest): Promise<Outcome> {
    const { status } = this.#system;
    if (this.#isOver || this.#system.stopping) return refuse("stopping", "the system is shutting down");
    switch (request.command) {
      case "status":
        return done(viewStatus(this.#configuration, status.call(this.#system)));
      case "measure":
        return done(viewLoad(this.#configuration, status.call(this.#system), await this.#system.measure()));
      case "kill":
        return this.#onCore(request.core, (core) => this.#kill(core));
      case "online":
        return this.#onCore(request.core, (core) => this.#online(core));
      case "offline":
        return this.#onCore(request.core, (core) => this.#offline(core, request));
      case "cut":
        return this.#onLink(request.link, (hops) => this.#cut(request.link, hops, true));
      case "heal":
        return this.#onLink(request.link, (hops) => this.#cut(request.link, hops, false));
      case "move":
        return this.#move(request);
    }
  }

  #onCore(name: string, act: (core: number) => Promise<Outcome>): Promise<Outcome> {
    return withFound(findCore(this.#configuration, name), act);
  }

  #onLink(name: string, act: (hops: readonly Hop[]) => Promise<Outcome>): Promise<Outcome> {
    return withFound(findHops(this.#configuration, name), act);
  }

  async #kill(core: number): Promise<Outcome> {
    if (this.#stateOf(core) !== "running") return this.#notRunning(core);
    const reason = this.#system.fixed?.(core) ?? null;
    if (reason !== null) return this.#staysFixed(core, reason);
    this.#system.kill(core);
    return this.#status();
  }

  async #online(core: number): Promise<Outcome> {
    const state = this.#stateOf(core);
    if (state === "running" || state === "starting") {
      return refuse("refused", `the kernel on ${this.#nameOf(core)} runs already`);
    }
    await this.#system.online(core, true);
    return this.#status();
  }

  async #offline(core: number, { to, ...insistence }: Requested<"offline">): Promise<Outcome> {
    if (this.#stateOf(core) !== "running") return this.#notRunning(core);
    const reason = this.#system.fixed?.(core) ?? null;
    if (reason !== null) return this.#staysFixed(core, reason);
    const leave = (target: number | null): Promise<Outcome> =>
      this.#change(this.#system.offline(core, { to: target, ...optionsOf(insistence) }));
    return to === null ? leave(null) : this.#onCore(to, leave);
  }

  async #cut(link: string, hops: readonly Hop[], isCut: boolean): Promise<Outcome> {
    const cuts = new Set(this.#system.status().cuts.map((hop) => hop.join(" ")));
    if (hops.every((hop) => cuts.has(hop.join(" ")) === isCut)) {
      return refuse("refused", `${link} is ${isCut ? "cut already" : "not cut"}`);
    }
    if (isCut) this.#system.cut(hops);
    else this.#system.heal(hops);
    return this.#status();
  }

  #move({ service, core, ...insistence }: Requested<"move">): Promise<Outcome> {
    return withFound(findService(this.#configuration, service), (named) => {
      const move = (target: number | null): Promise<Outcome> =>
        this.#change(this.#system.move(named.service, named.instance, target, optionsOf(insistence)));
      return core === null ? move(null) : this.#onCore(core, move);
    });
  }

  async #change(changing: Promise<ChangeOutcome>): Promise<Outcome> {
    const change = await changing;
    if (change.kind !== "done") return refuse(change.kind, change.text, change.advice);
    return done({
      ...viewStatus(this.#configuration, this.#system.status()),
      ...viewChange(this.#configuration, change),
    });
  }

  async #status(): Promise<Outcome> {
    return done(viewStatus(this.#configuration, this.#system.status()));
  }

  #stateOf(core: number): string {
    return this.#system.status().cores.find((each) => each.core === core)?.state ?? "";
  }

  #notRunning(core: number): Outcome {
    return refuse("refused", `no kernel runs on ${this.#nameOf(core)} now: it is ${this.#stateOf(core)}`);
  }

  #staysFixed(core: number, reason: string): Outcome {
    return refuse("refused", `the kernel on ${this.#nameOf(core)} stays where it is: ${reason}`);
  }

  #nameOf(core: number): string {
    return this.#configuration.cores[core]?.name ?? `core ${core}`;
  }
}

function done(result: unknown): Outcome {
  return { ok: true, result };
}

async function withFound<Value>(found: Found<Value>, act: (value: Value) => Promise<Outcome>): Promise<Outcome> {
  return found.kind === "fault" ? found.outcome : act(found.value);
}

function optionsOf({ force, within }: Insistence): { readonly force: boolean; readonly within?: number } {
  return { force, ...(within === null ? {} : { within }) };
}
