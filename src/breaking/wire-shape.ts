/** What of a type, layout or operation is on the wire: texts that are equal when the bytes mean the same. */
import type { Layout, PlanType } from "../plan/plan.ts";
import { type Declared, findDeclared, type Scope } from "./declared.ts";

/** Names do not count, nor do the members of open types. */
export function shapeOfType(type: PlanType, scope: Scope): string {
  switch (type.kind) {
    case "alias":
      return shapeOfType(type.type, scope);
    case "array": {
      const { length, bounded, element } = type;
      return `${shapeOfType(element, scope)}[${bounded ? ".." : ""}${length}]`;
    }
    case "endpoint":
      return `endpoint ${scope.plan.interfaces[type.interface]?.name ?? ""}`;
    case "scalar":
    case "string":
    case "bytes":
    case "region":
      return JSON.stringify(type);
    default: {
      const declared = findDeclared(type, scope);
      return declared === null ? type.kind : shapeOfDeclared(declared, scope);
    }
  }
}

export function shapeOfDeclared(declared: Declared, scope: Scope): string {
  switch (declared.kind) {
    case "alias":
      return shapeOfType(declared.type.type, scope);
    case "enum":
    case "flags": {
      const { underlying, open, members } = declared.type;
      const numbers = members.map(({ value }) => value).sort((a, b) => a - b);
      return `${declared.kind} ${underlying} ${open ? "open" : numbers.join(" ")}`;
    }
    case "struct": {
      const { open, layout } = declared.type;
      return open ? `open ${layout.size} ${layout.align}` : shapeOfLayout(layout, scope);
    }
    case "union": {
      const { tag, size, align, open, arms } = declared.type;
      const shapes = arms.map((arm) => `${arm.tag}: ${arm.type === null ? "" : shapeOfType(arm.type, scope)}`);
      return `union ${tag} ${size} ${align} ${open ? "open" : shapes.sort().join("; ")}`;
    }
  }
}

export function shapeOfLayout({ size, align, tail, fields }: Layout, scope: Scope): string {
  const places = fields.map(
    ({ type, presence, offset, dataOffset }) => `${shapeOfType(type, scope)} ${presence} ${offset} ${dataOffset}`,
  );
  return `{ ${[size, align, tail].join(" ")} ${places.join("; ")} }`;
}
