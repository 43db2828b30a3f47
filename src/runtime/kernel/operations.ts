import type { OperationFacts } from "../stub.ts";

/** What is known of an interface's operations, by their number. */
export type Operations = readonly (OperationFacts | undefined)[];

export function byOpcode(operations: readonly OperationFacts[]): Operations {
  const found: (OperationFacts | undefined)[] = [];
  for (const operation of operations) found[operation.opcode] = operation;
  return found;
}

/** Why an operation may not be used on a binding; travels in `refused` frames. */
export const refusal = {
  /** Client and server were built for different versions and do not mean the same by it. */
  unavailable: 1,
  /** The description does not allow it to the client. */
  notAllowed: 2,
} as const;

export type Refusal = (typeof refusal)[keyof typeof refusal];
