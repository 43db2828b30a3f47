/** What the ends of links are, in the words and terms of the rules. */
import type { Core, Device, Endpoint, Part, Port } from "../../model/machine.ts";

export function elementAt(end: Endpoint): Core | Device | Port {
  switch (end.kind) {
    case "core":
      return end.core;
    case "device":
      return end.device;
    case "port":
      return end.port;
  }
}

export function pathAt(end: Endpoint): string {
  return elementAt(end).path;
}

/** `` `p[0]` `` or ``the machine `hotos09` ``. */
export function nameOfPart(part: Part): string {
  return part.path === "" ? `the ${part.level} \`${part.type}\`` : `\`${part.path}\``;
}

/** A part and all parts around it, innermost first. */
export function enclosingParts(part: Part): readonly Part[] {
  const parts: Part[] = [];
  for (let around: Part | null = part; around !== null; around = around.parent) parts.push(around);
  return parts;
}
