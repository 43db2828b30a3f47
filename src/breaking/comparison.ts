/** Two plans side by side: what of the old one is what of the new one. Rules judge by it. */
import type { Plan, PlanInterface } from "../plan/plan.ts";
import { type ChoicePair, compareChoices } from "./compare-choices.ts";
import { compareLayouts, type LayoutPair } from "./compare-layouts.ts";
import { comparePlaces, type TypedPlace } from "./compare-places.ts";
import type { Scope } from "./declared.ts";
import { type OperationPairing, pairOperations } from "./pair-operations.ts";
import { pairSystems, type SystemPair } from "./pair-systems.ts";
import { pairTypes, type TypePairing, typeNames } from "./pair-types.ts";
import { type Pair, type Pairing, pairByName } from "./pairing.ts";
import { computeReach, type Reach } from "./reach.ts";

export interface Comparison {
  readonly plans: Pair<Plan>;
  readonly interfaces: Pairing<PlanInterface>;
  /** One for each interface that was kept, likewise below. */
  readonly operations: readonly OperationPairing[];
  readonly types: readonly TypePairing[];
  readonly constants: readonly ConstantPairing[];
  readonly layouts: readonly LayoutPair[];
  readonly places: readonly TypedPlace[];
  readonly choices: readonly ChoicePair[];
  /** Null unless both plans have one. */
  readonly systems: SystemPair | null;
  /** In the old version. */
  readonly reach: Reach;
}

export interface ConstantPairing extends Pairing<PlanInterface["constants"][number]> {
  readonly scopes: Pair<Scope>;
}

export function buildComparison(old: Plan, now: Plan): Comparison {
  const interfaces = pairByName(old.interfaces, now.interfaces);
  const scopes = interfaces.kept.map((pair) => ({
    old: { plan: old, interface: pair.old },
    new: { plan: now, interface: pair.new },
  }));
  const types = scopes.map(pairTypes);
  const operations = scopes.map(pairOperations);
  const constants = scopes.map(pairConstants);
  const surroundings = { names: typeNames(types), reach: computeReach(old) };
  const layouts = compareLayouts(types, operations, surroundings);
  const choices = compareChoices(types, surroundings);
  const places = comparePlaces(types, layouts, choices, surroundings);
  const plans = { old, new: now };
  const systems = pairSystems(plans, operations);
  const { reach } = surroundings;
  return { plans, interfaces, operations, types, constants, layouts, choices, places, systems, reach };
}

function pairConstants(scopes: Pair<Scope>): ConstantPairing {
  return { scopes, ...pairByName(scopes.old.interface.constants, scopes.new.interface.constants) };
}
