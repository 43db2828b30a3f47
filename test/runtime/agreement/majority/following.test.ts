import { expect, test } from "vitest";
import { Supply } from "../../../../src/runtime/agreement/catch-up.ts";
import { Ballot } from "../../../../src/runtime/agreement/majority/ballot.ts";
import { Following } from "../../../../src/runtime/agreement/majority/following.ts";
import { Outbox } from "../../../../src/runtime/agreement/majority/outbox.ts";
import { PendingReads } from "../../../../src/runtime/agreement/majority/pending-reads.ts";
import { Presence } from "../../../../src/runtime/agreement/majority/presence.ts";
import { ServerLog } from "../../../../src/runtime/agreement/majority/server-log.ts";
import type { Entry, Message } from "../../../../src/runtime/agreement/messages.ts";
import type { Group } from "../../../../src/runtime/agreement/protocol.ts";

const cores = [0, 1, 2];
const servers = cores.map((core) => ({ core, incarnation: 0 }));
const view = { epoch: 1, members: new Set(cores), incarnations: new Map(cores.map((core) => [core, 0])) };
const group: Group = {
  ...{ core: 1, replicas: cores, candidates: [], leader: 0, tree: { cores, parents: [-1, 0, 0] }, view, joins: false },
  ...{ patience: 10, retained: 2, snapshotBytes: 1 << 16 },
};

const nothing = (term: number): Entry => ({ term, content: { kind: "nothing" } });

function emptyLog(): ServerLog {
  const port = { apply: () => {}, settle: () => {}, snapshot: () => new Uint8Array(0), restore: () => true };
  return new ServerLog(port, servers, group.retained);
}

/** Whoever follows the first server in a term, and what it says. */
function follower(term: number): { following: Following; log: ServerLog; said: Message[] } {
  const said: Message[] = [];
  const log = emptyLog();
  const outbox = new Outbox(
    { send: (_to, message) => said.push(message) },
    new Presence(group),
    new Ballot(term, null),
  );
  const reads = new PendingReads(() => {});
  return { following: new Following({ core: 0, incarnation: 0 }, log, reads, outbox, group.snapshotBytes), log, said };
}

const header = { from: 0, to: 0 } as const;

test("what goes on from a snapshot in its log it keeps, and does not say that it is the leader's", () => {
  const { following, log, said } = follower(3);
  for (const term of [1, 1, 1, 2, 2, 2]) log.append(nothing(term));
  // Of the entries of term 2 the leader has only the first.
  const leader = emptyLog();
  for (const term of [1, 1, 1, 2, 3, 3, 3]) leader.append(nothing(term));
  leader.commitTo(4);
  following.fallBehind({ kind: "behind", ...header, term: 3, base: leader.entries.base + 1 });
  const supply = new Supply(leader.entries, () => leader.take());
  const question = said.at(-1);
  if (question?.kind !== "fetch") throw new Error("it asks for nothing");
  const part = supply.answer(1, { ...question, after: 0 });
  if (part?.kind !== "snapshotPart") throw new Error("it gets no snapshot");
  following.acceptPart(part);
  expect([log.commit, log.last]).toEqual([4, 6]);
  expect(said.at(-1)).toMatchObject({ kind: "appended", match: 4, last: 6 });
  const entries = [nothing(3), nothing(3), nothing(3)];
  const place = { previous: 4, previousTerm: 2, commit: 5, round: 1 };
  following.append({ kind: "append", ...header, term: 3, ...place, entries });
  expect([5, 6, 7].map((index) => log.entries.termAt(index))).toEqual([3, 3, 3]);
  expect(said.at(-1)).toMatchObject({ kind: "appended", match: 7 });
});
