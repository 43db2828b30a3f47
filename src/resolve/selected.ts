/** What paths lead to: the elements of an instantiated machine, and what lies in them. */
import { pathDiagnostics } from "../diagnostics/catalogue/resolve/paths.ts";
import { diagnose } from "../diagnostics/diagnostic.ts";
import type { RegisterBank, Space } from "../model/address-space.ts";
import type { Domain } from "../model/domain.ts";
import type { Controller } from "../model/interrupt.ts";
import type { Cache, Core, Device, Machine, Memory, Part, Port } from "../model/machine.ts";
import type { Span } from "../source/source-file.ts";
import type { Path } from "../syntax/ast.ts";
import type { Context } from "./evaluate.ts";

/** What a path can name. */
export type Selected =
  | { readonly kind: "part"; readonly part: Part }
  | { readonly kind: "core"; readonly core: Core }
  | { readonly kind: "cache"; readonly cache: Cache }
  | { readonly kind: "memory"; readonly memory: Memory }
  | { readonly kind: "port"; readonly port: Port }
  | { readonly kind: "device"; readonly device: Device }
  | { readonly kind: "space"; readonly space: Space }
  | { readonly kind: "registers"; readonly registers: RegisterBank }
  | { readonly kind: "controller"; readonly controller: Controller }
  | { readonly kind: "domain"; readonly domain: Domain };

/** An element of a machine together with what lies in it: a step of a path leads from one to the next. */
export interface Place {
  readonly element: Selected;
  readonly members: ReadonlyMap<string, Member>;
}

/** One name within a place; `places` in row-major order, exactly one when there are no dimensions. */
export interface Member {
  readonly name: string;
  readonly dimensions: readonly number[];
  /** Null when its declaration was faulty and has been reported: paths to it are followed no further, silently. */
  readonly places: readonly Place[] | null;
  /** Of its name where it was declared. */
  readonly span: Span;
}

/** A machine with the root of the paths into it. */
export interface BuiltMachine {
  readonly machine: Machine;
  readonly root: Place;
}

/** The element itself. */
export function objectOf(element: Selected): { readonly span: Span } {
  switch (element.kind) {
    case "part":
      return element.part;
    case "core":
      return element.core;
    case "cache":
      return element.cache;
    case "memory":
      return element.memory;
    case "port":
      return element.port;
    case "device":
      return element.device;
    case "space":
      return element.space;
    case "registers":
      return element.registers;
    case "controller":
      return element.controller;
    case "domain":
      return element.domain;
  }
}

/** The full path of an element; empty for the machine itself. */
export function pathOf(element: Selected): string {
  switch (element.kind) {
    case "part":
      return element.part.path;
    case "core":
      return element.core.path;
    case "cache":
      return element.cache.path;
    case "memory":
      return element.memory.path;
    case "port":
      return element.port.path;
    case "device":
      return element.device.path;
    case "space":
      return element.space.path;
    case "registers":
      return element.registers.path;
    case "controller":
      return element.controller.path;
    case "domain":
      return element.domain.path;
  }
}

/** What a kind of element is called in messages. */
export const elementWords: Readonly<Record<Selected["kind"], string>> = {
  part: "a part",
  core: "a core",
  cache: "a cache",
  memory: "a memory",
  port: "a port",
  device: "a device",
  space: "an address space",
  registers: "a bank of registers",
  controller: "an interrupt controller",
  domain: "a domain",
};

/** Reports that what a path names is not of the `wanted` kind; `wanted` in words: `a core`. */
export function reportWrongElement(
  path: Path,
  element: Selected,
  what: string,
  wanted: string,
  context: Context,
): void {
  const given = element.kind === "part" ? `a ${element.part.level}` : elementWords[element.kind];
  const facts = { what, path: pathOf(element), wanted, given };
  context.report(diagnose(pathDiagnostics.wrongElement, path.span, facts));
}
