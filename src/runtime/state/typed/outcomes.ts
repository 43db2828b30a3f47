import type { Agreement } from "../agreement.ts";

/** What was agreed on, read as what a program wants to know. */
export function mapAgreed<From, To>(agreement: Agreement<From>, map: (value: From) => To): Agreement<To> {
  if (agreement.kind === "failed") return agreement;
  return { kind: "agreed", index: agreement.index, value: map(agreement.value) };
}

export function nothing(): void {}

export function isOne(bytes: Uint8Array): boolean {
  return bytes[0] === 1;
}
