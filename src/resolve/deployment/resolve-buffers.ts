/** What a program drives, and the memory it needs. */
import { placementDiagnostics } from "../../diagnostics/catalogue/placement.ts";
import { type DiagnosticKind, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Buffer, Program } from "../../model/deployment.ts";
import type { Device, Memory } from "../../model/machine.ts";
import type { BufferClause, BufferItem, Path, SystemItem } from "../../syntax/ast.ts";
import { expectSize } from "../expect.ts";
import { select, selectOne } from "../select.ts";
import { type BuiltMachine, pathOf } from "../selected.ts";
import { findProgram } from "./resolve-copies.ts";
import { describe } from "./resolve-placement.ts";
import type { SystemScope } from "./system-scope.ts";

/** The devices a program drives; each once. */
export function resolveDrives(item: SystemItem, scope: SystemScope): Program["drives"] {
  const { machine, context } = scope;
  if (machine === null) return [];
  const driven = new Map<Device, Program["drives"][number]>();
  for (const path of item.drives) {
    for (const device of devicesOf(path, item, machine, scope)) {
      const earlier = driven.get(device);
      if (earlier === undefined) driven.set(device, { device, span: path.span });
      else {
        const related = [{ span: earlier.span, message: "first said here" }];
        const facts = { name: item.name.text, device: device.path };
        context.report(diagnose(placementDiagnostics.drivesTwice, path.span, facts, { related }));
      }
    }
  }
  return [...driven.values()];
}

function devicesOf(path: Path, item: SystemItem, { root }: BuiltMachine, { context }: SystemScope): readonly Device[] {
  const selected = select(path, root, context) ?? [];
  const other = selected.find((element) => element.kind !== "device");
  if (other !== undefined) {
    const facts = { name: item.name.text, path: pathOf(other), given: describe(other) };
    context.report(diagnose(placementDiagnostics.drivesNoDevice, path.span, facts));
    return [];
  }
  return selected.flatMap((element) => (element.kind === "device" ? [element.device] : []));
}

// ───────────────────────────── buffers ─────────────────────────────

/** Faulty buffers are left out, after a report. */
export function resolveBuffers(item: SystemItem, scope: SystemScope): readonly Buffer[] {
  const { machine } = scope;
  if (machine === null) return [];
  const first = new Map<string, BufferItem>();
  return item.buffers.flatMap((buffer) => {
    const earlier = first.get(buffer.name.text);
    if (earlier !== undefined) reportTwice(buffer, earlier, item, scope);
    else first.set(buffer.name.text, buffer);
    return earlier === undefined ? (resolveBuffer(buffer, machine, scope) ?? []) : [];
  });
}

function reportTwice({ name }: BufferItem, earlier: BufferItem, item: SystemItem, { context }: SystemScope): void {
  const related = [{ span: earlier.name.span, message: `\`${name.text}\` is first declared here` }];
  const facts = { name: item.name.text, buffer: name.text };
  context.report(diagnose(placementDiagnostics.bufferTwice, name.span, facts, { related }));
}

function resolveBuffer(buffer: BufferItem, machine: BuiltMachine, scope: SystemScope): Buffer | null {
  const size = expectSize(buffer.size, "the size of a buffer", scope.context, { least: 1 });
  const clauses = distinct(buffer, scope);
  const readers = clauses.flatMap((clause) => {
    const program = clause.kind === "readBy" ? findProgram(clause.program, scope) : null;
    return program === null ? [] : [{ program, span: clause.span }];
  });
  const faults: BufferClause[] = [];
  const device = findOnly(clauses, "for", (clause) => findDevice(clause.device, buffer, machine, scope), faults);
  const memory = findOnly(clauses, "in", (clause) => findMemory(clause.memory, buffer, machine, scope), faults);
  if (size === null || faults.length > 0) return null;
  return {
    name: buffer.name.text,
    documentation: buffer.documentation,
    span: buffer.name.span,
    size,
    device: device === null ? null : { device: device.found, span: device.span },
    forwarded: clauses.some(({ kind }) => kind === "forwarded"),
    readers,
    memory: memory === null ? null : { memory: memory.found, span: memory.span },
  };
}

type Of<Kind> = Extract<BufferClause, { kind: Kind }>;

/** What the clause of a kind names; a clause that names nothing goes to `faults`. */
function findOnly<Kind extends BufferClause["kind"], Found>(
  clauses: readonly BufferClause[],
  kind: Kind,
  find: (clause: Of<Kind>) => Found | null,
  faults: BufferClause[],
): { readonly found: Found; readonly span: BufferClause["span"] } | null {
  const clause = clauses.find((each): each is Of<Kind> => each.kind === kind);
  if (clause === undefined) return null;
  const found = find(clause);
  if (found !== null) return { found, span: clause.span };
  faults.push(clause);
  return null;
}

function findDevice(path: Path, buffer: BufferItem, { root }: BuiltMachine, { context }: SystemScope): Device | null {
  const element = selectOne(path, root, `the device of \`${buffer.name.text}\``, context);
  if (element?.kind === "device") return element.device;
  if (element !== null) report(placementDiagnostics.bufferForNoDevice, path, buffer, element, context);
  return null;
}

function findMemory(path: Path, buffer: BufferItem, { root }: BuiltMachine, { context }: SystemScope): Memory | null {
  const element = selectOne(path, root, `the memory of \`${buffer.name.text}\``, context);
  if (element?.kind === "memory") return element.memory;
  if (element !== null) report(placementDiagnostics.bufferInNoMemory, path, buffer, element, context);
  return null;
}

function report(
  kind: DiagnosticKind<{ buffer: string; path: string; given: string }>,
  path: Path,
  buffer: BufferItem,
  element: NonNullable<ReturnType<typeof selectOne>>,
  context: SystemScope["context"],
): void {
  const facts = { buffer: buffer.name.text, path: pathOf(element), given: describe(element) };
  context.report(diagnose(kind, path.span, facts));
}

/** The first clause of each kind, and of each reader; reports the others. */
function distinct({ name, clauses }: BufferItem, { context }: SystemScope): readonly BufferClause[] {
  const first = new Map<string, BufferClause>();
  for (const clause of clauses) {
    const key = clause.kind === "readBy" ? `readBy ${clause.program.text}` : clause.kind;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, clause);
    else {
      const related = [{ span: earlier.span, message: "first said here" }];
      const facts = { buffer: name.text, what: said[clause.kind] };
      context.report(diagnose(placementDiagnostics.bufferSaysTwice, clause.span, facts, { related }));
    }
  }
  return [...first.values()];
}

const said: Readonly<Record<BufferClause["kind"], string>> = {
  for: "which device it is for",
  forwarded: "that it is forwarded",
  readBy: "that a program reads it",
  in: "in which memory it lies",
};
