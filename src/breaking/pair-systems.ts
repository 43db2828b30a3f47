/** The systems of two plans, their services, and who may call what of them. */
import type { Plan, PlanProgram, PlanSystem } from "../plan/plan.ts";
import type { OperationPairing } from "./pair-operations.ts";
import { type Pair, type Pairing, pairByName } from "./pairing.ts";

export interface SystemPair extends Pair<PlanSystem> {
  readonly services: Pairing<PlanProgram>;
  readonly permissions: readonly Permissions[];
}

/** What one program may call of one service that it used before and uses still. */
export interface Permissions {
  readonly service: Pair<PlanProgram>;
  readonly program: Pair<PlanProgram>;
  /** Names of operations. */
  readonly lost: readonly string[];
  readonly gained: readonly string[];
}

/** Null unless both plans have one. */
export function pairSystems(plans: Pair<Plan>, operations: readonly OperationPairing[]): SystemPair | null {
  const [old, now] = [plans.old.system, plans.new.system];
  if (old === null || now === null) return null;
  const services = pairByName(old.services, now.services);
  const systems = { old, new: now };
  const permissions = services.kept.flatMap((service) => permissionsOf(service, systems, plans, operations));
  return { ...systems, services, permissions };
}

function permissionsOf(
  service: Pair<PlanProgram>,
  systems: Pair<PlanSystem>,
  plans: Pair<Plan>,
  operations: readonly OperationPairing[],
): readonly Permissions[] {
  const name = plans.old.interfaces[service.old.interface ?? -1]?.name;
  const pairing = operations.find(({ scopes }) => scopes.old.interface.name === name);
  if (pairing === undefined || plans.new.interfaces[service.new.interface ?? -1]?.name !== name) return [];
  return usersOf(service, systems).flatMap((program) => {
    const lasting = [...pairing.kept, ...pairing.renamed].map((operation) => ({
      name: operation.old.name,
      old: allows(service.old, program.old.name, operation.old.opcode),
      new: allows(service.new, program.new.name, operation.new.opcode),
    }));
    const lost = lasting.filter((each) => each.old && !each.new).map((each) => each.name);
    const gained = lasting.filter((each) => !each.old && each.new).map((each) => each.name);
    return lost.length + gained.length === 0 ? [] : [{ service, program, lost, gained }];
  });
}

function usersOf({ old, new: now }: Pair<PlanProgram>, systems: Pair<PlanSystem>): readonly Pair<PlanProgram>[] {
  const users = { old: usersIn(systems.old, old), new: usersIn(systems.new, now) };
  return pairByName(users.old, users.new).kept;
}

function usersIn({ services, clients }: PlanSystem, service: PlanProgram): readonly PlanProgram[] {
  const index = services.indexOf(service);
  return [...services, ...clients].filter(({ uses }) => uses.includes(index));
}

function allows({ allow }: PlanProgram, program: string, opcode: number): boolean {
  if (allow === null) return true;
  return allow.some((permission) => permission.program === program && permission.opcodes.includes(opcode));
}
