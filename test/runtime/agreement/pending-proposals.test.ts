import { expect, test } from "vitest";
import { PendingProposals } from "../../../src/runtime/agreement/pending-proposals.ts";
import type { Proposal } from "../../../src/runtime/agreement/protocol.ts";
import { proposalWindow } from "../../../src/runtime/agreement/sessions.ts";

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

test("what its proposer has settled is waited for no more; what others have is", () => {
  const pending = new PendingProposals();
  for (const sequence of [1, 2, 3]) pending.add(proposal(sequence));
  pending.add(proposal(1, { core: 1 }));
  pending.add(proposal(4, { low: 3 }));
  expect(sequences(pending)).toEqual([3, 1, 4]);
});

test("of what a kernel had proposed before it started anew nothing is waited for, however far it had come", () => {
  const pending = new PendingProposals();
  pending.add(proposal(500, { low: 490 }));
  pending.add(proposal(1, { incarnation: 1 }));
  // It was long under way.
  pending.add(proposal(501, { low: 495 }));
  expect([...pending]).toEqual([proposal(1, { incarnation: 1 })]);
});

test("of each kernel it keeps what that may have under way, and nothing that is older or later", () => {
  const pending = new PendingProposals();
  for (let core = 0; core < 20; core++) {
    for (let sequence = 10; sequence < 10 + 2 * proposalWindow; sequence++)
      pending.add(proposal(sequence, { core, low: 10 }));
    pending.add(proposal(9, { core, low: 5 }));
  }
  expect(pending.size).toBe(20 * proposalWindow);
  pending.add(proposal(10 + proposalWindow, { core: 19, low: 11 }));
  expect(sequences(pending).slice(1 - proposalWindow)).toContain(10 + proposalWindow);
  expect(pending.size).toBe(20 * proposalWindow);
});
