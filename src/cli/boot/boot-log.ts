/** A boot as a person reads it: one line for what happened, kernels by the package they lie in. */
import { styleText } from "node:util";
import { counted } from "../../algorithms/counted.ts";
import { printable } from "../../diagnostics/render-width.ts";
import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";
import type { BootEvent, KernelStatistics, ProgramPlace, SystemOutcome } from "../../runtime/kernel/events.ts";

export interface BootLog {
  /** What to print before anything happens. */
  readonly opening: string;
  /** What to print for an event; empty when it says nothing new to a person. */
  readonly line: (event: BootEvent) => string;
  readonly closing: (outcome: SystemOutcome) => string;
}

type Tone = "plain" | "good" | "bad" | "dim";

/** Room for the name of what a line is about. */
const subjectWidth = 12;

/** Follows one boot of a configuration; `host` says in words what runs the kernels, `control` where its control socket is. */
export function createBootLog(
  configuration: BootConfiguration,
  host: string,
  colours: boolean,
  control: string | null = null,
): BootLog {
  const paint = (tone: Tone, text: string) => (colours ? colourIn(tone, text) : text);
  const progress = new Progress(configuration);
  const { name, order } = configuration;
  const listening = control === null ? "" : `Control socket: ${control}\n`;
  return {
    opening: `Booting ${paint("good", name)}: ${counted(order.length, "kernel")}, ${host}.\n${listening}\n`,
    line: (event) => {
      const told = progress.tell(event);
      if (told === null) return "";
      const { subject, text, tone } = told;
      const head = `${paint("dim", `${event.at.toFixed(3).padStart(10)} ms`)}  ${subject.padEnd(subjectWidth)}`;
      return `${head}  ${paint(tone, printable(text))}\n`;
    },
    closing: (outcome) => closing(outcome, progress.statistics, paint),
  };
}

interface Told {
  readonly subject: string;
  readonly text: string;
  readonly tone: Tone;
}

/** What has happened so far, as far as later lines depend on it. */
class Progress {
  readonly statistics: KernelStatistics[] = [];
  readonly #configuration: BootConfiguration;
  readonly #waiting: Map<string, number>;
  readonly #lost = new Set<string>();
  #up = 0;
  #bound = 0;

  constructor(configuration: BootConfiguration) {
    this.#configuration = configuration;
    this.#waiting = new Map();
    for (const core of configuration.order) {
      const group = this.#groupOf(core);
      this.#waiting.set(group, (this.#waiting.get(group) ?? 0) + 1);
    }
  }

