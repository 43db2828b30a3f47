import type { Buffer, Program, System, Wish } from "../../model/deployment.ts";
import type { Level } from "../../model/level.ts";
import type { Core, Device, Machine } from "../../model/machine.ts";
import { sightOf } from "../decoding/sights.ts";
import { findHomes } from "./buffer-homes.ts";
import type { Copy, CopyBuffer } from "./copies.ts";
import { noSecrecy, type Secrecy, secrecyOf } from "./isolations.ts";
import { findOpenings, requiredMemory, wishOf } from "./openings.ts";

/** What has to be placed, and by which rules; what it costs is said elsewhere. */
export interface Question {
  readonly machine: Machine;
  readonly copies: readonly Copy[];
  readonly buffers: readonly CopyBuffer[];
  readonly rules: ReadonlyMap<Program, Rules>;
  /** Programs whose wishes leave them no copy at all. */
  readonly nowhere: readonly Program[];
}

export interface Rules {
  /** In no part of these levels lie two copies of the program. */
  readonly spread: readonly Level[];
  /** In no part of the level does a copy of the other program lie. */
  readonly apart: readonly { readonly from: Program; readonly level: Level }[];
  /** Bytes that each copy takes of the memory nearest to its core. */
  readonly memory: number;
}

/** What a description can be asked to take back. */
export type Demand = Wish | Buffer | Drive;

/** `drives nic` */
export type Drive = Program["drives"][number];

export interface QuestionOptions {
  /** Demands that are not kept are taken as not made. */
  readonly isKept?: (demand: Demand) => boolean;
  /** Whether what is isolated is kept from lying where it would not be. */
  readonly isolated?: boolean;
}

/** The question that a system asks. */
export function buildQuestion(
  system: System,
  { isKept = () => true, isolated = true }: QuestionOptions = {},
): Question {
  const programs: readonly Program[] = [...system.services, ...system.clients];
  const { machine } = system;
  const secrecy = isolated ? secrecyOf(system) : noSecrecy;
  const wishes = new Map(programs.map((program) => [program, program.wishes.filter(isKept)]));
  const copies: Copy[] = [];
  const nowhere: Program[] = [];
  for (const program of programs) {
    const suits = suitsProgram(program, machine, secrecy, isKept);
    const openings = findOpenings(wishes.get(program) ?? [], machine, suits);
    if (openings.length === 0) nowhere.push(program);
    openings.forEach(({ cores, count, reason }, opening) => {
      for (let copy = 0; copy < count; copy++) copies.push({ index: copies.length, program, opening, cores, reason });
    });
  }
  const buffers = findHomes(copies, machine, secrecy, isKept);
  return { machine, copies, buffers, rules: findRules(wishes, secrecy), nowhere };
}

/** A driver runs where the registers of its device have addresses, and what is isolated where it reaches nothing that it must not. */
function suitsProgram(
  program: Program,
  machine: Machine,
  secrecy: Secrecy,
  isKept: (demand: Demand) => boolean,
): (core: Core) => boolean {
  const driven = program.drives.filter(isKept).map(({ device }) => device);
  return (core) => driven.every((device) => canDrive(core, device, machine)) && secrecy.suits(program, core);
}

/** Whether a core has an address for registers of a device, if that has any. */
export function canDrive(core: Core, device: Device, machine: Machine): boolean {
  return device.registers.length === 0 || sightOf(machine, core).leadsTo(device);
}

function findRules(
  wishes: ReadonlyMap<Program, readonly Wish[]>,
  { strangersOf }: Secrecy,
): ReadonlyMap<Program, Rules> {
  const byName = new Map([...wishes.keys()].map((program) => [program.name, program]));
  const apart = new Map<Program, { readonly from: Program; readonly level: Level }[]>();
  const keep = (program: Program, from: Program, level: Level) =>
    apart.set(program, [...(apart.get(program) ?? []), { from, level }]);
  for (const [program, said] of wishes) {
    for (const stranger of strangersOf(program)) if (stranger !== program) keep(program, stranger, "core");
    for (const wish of said) {
      const from = wish.kind === "apart" ? byName.get(wish.program) : undefined;
      if (wish.kind !== "apart" || from === undefined) continue;
      keep(program, from, wish.level);
      keep(from, program, wish.level);
    }
  }
  return new Map(
    [...wishes].map(([program, said]) => [
      program,
      { spread: spreadOf(said), apart: apart.get(program) ?? [], memory: requiredMemory(said) },
    ]),
  );
}

function spreadOf(wishes: readonly Wish[]): readonly Level[] {
  const spread = wishOf(wishes, "copies")?.spread ?? "core";
  return spread === "core" ? ["core"] : ["core", spread];
}
