/** A call of a simulated run, with all that came of it, as a sequence diagram. */
import { type Diagram, drawSequence, type Row } from "../../emit/pictures/sequence-picture.ts";
import { describeOperation } from "../../plan/describe-traffic.ts";
import type { Plan } from "../../plan/plan.ts";
import { Trace, type TracedMessage } from "../../runtime/hosts/simulation/trace.ts";
import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";
import { frameKind } from "../../runtime/kernel/frame.ts";
import { withBootable } from "../boot/bootable.ts";
import type { Call, Ending } from "../call.ts";
import { refuseUnknown } from "../explain/find-element.ts";
import { refuseCall } from "../refusal.ts";
import { chatter, kindNames } from "../simulate/diagram.ts";
import { runOnce } from "../simulate/run.ts";
import { hasClients } from "../simulate/subject.ts";
import { recovery } from "../simulate/verdict.ts";
import type { DrawOptions } from "./draw-options.ts";

/** Messages that a person can still follow. */
const mostMessages = 60;
/** Virtual milliseconds that a system is run for which has no client to end it. */
const endlessSpan = 20;

const answers: ReadonlySet<number> = new Set([frameKind.reply, frameKind.failure, frameKind.fault]);

interface NamedCall {
  /** `disk.read` */
  readonly name: string;
  readonly request: TracedMessage;
}

/** Runs the system without faults until its clients are done, and draws one call of it. */
export async function drawCall(
  call: Call,
  files: readonly string[],
  options: DrawOptions,
  hand: (svg: string) => Ending,
): Promise<Ending> {
  return await withBootable(call, files, options, async ({ configuration, ...parts }, _remove, plan) => {
    if (plan.system === null) return refuseCall("the description has no system, so nobody calls anybody");
    const trace = new Trace();
    const limit = hasClients(configuration) ? recovery : endlessSpan;
    await runOnce({ configuration, ...parts }, { seed: 1, schedule: [], limit, trace });
    const calls = callsIn(trace.messages, plan);
    if (calls.length === 0)
      return refuseCall("no program called another core in this run", "Calls on one core are no messages.");
    const { sequence } = options;
    const names = [...new Set(calls.map(({ name }) => name))];
    const chosen = calls.find(({ name }) => sequence === true || name === sequence || name.startsWith(`${sequence}.`));
    if (chosen === undefined) return refuseUnknown(String(sequence), names, "call in this run");
    const messages = consequencesOf(chosen.request, trace.messages);
    return hand(drawSequence(diagramOf(chosen, messages, configuration, plan), options));
  });
}

/** Requests between cores, in the order in which they were sent. */
function callsIn(messages: readonly TracedMessage[], plan: Plan): readonly NamedCall[] {
  return messages.flatMap((request) => {
    const { kind, source, destination, opcode } = request;
    if (kind !== frameKind.request || source === destination) return [];
    const name = nameOfCall(plan, source, destination, opcode);
    return name === null ? [] : [{ name, request }];
  });
}

/** By who runs where, and who uses whom. */
function nameOfCall(plan: Plan, source: number, destination: number, opcode: number): string | null {
  const { system, interfaces } = plan;
  if (system === null) return null;
  const callers = [...system.services, ...system.clients].filter(({ instances }) => isOn(instances, source));
  const used = new Set(callers.flatMap(({ uses }) => uses));
  const served = system.services.find(({ instances, interface: own }, index) => {
    const operations = interfaces[own ?? -1]?.operations ?? [];
    return used.has(index) && isOn(instances, destination) && operations.some((each) => each.opcode === opcode);
  });
  return served === undefined ? null : describeOperation({ service: served.name, opcode }, plan);
}

function isOn(instances: readonly { readonly core: number }[], core: number): boolean {
  return instances.some((instance) => instance.core === core);
}

/** What was sent by whom the call had reached, until its answer came. */
function consequencesOf(request: TracedMessage, messages: readonly TracedMessage[]): readonly TracedMessage[] {
  const isAnswer = (one: TracedMessage): boolean =>
    answers.has(one.kind) &&
    one.source === request.destination &&
    one.destination === request.source &&
    one.correlation === request.correlation &&
    one.sent >= request.sent;
  const answer = messages.find(isAnswer);
  const end = answer?.arrived ?? request.arrived ?? request.sent;
  const reached = new Map([[request.destination, request.arrived ?? Number.POSITIVE_INFINITY]]);
  const asked = new Set([talkOf(request)]);
  const taken: TracedMessage[] = [];
  for (const message of messages) {
    const { source, destination, sent, arrived, kind } = message;
    const isCaused = message === request || (sent >= (reached.get(source) ?? Number.POSITIVE_INFINITY) && sent <= end);
    if (!isCaused || chatter.has(kind) || source === destination) continue;
    if (answers.has(kind) && !asked.has(talkOf(message))) continue;
    if (kind === frameKind.request) asked.add(talkOf(message));
    taken.push(message);
    if (destination !== request.source && arrived !== null && !reached.has(destination))
      reached.set(destination, arrived);
  }
  return taken;
}

/** The same for a request and its answer. */
function talkOf({ source, destination, correlation }: TracedMessage): string {
  return `${Math.min(source, destination)} ${Math.max(source, destination)} ${correlation}`;
}

function diagramOf(
  { name, request }: NamedCall,
  messages: readonly TracedMessage[],
  { name: system, cores, programs, states = [] }: BootConfiguration,
  plan: Plan,
): Diagram {
  const shown = messages.slice(0, mostMessages);
  const involved = [...new Set(shown.flatMap(({ source, destination }) => [source, destination]))];
  const rolesOf = (core: number): string => {
    const own = programs.filter((program) => program.core === core).map((program) => program.name);
    const kept = states.filter(({ replicas }) => replicas.includes(core)).map((state) => `[${state.name}]`);
    return [...new Set([...own, ...kept])].join(", ");
  };
  return {
    title: `${system}: a call of ${name}`,
    lifelines: involved.map((core) => cores[core]?.name ?? `${core}`),
    roles: involved.map(rolesOf),
    rows: shown.map((message) => rowOf(message, involved, plan)),
    earlier: 0,
    silent: plan.boot === null ? 0 : plan.boot.order.length - involved.length,
    origin: request.sent,
  };
}

function rowOf(message: TracedMessage, involved: readonly number[], plan: Plan): Row {
  const { sent, arrived, source, destination, kind, opcode, bytes } = message;
  const operation = kind === frameKind.request ? nameOfCall(plan, source, destination, opcode) : null;
  const text = `${kindNames.get(kind) ?? `kind ${kind}`}${operation === null ? "" : ` ${operation}`}, ${bytes} bytes`;
  return {
    kind: "message",
    at: sent,
    arrived,
    from: involved.indexOf(source),
    to: involved.indexOf(destination),
    text,
  };
}