  tell(event: BootEvent): Told | null {
    switch (event.kind) {
      case "kernelUp":
        return this.#kernelUp(event.core);
      case "channelsBound":
        return this.#channelsBound();
      case "kernelStopped":
        this.statistics.push(event.statistics);
        return null;
      case "kernelLost":
        return { subject: this.#coreName(event.core), text: `kernel lost: ${event.text}`, tone: "bad" };
      case "frameDropped":
        return {
          subject: this.#coreName(event.core),
          text: `${counted(event.count, "frame")} dropped (${event.reason}), the last from ${this.#coreName(event.from)}`,
          tone: "bad",
        };
      case "shutdown":
        return { subject: "shutdown", text: event.reason, tone: "plain" };
      case "kernelRestarted":
        return { subject: this.#coreName(event.core), text: "kernel starts anew", tone: "plain" };
      case "quorumLost":
        return { subject: this.#coreName(event.core), text: "too few kernels are within reach; it waits", tone: "bad" };
      case "quorumFound":
        return { subject: this.#coreName(event.core), text: "enough kernels are within reach again", tone: "good" };
      case "replicaRebuilt":
        return { subject: this.#coreName(event.core), text: `has a replica of ${event.object} now`, tone: "good" };
      case "objectLost":
        return this.#objectLost(event.object);
      case "excluded":
        return { subject: this.#coreName(event.core), text: "the others go on without it", tone: "bad" };
      case "pinned":
      case "notPinned":
      case "coreLost":
      case "coreJoined":
      case "viewChanged":
      case "hopLost":
      case "hopFound":
        return null;
      default:
        return this.#ofProgram(event);
    }
  }

  /** More than one kernel may notice. */
  #objectLost(name: string): Told | null {
    if (this.#lost.has(name)) return null;
    this.#lost.add(name);
    return { subject: name, text: "lost: too few of its replicas are left to know what was agreed", tone: "bad" };
  }

  #kernelUp(core: number): Told | null {
    const group = this.#groupOf(core);
    const left = (this.#waiting.get(group) ?? 1) - 1;
    this.#waiting.set(group, left);
    this.#up += 1;
    if (left > 0) return null;
    const size = this.#configuration.order.filter((each) => this.#groupOf(each) === group).length;
    const rest = this.#configuration.order.length - this.#up;
    const total = rest === 0 ? "; all are up" : "";
    return { subject: group, text: `${counted(size, "kernel")} up${total}`, tone: "plain" };
  }

  #channelsBound(): Told | null {
    this.#bound += 1;
    if (this.#bound < this.#configuration.order.length) return null;
    const { channels, programs } = this.#configuration;
    const rest = programs.some(({ kind }) => kind === "client") ? "" : "; no client to end with: running until Ctrl-C";
    return { subject: "channels", text: `all ${channels.length} bound${rest}`, tone: "plain" };
  }

  #ofProgram(event: Extract<BootEvent, ProgramPlace>): Told | null {
    const subject = event.instances > 1 ? `${event.program}[${event.instance}]` : event.program;
    const on = this.#coreName(event.core);
    const told = (text: string, tone: Tone = "plain"): Told => ({ subject, text, tone });
    switch (event.kind) {
      case "serviceReady":
        return told(`ready on ${on}, serves ${event.interface} @ ${event.version}`, "good");
      case "serviceFailed":
        return told(`did not start on ${on}: ${event.text}`, "bad");
      case "serviceFault":
        return told(`failed a request of ${event.caller}: ${event.text}`, "bad");
      case "notAllowed":
        return told(
          `refused ${event.operation} to ${event.caller}, which is not allowed it${times(event.count)}`,
          "bad",
        );
      case "serviceMoved": {
        const state = event.stateBytes === null ? "" : `, with ${counted(event.stateBytes, "byte")} of state`;
        return told(`moved from ${on} to ${this.#coreName(event.to)}${state}`, "good");
      }
      case "bindingLost":
        return told(`${event.text}; looking for another instance`, "bad");
      case "bindingFailed":
        return told(`could not bind to ${event.service}: ${event.text}`, "bad");
      case "clientStarted":
        return told(`started on ${on}`);
      case "clientDone":
        return told("done", "good");
      case "clientFailed":
        return told(`failed on ${on}: ${event.text}`, "bad");
      case "log":
        return told(event.text);
      case "bindingMade":
        return null;
    }
  }

  #coreName(core: number): string {
    return this.#configuration.cores[core]?.name ?? `core ${core}`;
  }

  /** The part a core lies in; cores of the machine itself go by its name. */
  #groupOf(core: number): string {
    const name = this.#coreName(core);
    const dot = name.lastIndexOf(".");
    return dot === -1 ? this.#configuration.name : name.slice(0, dot);
  }
}

function times(count: number): string {
  return count === 1 ? "" : ` (${count} times now)`;
}

function closing(
  outcome: SystemOutcome,
  statistics: readonly KernelStatistics[],
  paint: (tone: Tone, text: string) => string,
): string {
  const sum = (of: (each: KernelStatistics) => number) => statistics.reduce((total, each) => total + of(each), 0);
  const number = (value: number) => value.toLocaleString("en");
  const dropped = sum((each) => Object.values(each.dropped).reduce((total, count) => total + count, 0));
  const counts = [
    `${counted(statistics.length, "kernel")} stopped`,
    `${number(sum((each) => each.delivered))} frames delivered`,
    `${number(sum((each) => each.forwarded))} forwarded`,
    `${dropped === 0 ? "none" : number(dropped)} dropped`,
  ];
  const failures = outcome.failures.map((failure) => `${paint("bad", `failed: ${printable(failure)}`)}\n`);
  return `\n${counts.join(", ")}.\n${failures.join("")}${ended(outcome, paint)}\n`;
}

function ended({ kind, reason }: SystemOutcome, paint: (tone: Tone, text: string) => string): string {
  switch (kind) {
    case "completed":
      return paint("good", `Completed: ${reason}.`);
    case "stopped":
      return `Stopped: ${reason}.`;
    case "failed":
      return paint("bad", `Failed: ${reason}.`);
  }
}

function colourIn(tone: Tone, text: string): string {
  if (tone === "plain") return text;
  const format = { good: "green", bad: "red", dim: "dim" } as const;
  return styleText(format[tone], text, { validateStream: false });
}
