/** Plans that differ in one thing. */
import type { Plan, PlanOperation, PlanProgram } from "../../src/plan/plan.ts";
import { planOf } from "./changes.ts";

const text = `use "prelude/amd64"

machine m {
  core cpu[2]: amd64 @ 2 GHz
  coherence between cpu[*]: latency 100 cycles
}

interface Block @ 1 {
  call read(lba: u64) -> (a: u32)
  message trim(lba: u64)
}

system one on m {
  service disk: Block = "./disk.ts"
  client web = "./web.ts" uses disk
}
`;

/** Of an interface `Block` with a call `read` and a message `trim`; `web` uses the service `disk`. */
const plan = planOf(text);

/** With something else of the call. */
export function withRead(changed: Partial<PlanOperation>): Plan {
  const interfaces = plan.interfaces.map((declared) => ({
    ...declared,
    operations: declared.operations.map((operation) =>
      operation.name === "read" ? { ...operation, ...changed } : operation,
    ),
  }));
  return { ...plan, interfaces };
}

/** Where `disk` allows only this. */
export function withAllow(allow: PlanProgram["allow"]): Plan {
  if (plan.system === null) throw new Error("there is a system");
  const services = plan.system.services.map((service) => ({ ...service, allow }));
  return { ...plan, system: { ...plan.system, services } };
}
