/** Kinds of hardware: instruction sets, interconnects and devices, each resolved once. */
import type { Report } from "../../diagnostics/report.ts";
import type { Isa, Protection } from "../../model/machine.ts";
import type { DeviceDeclaration, InterconnectDeclaration, IsaDeclaration, Name } from "../../syntax/ast.ts";
import type { Context } from "../evaluate.ts";
import type { LoadedFile } from "../loaded-file.ts";
import type { Scopes } from "../scope.ts";
import {
  deviceKindAttributes,
  interconnectAttributes,
  isaAttributes,
  type linkAttributes,
} from "./attribute-tables.ts";
import { type Attributes, readAttributes } from "./read-attributes.ts";
import { type Bank, readBanks } from "./registers.ts";

export type LinkAttributes = Attributes<keyof typeof linkAttributes>;

export interface InterconnectKind {
  readonly name: string;
  readonly attributes: LinkAttributes;
}

export interface DeviceKind {
  readonly name: string;
  readonly attributes: Attributes<keyof typeof deviceKindAttributes>;
  readonly banks: readonly Bank[];
}

/** The kind a name means in a file; null after a report. */
export interface KindLookup {
  readonly isa: (name: Name, file: LoadedFile) => Isa | null;
  readonly interconnect: (name: Name, file: LoadedFile) => InterconnectKind | null;
  readonly device: (name: Name, file: LoadedFile) => DeviceKind | null;
}

/** Resolves every kind of the files at once, so that also those nobody uses are judged. */
export function resolveKinds(scopes: Scopes, report: Report): KindLookup {
  const context: Context = { report, environment: { values: new Map(), clockOf: () => null } };
  const isas = new Map(scopes.all("isa").map(({ declaration }) => [declaration, resolveIsa(declaration, context)]));
  const interconnects = new Map(
    scopes.all("interconnect").map(({ declaration }) => [declaration, resolveInterconnect(declaration, context)]),
  );
  const devices = new Map(
    scopes.all("deviceKind").map(({ declaration }) => [declaration, resolveDevice(declaration, context)]),
  );
  return {
    isa: (name, file) => lookUp(scopes.find(name, "isa", file), isas),
    interconnect: (name, file) => lookUp(scopes.find(name, "interconnect", file), interconnects),
    device: (name, file) => lookUp(scopes.find(name, "deviceKind", file), devices),
  };
}

function lookUp<Declaration, Kind>(
  found: { readonly declaration: Declaration } | null,
  kinds: ReadonlyMap<Declaration, Kind>,
): Kind | null {
  return found === null ? null : (kinds.get(found.declaration) ?? null);
}

function resolveIsa(declaration: IsaDeclaration, context: Context): Isa {
  const attributes = readAttributes(isaAttributes, declaration.attributes, "an instruction set", context);
  return {
    name: declaration.name.text,
    documentation: declaration.documentation,
    span: declaration.span,
    wordBits: (attributes.number("word") ?? 8) * 8,
    endianness: attributes.has("big") ? "big" : "little",
    lineBytes: attributes.number("line") ?? 64,
    pageBytes: attributes.number("page") ?? 4096,
    protection: readProtection(attributes) ?? "pages",
  };
}

/** Null when unsaid. */
export function readProtection(attributes: Attributes<"protection">): Protection | null {
  const word = attributes.word("protection");
  return word === "pages" || word === "regions" || word === "none" ? word : null;
}

function resolveInterconnect(declaration: InterconnectDeclaration, context: Context): InterconnectKind {
  const attributes = readAttributes(interconnectAttributes, declaration.attributes, "an interconnect", context);
  return { name: declaration.name.text, attributes };
}

function resolveDevice(declaration: DeviceDeclaration, context: Context): DeviceKind {
  const attributes = readAttributes(deviceKindAttributes, declaration.attributes, "a kind of device", context);
  return { name: declaration.name.text, attributes, banks: readBanks(declaration.banks, context) };
}
