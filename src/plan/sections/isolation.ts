import { findLeak, type Holding, type Leak, type Side } from "../../analyses/decoding/leaks.ts";
import type { DecodingNet } from "../../analyses/decoding/net.ts";
import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { printAddress, printAddressOf, printRange } from "../../model/address-space.ts";
import type { Isolation, Party, Program, System } from "../../model/deployment.ts";
import type { Core, Device } from "../../model/machine.ts";
import type { PlanSystem } from "../plan.ts";
import { findBlindDrivers } from "./blind-drivers.ts";
import { laidBuffers } from "./grants.ts";
import { findUnreachableBuffers } from "./unreachable-buffers.ts";

/** What devices and drivers must reach and cannot, and what somebody reaches and must not. */
export function judgeReach(system: System | null, placed: PlanSystem | null, net: DecodingNet): readonly Diagnostic[] {
  return [
    ...findUnreachableBuffers(system, placed, net),
    ...findBlindDrivers(system, placed, net),
    ...findBreaches(system, placed, net),
  ];
}

/** Every `isolate` that does not hold, with one way from the one side to the other. */
function findBreaches(system: System | null, placed: PlanSystem | null, net: DecodingNet): readonly Diagnostic[] {
  if (system === null || placed === null) return [];
  const sideOf = (party: Party) => buildSide(party, system, placed);
  return system.isolations.flatMap((isolation) =>
    isolation.others.flatMap((other) => findBreach(isolation, sideOf(isolation.subject), sideOf(other), net) ?? []),
  );
}

function findBreach(isolation: Isolation, subject: Side, other: Side, net: DecodingNet): Diagnostic | null {
  const shared = subject.cores.find((core) => other.cores.includes(core));
  if (shared !== undefined) return onOneCore(isolation, subject, other, shared);
  const leak = findLeak(subject, other, net) ?? findLeak(other, subject, net);
  return leak === null ? null : breach(isolation, subject, other, leak);
}

// ───────────────────────────── the sides ─────────────────────────────

function buildSide(party: Party, system: System, placed: PlanSystem): Side {
  const program = [...system.services, ...system.clients].find(({ name }) => name === party.program);
  return program === undefined ? sideOfHardware(party) : sideOfProgram(program, system, placed);
}

function sideOfHardware({ name, cores, devices, memories }: Party): Side {
  const whole = memories.map((memory): Holding => {
    const target = { kind: "memory", memory } as const;
    return { target, offset: 0n, size: BigInt(memory.size), what: `the memory \`${memory.path}\`` };
  });
  return { name, cores, devices, holdings: [...whole, ...devices.flatMap(registersOf)] };
}

/** A program has the cores it runs on, the devices it drives or has buffers for, their registers, and its buffers. */
function sideOfProgram(program: Program, system: System, placed: PlanSystem): Side {
  const { name } = program;
  const plan = [...placed.services, ...placed.clients].find((one) => one.name === name);
  const cores = (plan?.instances ?? []).flatMap(({ core }) => system.machine.cores[core] ?? []);
  const filled = program.buffers.flatMap(({ device }) => device?.device ?? []);
  const devices = [...new Set([...program.drives.map(({ device }) => device), ...filled])];
  const buffers = laidBuffers(system, placed)
    .filter((laid) => laid.program === program)
    .map(({ buffer, memory, offset }): Holding => {
      const target = { kind: "memory", memory } as const;
      return { target, offset, size: BigInt(buffer.size), what: `the buffer \`${buffer.name}\` of \`${name}\`` };
    });
  return { name, cores, devices, holdings: [...buffers, ...devices.flatMap(registersOf)] };
}

function registersOf({ registers }: Device): readonly Holding[] {
  return registers.map((bank) => ({
    target: { kind: "registers", registers: bank },
    offset: 0n,
    size: BigInt(bank.size),
    what: `the registers \`${bank.path}\``,
  }));
}

// ───────────────────────────── the messages ─────────────────────────────

function onOneCore({ span }: Isolation, subject: Side, other: Side, core: Core): Diagnostic {
  const facts = { subject: subject.name, other: other.name, core: core.path };
  const related = [{ span: core.span, message: `\`${core.path}\` is declared here` }];
  return diagnose(addressDiagnosticsOfMachines.isolatedOnOneCore, span, facts, { related });
}

function breach({ span }: Isolation, subject: Side, other: Side, leak: Leak): Diagnostic {
  const { initiator, holding, steps } = leak;
  const facts = { subject: subject.name, other: other.name, who: initiator.path, what: holding.what };
  const declared = { span: initiator.span, message: `\`${initiator.path}\` is declared here` };
  if (steps.length === 0 && !("dma" in initiator)) {
    return diagnose(addressDiagnosticsOfMachines.blindNotIsolated, span, facts, { related: [declared] });
  }
  const related = [
    declared,
    ...steps.map(({ space, map }) => ({
      span: map.span,
      message: `by ${printRange(space, map)} of \`${space.path}\``,
    })),
  ];
  return diagnose(addressDiagnosticsOfMachines.notIsolated, span, { ...facts, path: wayOf(leak) }, { related });
}

/** `` `smmu` at 0x1000 ``, then the spaces behind it, then the byte that is reached. */
function wayOf({ steps, offset, holding: { target } }: Leak): readonly string[] {
  const end = target.kind === "memory" ? target.memory.path : target.registers.path;
  const spaces = steps.map(({ space, address }) => `\`${space.path}\` at ${printAddressOf(space, address)}`);
  return [...(spaces.length === 0 ? ["`dma reaches`"] : spaces), `\`${end}\` at ${printAddress(offset)}`];
}
