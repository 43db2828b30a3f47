/** An example as the compiler sees it, and what answers at an address of one of its cores or devices. */
import { planContexts } from "../../src/analyses/decoding/contexts.ts";
import { DecodingNet, type Initiator } from "../../src/analyses/decoding/net.ts";
import { resolveAddress } from "../../src/analyses/decoding/resolve-address.ts";
import { unfold } from "../../src/analyses/decoding/unfold.ts";
import { pathOfTarget, printAddress } from "../../src/model/address-space.ts";
import type { Machine } from "../../src/model/machine.ts";
import { compile } from "../../src/pipeline.ts";
import { exampleHost } from "../plan/example-host.ts";

export function describeExample(name: string) {
  const { product, diagnostics } = compile(["system.skerry"], exampleHost(name));
  const [described] = product.description.machines;
  if (described === undefined || product.plan === null) throw new Error(`${name} does not compile`);
  const { machine, system } = product.plan;
  if (machine === null || system === null) throw new Error(`${name} has no system`);
  /** Path of the core of a program's only copy. */
  const coreOf = (program: string) => {
    const programs = [...system.services, ...system.clients];
    return machine.cores[programs.find((each) => each.name === program)?.instances[0]?.core ?? -1];
  };
  return { described, machine, system, diagnostics, coreOf };
}

/** `sdram + 0x1000` behind the spaces that an access goes through: `ipu.ammu > l3 > sdram + 0x1000`. */
export function answerTo(machine: Machine, path: string, address: bigint): string {
  const initiator = initiatorAt(machine, path);
  const { steps, end } = resolveAddress(netOf(machine), initiator.who, initiator.space, address);
  const answer = end.kind === "accepted" ? `${pathOfTarget(end.target)} + ${printAddress(end.offset)}` : end.kind;
  return [...steps.map(({ space }) => space.path), answer].join(" > ");
}

/** All memories that it reaches, each as often as it does, with how much of it. */
export function memoriesReached(machine: Machine, path: string): readonly string[] {
  const { who, space } = initiatorAt(machine, path);
  return unfold(netOf(machine), who, space).ranges.flatMap(({ from, to, target }) => {
    return target.kind === "memory" ? [`${target.memory.path}: ${(to - from + 1n) / 1024n} KiB`] : [];
  });
}

function netOf(machine: Machine): DecodingNet {
  return new DecodingNet(planContexts(machine));
}

function initiatorAt({ cores, devices }: Machine, path: string) {
  const all: readonly Initiator[] = [...cores, ...devices];
  const who = all.find((each) => each.path === path);
  if (who?.sees === undefined || who.sees === null) throw new Error(`${path} sees nothing`);
  return { who, space: who.sees.space };
}
