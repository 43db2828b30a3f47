import type { Program } from "../../model/deployment.ts";
import type { Core, Memory } from "../../model/machine.ts";
import { computeReceivers } from "../interrupts/deliveries.ts";
import type { Copy, CopyBuffer } from "./copies.ts";
import type { Decision } from "./decide.ts";
import { costOfTerm } from "./ledger.ts";
import { nameOfTarget } from "./nearness.ts";
import { printTime, type RouteLatency } from "./placement.ts";
import type { Term } from "./terms.ts";

/** Why a copy lies where it does, in words, most important first. */
export function reasonsFor(copy: Copy, core: Core, decision: Decision, latency: RouteLatency): readonly string[] {
  const { reason, cores, program } = copy;
  const near = decision.terms.flatMap((term) => explainNearness(term, copy, core, decision, latency));
  const choice = cores.length === 1 ? [] : [explainRoom(core, decision), ...explainPartners(program, near, decision)];
  return [...(reason === null ? [] : [reason]), ...near, ...choice];
}

function explainNearness(
  term: Term,
  copy: Copy,
  core: Core,
  { seating }: Decision,
  latency: RouteLatency,
): readonly string[] {
  if ((term.kind !== "near" && term.kind !== "nearService") || term.copy !== copy) return [];
  const { target } = term;
  const device = target.kind === "device" ? target.device : null;
  const receivers = device === null ? [] : computeReceivers(device);
  const extra = receivers.length === 0 || receivers.includes(core) ? 0 : 1;
  const distance = costOfTerm(term, seating, latency) - extra;
  const name = nameOfTarget(target);
  if (distance >= 1e12) return [`near ${name}: no way there is known`];
  const where = distance === 0 ? `near ${name}: as near as can be` : `near ${name}: ${printTime(distance)} away`;
  return [receivers.includes(core) ? `${where}, and takes its interrupts` : where];
}

function explainRoom(core: Core, { seating }: Decision): string {
  const others = seating.loadOf(core) - 1;
  return others === 0 ? "runs no other program" : `least busy, with ${others} other program${others === 1 ? "" : "s"}`;
}

/** Whom a program talks to; said where it is near nothing by wish. */
function explainPartners(program: Program, near: readonly string[], { question }: Decision): readonly string[] {
  if (near.length > 0) return [];
  const programs = [...question.rules.keys()];
  const used = program.uses.map(({ service }): Program => service);
  const users = programs.filter((other) => other.uses.some(({ service }) => service === program));
  const partners = [...new Set([...used, ...users])].filter((partner) => partner !== program);
  return partners.length === 0 ? [] : [`close to ${partners.map(({ name }) => name).join(", ")}`];
}

/** Why a buffer lies where it does. */
export function reasonsForBuffer({ buffer, copy, memories }: CopyBuffer, memory: Memory): readonly string[] {
  const reasons: string[] = [];
  if (buffer.memory !== null) reasons.push(`said by hand: in ${memory.path}`);
  else if (memories.length === 1) reasons.push("the only memory that would do");
  if (buffer.forwarded) reasons.push(`near ${buffer.device?.device.path}, which forwards it unread`);
  else {
    const readers = buffer.readers.map(({ program }) => program);
    reasons.push(`near ${readers.length === 0 ? copy.program.name : readers.join(", ")}, which reads it`);
  }
  return reasons;
}
