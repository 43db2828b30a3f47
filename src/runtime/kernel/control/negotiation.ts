/** Whether a client and a server that were built apart can work together, and by which operations. */
import type { InterfaceDescriptor, OperationFacts } from "../../stub.ts";

type Descriptor = Pick<InterfaceDescriptor<never, never, never>, "name" | "version" | "fingerprint" | "operations">;

/** What a client was built for. */
export interface Offer {
  readonly name: string;
  readonly version: number;
  readonly fingerprint: string;
  /** As {@link writeSignatures} has them; null before the server has asked for them. */
  readonly signatures: string | null;
}

export type Negotiated =
  /** `agreed`: numbers of the operations that both ends mean the same by; null when those are all. */
  | { readonly kind: "bound"; readonly agreed: ReadonlySet<number> | null }
  /** The signatures must tell. */
  | { readonly kind: "differs" }
  | { readonly kind: "refused"; readonly text: string };

/**
 * Equal fingerprints bind at once. Versions that differ by one bind by the operations whose signatures agree, so that a
 * system can be brought to its next version one program at a time. Everything else is refused.
 */
export function negotiate(own: Descriptor, offer: Offer): Negotiated {
  if (offer.fingerprint === own.fingerprint) return { kind: "bound", agreed: null };
  const areNeighbours = offer.name === own.name && Math.abs(offer.version - own.version) === 1;
  if (!areNeighbours) return refuse(own, offer, "");
  if (offer.signatures === null) return { kind: "differs" };
  const theirs = readSignatures(offer.signatures);
  if (theirs === null) return refuse(own, offer, ": its list of operations cannot be read");
  const agreed = own.operations.filter(({ opcode, signature }) => theirs.get(opcode) === signature);
  if (agreed.length === 0) return refuse(own, offer, ": they agree on no operation");
  return { kind: "bound", agreed: new Set(agreed.map(({ opcode }) => opcode)) };
}

function refuse(own: Descriptor, offer: Offer, why: string): Negotiated {
  return { kind: "refused", text: `it serves ${print(own)}, and the client was built for ${print(offer)}${why}` };
}

function print({ name, version, fingerprint }: Omit<Offer, "signatures">): string {
  return `${name} @ ${version} (${fingerprint})`;
}

const digits = { opcode: 2, signature: 8 } as const;
const record = digits.opcode + digits.signature;

/** Ten hexadecimal digits for each operation: its number, its signature. */
export function writeSignatures(operations: readonly OperationFacts[]): string {
  return operations.map(({ opcode, signature }) => printHex(opcode) + signature).join("");
}

function readSignatures(text: string): ReadonlyMap<number, string> | null {
  if (text.length % record !== 0 || !/^[0-9a-f]*$/.test(text)) return null;
  const signatures = new Map<number, string>();
  for (let at = 0; at < text.length; at += record) {
    const opcode = Number.parseInt(text.slice(at, at + digits.opcode), 16);
    signatures.set(opcode, text.slice(at + digits.opcode, at + record));
  }
  return signatures;
}

/** Two hexadecimal digits for each operation. */
export function writeOpcodes(opcodes: ReadonlySet<number>): string {
  return [...opcodes].map(printHex).join("");
}

/** What is no such text names no operation. */
export function readOpcodes(text: string): ReadonlySet<number> {
  const pairs = text.match(/[0-9a-f]{2}/g) ?? [];
  return new Set(pairs.map((pair) => Number.parseInt(pair, 16)));
}

function printHex(opcode: number): string {
  return opcode.toString(16).padStart(digits.opcode, "0");
}
