/** A conflict that is about who can address a buffer, told by what everybody who uses it can. */
import { countNumbers } from "../../algorithms/number-ranges.ts";
import { placementDiagnostics } from "../../diagnostics/catalogue/placement.ts";
import { type Diagnostic, diagnose, type RelatedSpan } from "../../diagnostics/diagnostic.ts";
import type { System } from "../../model/deployment.ts";
import type { Device, Machine, Memory } from "../../model/machine.ts";
import { type Need, type Sight, sightOf } from "../decoding/sights.ts";
import { memoriesOfSize, needsOf } from "./buffer-homes.ts";
import { type Owned, questionOf, textOfDemand } from "./conflicts.ts";
import type { Copy, CopyBuffer } from "./copies.ts";
import { memoriesFor } from "./memory-distance.ts";
import { printSize } from "./reason-against.ts";

/** Null when the conflict is about something else. */
export function unshared(conflict: readonly Owned[], system: System): Diagnostic | null {
  const { buffers, copies } = questionOf(system, new Set(conflict.map(({ demand }) => demand)));
  const homeless = buffers.find(
    ({ buffer, memories }) => memories.length === 0 && memoriesOfSize(buffer, system.machine).length > 0,
  );
  if (homeless === undefined) return null;
  const { buffer, copy } = homeless;
  const users = usersOf(homeless, copies, system.machine);
  const memory = buffer.memory?.memory.path ?? null;
  const facts = { buffer: buffer.name, name: copy.program.name, size: printSize(buffer.size), memory, users };
  const related = conflict
    .filter(({ demand }) => demand !== buffer)
    .map(
      ({ program, demand }): RelatedSpan => ({
        span: demand.span,
        message: `\`${program.name}\`: ${textOfDemand(demand)}`,
      }),
    );
  return diagnose(placementDiagnostics.bufferUnshared, buffer.span, facts, { related });
}

interface User {
  readonly who: string;
  readonly reaches: readonly string[];
}

function usersOf({ buffer, copy }: CopyBuffer, copies: readonly Copy[], machine: Machine): readonly User[] {
  const { device, readers } = buffer;
  const needs = needsOf(buffer, machine);
  const filler = device === null ? [] : [deviceUser(device.device, needs.device ?? "any", machine)];
  const owner = needs.owner === null ? [] : programUsers([copy], needs.owner, machine);
  const reading = readers.flatMap(({ program: name }) => {
    const read = copies.filter(({ program }) => program.name === name && program !== copy.program);
    return programUsers(read, "read", machine);
  });
  return [...filler, ...owner, ...reading];
}

function deviceUser(device: Device, need: Need, machine: Machine): User {
  return {
    who: `\`${device.path}\``,
    reaches: reachOf([sightOf(machine, device)], need, memoriesFor(device, machine)),
  };
}

/** Copies that have no choice one by one, unless they address the same; the others together, with all they might address. */
function programUsers(copies: readonly Copy[], need: Need, machine: Machine): readonly User[] {
  const users = new Map<string, User>();
  for (const { program, cores } of copies) {
    const [core, ...others] = cores;
    if (core === undefined) continue;
    const sights = [...new Set(cores.map((each) => sightOf(machine, each)))];
    const who = others.length === 0 ? `\`${program.name}\` on \`${core.path}\`` : `\`${program.name}\``;
    const key = others.length === 0 ? `${program.name} ${sights[0]?.index}` : program.name;
    if (!users.has(key)) users.set(key, { who, reaches: reachOf(sights, need, machine.memories) });
  }
  return [...users.values()];
}

/** Of each memory what the sight that goes farthest goes to. */
function reachOf(sights: readonly Sight[], need: Need, memories: readonly Memory[]): readonly string[] {
  return memories.flatMap((memory) => {
    const [most] = sights.toSorted((a, b) => reachIn(memory, b, need) - reachIn(memory, a, need));
    return most === undefined ? [] : (partOf(memory, most, need) ?? []);
  });
}

function reachIn(memory: Memory, sight: Sight, need: Need): number {
  const [bytes, others] = [sight.bytesOf(memory, need), sight.bytesOf(memory, "any")];
  return countNumbers(bytes) + (bytes.length === 0 && others.length > 0 ? 0.5 : 0);
}

/** `` `dram` ``, ``64 KiB of `dram` ``, `` `rom` for reading only ``. */
function partOf(memory: Memory, sight: Sight, need: Need): string | null {
  const bytes = countNumbers(sight.bytesOf(memory, need));
  if (bytes === memory.size) return `\`${memory.path}\``;
  if (bytes > 0) return `${printSize(bytes)} of \`${memory.path}\``;
  if (sight.bytesOf(memory, "any").length === 0) return null;
  return `\`${memory.path}\` for ${sight.bytesOf(memory, "read").length > 0 ? "reading" : "writing"} only`;
}
