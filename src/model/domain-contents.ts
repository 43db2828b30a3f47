import type { Domain, MachineElement } from "./domain.ts";
import type { Controller } from "./interrupt.ts";
import type { Core, Device, Machine, Memory, Part, Port } from "./machine.ts";

export type Content = Core | Memory | Port | Device | Controller;

/** What each domain holds: links apart, which belong to both their ends. The machine is gone through once. */
export function indexContents(machine: Machine): (domain: Domain) => ReadonlySet<Content> {
  const within = gather(machine);
  return ({ members }) => {
    const contents = new Set<Content>();
    for (const member of members) addContents(member, within, contents);
    return contents;
  };
}

interface Within {
  readonly parts: ReadonlyMap<Part, readonly Part[]>;
  /** What lies directly in a part; devices also lie at the port or core they are attached to. */
  readonly contents: ReadonlyMap<object, readonly Content[]>;
}

function gather({ parts, cores, memories, ports, devices, controllers }: Machine): Within {
  const inner = new Map<Part, Part[]>();
  for (const part of parts) if (part.parent !== null) put(inner, part.parent, part);
  const contents = new Map<object, Content[]>();
  for (const element of [...cores, ...memories, ...ports, ...devices, ...controllers]) {
    put<object, Content>(contents, element.part, element);
  }
  for (const device of devices) put<object, Content>(contents, attachmentOf(device), device);
  return { parts: inner, contents };
}

function put<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function attachmentOf({ at }: Device): Part | Port | Core | Device {
  if (!("kind" in at)) return at;
  if (at.kind === "device") return at.device;
  return at.kind === "port" ? at.port : at.core;
}

function addContents(member: MachineElement, within: Within, contents: Set<Content>): void {
  if (member.kind !== "part" && member.kind !== "link") addElement(contentOf(member), within, contents);
  const open = member.kind === "part" ? [member.part] : [];
  for (const part of open) {
    for (const element of within.contents.get(part) ?? []) addElement(element, within, contents);
    open.push(...(within.parts.get(part) ?? []));
  }
}

function contentOf(member: Exclude<MachineElement, { kind: "part" | "link" }>): Content {
  switch (member.kind) {
    case "core":
      return member.core;
    case "memory":
      return member.memory;
    case "port":
      return member.port;
    case "device":
      return member.device;
    case "controller":
      return member.controller;
  }
}

/** An element with what is attached to it. */
function addElement(element: Content, { contents: lists }: Within, contents: Set<Content>): void {
  const open = [element];
  for (const one of open) {
    if (contents.has(one)) continue;
    contents.add(one);
    open.push(...(lists.get(one) ?? []));
  }
}
