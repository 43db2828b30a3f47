import { expect, test } from "vitest";
import { proposalWindow } from "../../../src/runtime/agreement/sessions.ts";
import { Deadlines } from "../../../src/runtime/kernel/deadlines.ts";
import { Proposer } from "../../../src/runtime/state/proposer.ts";

const command = new Uint8Array(0);
const never = { timeout: Number.POSITIVE_INFINITY };

/** Of a kernel whose proposals nobody hears. */
function unheard(): { readonly proposer: Proposer; readonly wait: (milliseconds: number) => void } {
  let time = 0;
  const deadlines = new Deadlines({ ticking: false, now: () => time, alarm: () => {} });
  const owner = { now: () => time, submit: () => {}, withdraw: () => {}, wasSent: () => false };
  const wait = (milliseconds: number): void => {
    time += milliseconds;
    deadlines.expire();
  };
  return { proposer: new Proposer(0, 0, owner, deadlines), wait };
}

test("what was given up while it waited takes nobody's place", async () => {
  const { proposer, wait } = unheard();
  for (let count = 0; count < proposalWindow; count++) void proposer.propose(command, never);
  const waiting = Array.from({ length: 4096 }, () => proposer.propose(command, { timeout: 10 }));
  const rejected = { reason: "rejected", text: "4096 proposals of this kernel wait already" };
  expect(await proposer.propose(command)).toMatchObject(rejected);
  wait(10);
  for (const given of await Promise.all(waiting)) expect(given).toMatchObject({ reason: "noQuorum" });
  const later = proposer.propose(command, { timeout: 10 });
  wait(10);
  expect(await later).toMatchObject({ reason: "noQuorum", text: expect.stringContaining("it has not been done") });
});
