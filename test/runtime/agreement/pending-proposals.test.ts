import { expect, test } from "vitest";
import { PendingProposals } from "../../../src/runtime/agreement/pending-proposals.ts";
import type { Proposal } from "../../../src/runtime/agreement/protocol.ts";

function proposal(sequence: number, { core = 0, incarnation = 0, low = 1 } = {}): Proposal {
  return { core, incarnation, sequence, low, command: new Uint8Array(0) };
}

const sequences = (pending: PendingProposals): readonly number[] => [...pending].map(({ sequence }) => sequence);

test("it was sent once somebody was told of it, and no attempt is made at what has been settled", () => {
  const pending = new PendingProposals();
  pending.add(proposal(1));
  pending.attempt(proposal(1), () => false);
  expect(pending.wasSent(proposal(1))).toBe(false);
  pending.attempt(proposal(1), () => true);
  expect(pending.wasSent(proposal(1))).toBe(true);
  expect(pending.drop(proposal(1))).toBe(true);
  expect(pending.drop(proposal(1))).toBe(false);
  pending.attempt(proposal(1), () => expect.unreachable());
});

test("what its proposer has settled, or proposed before it started anew, is waited for no more; others' is", () => {
  const pending = new PendingProposals();
  for (const sequence of [1, 2, 3]) pending.add(proposal(sequence));
  pending.add(proposal(1, { core: 1 }));
  pending.add(proposal(4, { low: 3 }));
  expect(sequences(pending)).toEqual([3, 1, 4]);
  pending.add(proposal(5, { incarnation: 1, low: 5 }));
  expect(sequences(pending)).toEqual([1, 5]);
});

test("one replica keeps 4096 of them, and no more", () => {
  const pending = new PendingProposals();
  for (let sequence = 1; sequence <= 5000; sequence++) pending.add(proposal(sequence));
  expect(pending.size).toBe(4096);
});
