/** Which box things lie in. */
import type { Device, Part } from "../../model/machine.ts";
import { enclosingParts } from "./places.ts";

/** The box a part lies in, or is; null outside all boxes. */
export function boxOf(part: Part): Part | null {
  return enclosingParts(part).find(({ level }) => level === "box") ?? null;
}

/** Whether one lies in a box and the other in another one, or in none. */
export function areApart(a: Part, b: Part): boolean {
  return boxOf(a) !== boxOf(b);
}

/** ``the box `east` ``, `no box`. */
export function boxWords(part: Part): string {
  const box = boxOf(part);
  return box === null ? "no box" : `the box \`${box.path}\``;
}

/** Where a device is: in the part it is attached to, wherever it was declared. */
export function homeOf(device: Device): Part {
  const { at } = device;
  if (!("kind" in at)) return at;
  if (at.kind === "device") return at.device === device ? device.part : homeOf(at.device);
  return at.kind === "port" ? at.port.part : at.core.part;
}
