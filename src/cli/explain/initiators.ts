/** What `explain address` and `explain reach` share: who may be asked about, and the net that is asked. */
import { planContexts } from "../../analyses/decoding/contexts.ts";
import { DecodingNet, type Initiator } from "../../analyses/decoding/net.ts";
import { type MapTarget, printAddress, printAddressOf } from "../../model/address-space.ts";
import type { Machine } from "../../model/machine.ts";
import { grantsOfSystem } from "../../plan/sections/grants.ts";
import { placeOf, type Span } from "../../source/source-file.ts";
import type { Compiled } from "../compile-files.ts";
import { showPlace } from "../description-files.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import { refuseElement } from "./find-element.ts";

/** The machine that was planned, or that is asked about though it is at fault. */
export function plannedMachine({ machine }: Compiled): Machine | Refusal {
  return machine ?? refuseCall("the description has no machine");
}

/** With what the planned system puts into IOMMUs. */
export function netOf(machine: Machine, { description, plan }: Compiled): DecodingNet {
  const system = description.systems.find(({ name }) => name === plan.system?.name) ?? null;
  return new DecodingNet(planContexts(machine, grantsOfSystem(machine, system, plan.system)));
}

export function initiatorsOf({ cores, devices }: Machine): readonly Initiator[] {
  return [...cores, ...devices];
}

export function findInitiator(machine: Machine, path: string): Initiator | Refusal {
  const known = initiatorsOf(machine);
  const found = known.find((initiator) => initiator.path === path);
  if (found !== undefined) return found;
  const paths = known.map((initiator) => initiator.path);
  const viewer = known.find(({ sees }) => sees?.space.path === path);
  if (viewer === undefined) return refuseElement(path, paths, "core or device", machine);
  return refuseCall(`${path} is a space and no core or device`, `Ask for who sees it, such as ${viewer.path}.`);
}

export function showSpan(span: Span, { files }: Compiled): string {
  return showPlace(placeOf(span), files);
}

export const accessWords = { readWrite: "read, write", readOnly: "read", writeOnly: "write" } as const;

/** An offset in a memory or in registers, or an address of a space. */
export function addressIn(target: MapTarget, address: bigint): string {
  return target.kind === "space" ? printAddressOf(target.space, address) : printAddress(address);
}

/** For programs: numbers of JSON are exact only up to 2^53. An address of several parts is one number too. */
export function plainly(address: bigint): string {
  return `0x${address.toString(16)}`;
}
