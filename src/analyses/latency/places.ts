import type { Core, Device, Endpoint, Machine, Part } from "../../model/machine.ts";

/**
 * Where links end, as far as cost goes: inside a place everything is equally near. A place is a part, a core that links
 * join directly, or a device.
 */
export type Place =
  | { readonly kind: "part"; readonly part: Part }
  | { readonly kind: "core"; readonly core: Core }
  | { readonly kind: "device"; readonly device: Device };

/** Which cores lie in each part, however deep. */
export type Population = ReadonlyMap<Part, readonly Core[]>;

export function computePopulation(machine: Machine): Population {
  const within = new Map<Part, Core[]>(machine.parts.map((part) => [part, []]));
  for (const core of machine.cores) {
    for (let part: Part | null = core.part; part !== null; part = part.parent) within.get(part)?.push(core);
  }
  return within;
}

/** A part and all parts around it, innermost first. */
export function enclosingParts(part: Part): readonly Part[] {
  const parts: Part[] = [];
  for (let around: Part | null = part; around !== null; around = around.parent) parts.push(around);
  return parts;
}

/** The place an endpoint belongs to. */
export function placeOfEndpoint(endpoint: Endpoint, population: Population): Place {
  switch (endpoint.kind) {
    case "core":
      return { kind: "core", core: endpoint.core };
    case "device":
      return { kind: "device", device: endpoint.device };
    case "port":
      return { kind: "part", part: homeOf(endpoint.port.part, population) };
  }
}

/**
 * The part whose cores are the ones at a port of `part`: `part` itself when it has cores, however deep; else the nearest
 * part around it that holds cores directly. When the nearest part around it that has cores has them only in other parts
 * of its own, `part` is a switch between those and stays its own home.
 */
export function homeOf(part: Part, population: Population): Part {
  for (const around of enclosingParts(part)) {
    const cores = population.get(around) ?? [];
    if (cores.length === 0) continue;
    return around === part || cores.some((core) => core.part === around) ? around : part;
  }
  return part;
}

/** Where a device is: the place it is attached to, through other devices if need be. */
export function attachmentOf(device: Device, population: Population): Place {
  const { at } = device;
  if (!("kind" in at)) return { kind: "part", part: homeOf(at, population) };
  if (at.kind === "device" && at.device !== device) return attachmentOf(at.device, population);
  return placeOfEndpoint(at, population);
}

/** The object a place is about: one and the same for equal places. */
export function keyOf(place: Place): Part | Core | Device {
  switch (place.kind) {
    case "part":
      return place.part;
    case "core":
      return place.core;
    case "device":
      return place.device;
  }
}
