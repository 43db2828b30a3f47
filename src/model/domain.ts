/** What comes and goes while a machine runs: parts that are plugged, fail together or are switched off together. */
import type { Span } from "../source/source-file.ts";
import type { Documentation } from "./documentation.ts";
import type { Controller } from "./interrupt.ts";
import type { Core, Device, Link, Memory, Part, Port } from "./machine.ts";

export interface Domain {
  readonly index: number;
  /** Full path in the machine. */
  readonly path: string;
  readonly documentation: Documentation;
  readonly span: Span;
  readonly part: Part;
  /** Whether its members fail together, or are switched off together. */
  readonly kind: "failure" | "power";
  /** Each once, in the order they were first named; those of the domains in it behind its own. */
  readonly members: readonly MachineElement[];
  /** Domains that it names: what they hold, it holds. */
  readonly domains: readonly Domain[];
}

/** What a description can say to be lost. A part stands for all in it, a port for what is joined there. */
export type MachineElement =
  | { readonly kind: "part"; readonly part: Part }
  | { readonly kind: "core"; readonly core: Core }
  | { readonly kind: "memory"; readonly memory: Memory }
  | { readonly kind: "port"; readonly port: Port }
  | { readonly kind: "device"; readonly device: Device }
  | { readonly kind: "controller"; readonly controller: Controller }
  | { readonly kind: "link"; readonly link: Link };
