import type { MachineElement } from "./domain.ts";
import type { Controller } from "./interrupt.ts";
import type { Core, Device, Endpoint, Link, Machine, Memory, Part, Port } from "./machine.ts";

/** All that is gone when some elements of a machine are, in the order of the machine. */
export interface Loss {
  readonly parts: ReadonlySet<Part>;
  readonly cores: ReadonlySet<Core>;
  readonly memories: ReadonlySet<Memory>;
  readonly ports: ReadonlySet<Port>;
  readonly devices: ReadonlySet<Device>;
  readonly controllers: ReadonlySet<Controller>;
  readonly links: ReadonlySet<Link>;
}

/**
 * A part goes with all in it, a port with the link or device that is joined there, a core or device with the links that
 * end at it; a device goes with what it is attached to.
 */
export function computeLoss(machine: Machine, elements: readonly MachineElement[]): Loss {
  const named = new Set<object>(elements.map(objectOf));
  const parts = new Set<Part>();
  for (const part of machine.parts) {
    if (named.has(part) || (part.parent !== null && parts.has(part.parent))) parts.add(part);
  }
  const isLost = (element: { readonly part: Part }) => named.has(element) || parts.has(element.part);
  const [cores, ports] = [new Set(machine.cores.filter(isLost)), new Set(machine.ports.filter(isLost))];
  const devices = new Set(machine.devices.filter(isLost));
  const isEndLost = (end: Endpoint): boolean => {
    if (end.kind === "core") return cores.has(end.core);
    return end.kind === "port" ? ports.has(end.port) : devices.has(end.device);
  };
  // A device may be attached to another that stands before or behind it.
  for (let known = -1; known < devices.size; ) {
    known = devices.size;
    for (const device of machine.devices) if (isAttachmentLost(device, parts, isEndLost)) devices.add(device);
  }
  return {
    parts,
    cores,
    memories: new Set(machine.memories.filter(isLost)),
    ports,
    devices,
    controllers: new Set(machine.controllers.filter(isLost)),
    links: new Set(machine.links.filter((link) => named.has(link) || isEndLost(link.from) || isEndLost(link.to))),
  };
}

function isAttachmentLost({ at }: Device, parts: ReadonlySet<Part>, isEndLost: (end: Endpoint) => boolean): boolean {
  return "kind" in at ? isEndLost(at) : parts.has(at);
}

/** The model's own object behind a reference to it. */
export function objectOf(element: MachineElement): Part | Core | Memory | Port | Device | Controller | Link {
  switch (element.kind) {
    case "part":
      return element.part;
    case "core":
      return element.core;
    case "memory":
      return element.memory;
    case "port":
      return element.port;
    case "device":
      return element.device;
    case "controller":
      return element.controller;
    case "link":
      return element.link;
  }
}
