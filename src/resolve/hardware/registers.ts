/** Registers of devices and interrupt controllers: one bank without a name, by attribute, or several with names. */
import { addressDiagnostics } from "../../diagnostics/catalogue/resolve/addresses.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { RegisterBank, RegisterOwner } from "../../model/address-space.ts";
import type { Span } from "../../source/source-file.ts";
import type { DeclarationBase, RegistersItem } from "../../syntax/ast.ts";
import type { Context } from "../evaluate.ts";
import { expectSize } from "../expect.ts";
import { leafPlace, type OpenPlace, type Site } from "./building.ts";

/** A bank as declared, of no device yet. */
export type Bank = Omit<RegisterBank, "index" | "path" | "owner"> & { readonly nameSpan: Span };

/** Faulty banks are left out, after a report. */
export function readBanks(items: readonly RegistersItem[], context: Context): readonly Bank[] {
  return items.flatMap(({ name, size, documentation, span }) => {
    const bytes = expectSize(size, "the size of registers", context, { least: 1 });
    return bytes === null ? [] : [{ name: name.text, nameSpan: name.span, documentation, span, size: bytes }];
  });
}

interface Sources {
  readonly kind: readonly Bank[];
  readonly own: readonly Bank[];
  /** Of the registers without a name. */
  readonly size: number | null;
}

/** All banks of a device or controller: those of its kind, its own, and the one without a name. */
export function banksOf({ kind, own, size }: Sources, item: DeclarationBase, context: Context): readonly Bank[] {
  const byName = new Map<string, Bank>();
  for (const bank of [...kind, ...own]) {
    const name = bank.name ?? "";
    const first = byName.get(name);
    if (first === undefined) byName.set(name, bank);
    else reportTwice(bank, first, item, context);
  }
  const { documentation, span, name } = item;
  const unnamed = size === null ? [] : [{ name: null, nameSpan: name.span, documentation, span, size }];
  return [...unnamed, ...byName.values()];
}

function reportTwice(bank: Bank, first: Bank, { name }: DeclarationBase, context: Context): void {
  const facts = { name: bank.name ?? "", device: name.text };
  const related = [{ span: first.span, message: `\`${first.name}\` is declared here` }];
  context.report(diagnose(addressDiagnostics.bankTwice, bank.span, facts, { related }));
}

export function storeBank(
  { nameSpan, ...facts }: Bank,
  owner: RegisterOwner,
  place: OpenPlace,
  site: Site,
): RegisterBank {
  const { registers } = site.building.lists;
  const { name } = facts;
  const { path: outer } = owner.kind === "device" ? owner.device : owner.controller;
  const path = name === null ? outer : `${outer}.${name}`;
  const bank: RegisterBank = { ...facts, index: registers.length, path, owner };
  registers.push(bank);
  if (name === null) return bank;
  const places = [leafPlace({ kind: "registers", registers: bank })];
  place.members.set(name, { name, dimensions: [], places, span: nameSpan });
  return bank;
}
