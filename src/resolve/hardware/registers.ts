/** Registers of devices and interrupt controllers: one bank without a name, by attribute, or several with names. */
import { addressDiagnostics } from "../../diagnostics/catalogue/resolve/addresses.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { RegisterBank } from "../../model/address-space.ts";
import type { Span } from "../../source/source-file.ts";
import type { DeclarationBase, RegistersItem } from "../../syntax/ast.ts";
import type { Context } from "../evaluate.ts";
import { expectSize } from "../expect.ts";

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
