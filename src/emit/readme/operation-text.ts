/** Operations as the description has them, on one line each. */
import { declaredName } from "../../plan/declared-name.ts";
import type { LayoutField, PlanInterface, PlanOperation, PlanType } from "../../plan/plan.ts";

/** `call read(at: Extent) -> (data: bytes<4096>) fails Status` */
export function printOperation(plan: PlanInterface, operation: PlanOperation): string {
  const { verb, name, request, reply, fails } = operation;
  const answers = reply === null ? "" : ` -> (${printFields(plan, reply.fields)})`;
  const failure = fails === null ? "" : ` fails ${printType(plan, fails)}`;
  return `${verb} ${name}(${printFields(plan, request.fields)})${answers}${failure}`;
}

function printFields(plan: PlanInterface, fields: readonly LayoutField[]): string {
  return fields
    .map(({ name, presence, type }) => `${name}${presence === null ? "" : "?"}: ${printType(plan, type)}`)
    .join(", ");
}

function printType(plan: PlanInterface, type: PlanType): string {
  switch (type.kind) {
    case "scalar":
      return type.name;
    case "string":
    case "bytes":
      return `${type.kind}<${type.bound}>`;
    case "array":
      return `${printType(plan, type.element)}[${type.bounded ? ".." : ""}${type.length}]`;
    case "region":
      return `${type.writable ? "writable " : ""}region<${type.bound}>`;
    case "endpoint":
      return "endpoint";
    default:
      return declaredName(plan, type);
  }
}
