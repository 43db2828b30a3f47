import type { Party, System } from "../../model/deployment.ts";
import { placeOf } from "../../source/source-file.ts";
import type { PlanIsolation, PlanParty, PlanProgram } from "../plan.ts";

/** What must not address each other's memory, with the cores and devices that this comes to. */
export function buildIsolations({ isolations }: System, programs: readonly PlanProgram[]): readonly PlanIsolation[] {
  return isolations.map(({ subject, others, span }) => ({
    subject: buildParty(subject, programs),
    others: others.map((other) => buildParty(other, programs)),
    at: placeOf(span),
  }));
}

function buildParty(
  { name, program: of, cores, devices, memories }: Party,
  programs: readonly PlanProgram[],
): PlanParty {
  const program = programs.find((each) => each.name === of);
  if (program === undefined) {
    return { name, program: null, cores: indices(cores), devices: indices(devices), memories: indices(memories) };
  }
  const filled = program.buffers.flatMap(({ device }) => device ?? []);
  return {
    name,
    program: program.name,
    cores: ascending(program.instances.map(({ core }) => core)),
    devices: ascending([...program.drives, ...filled]),
    memories: [],
  };
}

function indices(elements: readonly { readonly index: number }[]): readonly number[] {
  return ascending(elements.map(({ index }) => index));
}

function ascending(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
