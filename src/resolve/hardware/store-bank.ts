import type { RegisterBank, RegisterOwner } from "../../model/address-space.ts";
import { leafPlace, type OpenPlace, type Site } from "./building.ts";
import type { Bank } from "./registers.ts";

/** Gives a bank its index and path; one that has a name becomes a member of its owner's place. */
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
