import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { Sent } from "../../../src/analyses/contention/contention.ts";
import { costOfUse } from "../../../src/analyses/replicas/cost-of-use.ts";
import { listAgreeing, listAsking } from "../../../src/analyses/replicas/list-messages.ts";
import { type Parts, sizes } from "../../../src/analyses/replicas/message-sizes.ts";
import { predictAgreement } from "../../../src/analyses/replicas/predict-agreement.ts";
import { coresOf, type Tree, unpackTree } from "../../../src/analyses/trees/tree.ts";
import { protocols } from "../../../src/model/state.ts";
import { encode } from "../../../src/runtime/agreement/fields.ts";
import { type Message, messageField } from "../../../src/runtime/agreement/messages.ts";
import { answerField, askField } from "../../../src/runtime/state/asks.ts";
import { encodeCommand } from "../../../src/runtime/state/command-codec.ts";
import { uniform } from "../trees/priced.ts";

const costs = uniform(10, 100);
const ascending = (one: number, other: number): number => one - other;
const bus = { ...costs, broadcast: () => "Bus" };
const parts: Parts = { key: 8, value: 24, expected: null, result: 8 };

/** Each core but the first below any of those before it. */
const trees: fc.Arbitrary<Tree> = fc
  .array(fc.nat(), { maxLength: 9 })
  .map((picks) => unpackTree([0, ...picks.map((_, at) => at + 1)], [-1, ...picks.map((pick, at) => pick % (at + 1))]));

const uses = fc.record({
  tree: trees,
  protocol: fc.constantFrom(...protocols),
  effect: fc.constantFrom("change" as const, "get" as const, "read" as const),
  /** A core that has no replica, or one that has. */
  core: fc.nat(10),
  replica: fc.nat(),
});

describe("the messages of an agreement", () => {
  test.prop([uses])("are as many as are predicted", ({ tree, protocol, effect, core, replica: pick }) => {
    const cores = coresOf(tree);
    const replica = cores.includes(core) ? core : (cores[pick % cores.length] ?? 0);
    const group = { protocol, tree };
    const root = protocol === "shootdown" ? replica : tree.core;
    const sent = [
      ...listAsking(effect, { core, replica }, group, parts),
      ...listAgreeing(effect, group, root, parts, costs),
    ];
    expect(sent).toHaveLength(costOfUse(core, replica, group, costs)[effect].messages);
    expect(sent.every(({ from, to: [to], bytes }) => from !== to && bytes > 0)).toBe(true);
  });

  test.prop([trees, fc.constantFrom(...protocols)])("go to every replica and come from every one", (tree, protocol) => {
    const sent = listAgreeing("change", { protocol, tree }, tree.core, parts, costs);
    const others = coresOf(tree).slice(1).toSorted(ascending);
    const ends = (end: (message: Sent) => readonly number[]) =>
      [...new Set(sent.flatMap(end))].filter((core) => core !== tree.core).toSorted(ascending);
    expect(ends(({ to }) => to)).toEqual(others);
    expect(ends(({ from }) => [from])).toEqual(others);
    const { phases } = predictAgreement(protocol, tree, tree.core, costs);
    expect(sent).toHaveLength(phases.reduce((sum, { messages }) => sum + messages, 0));
  });

  test.prop([trees, fc.constantFrom(...protocols)])("are the same ones where some are broadcast", (tree, protocol) => {
    const list = (by: typeof costs) => listAgreeing("change", { protocol, tree }, tree.core, parts, by);
    const each = (sent: readonly Sent[]) =>
      sent.flatMap(({ from, to, bytes }) => to.map((core) => `${from} ${core} ${bytes}`)).toSorted();
    expect(each(list(bus))).toEqual(each(list(costs)));
    // A core never stores a line of one phase twice.
    const lines = list(bus).filter(({ to }) => to.length > 1);
    const { broadcasts, phases } = predictAgreement(protocol, tree, tree.core, bus);
    const downwards = phases.filter(({ name }) => !/answered|up the tree/.test(name)).length;
    expect(lines).toHaveLength(broadcasts.length * downwards);
  });
});

const zeros = (bytes: number): Uint8Array => new Uint8Array(bytes);
const lengthOf = (message: Message): number => encode(messageField, message).length;

/** What a kernel says, with a command of so many bytes. */
function proposal(command: number) {
  return { core: 1, incarnation: 0, sequence: 1, low: 1, command: zeros(command) };
}

describe("the bytes of the messages are those that the runtime writes", () => {
  const between = { from: 0, to: 0, term: 1 };
  const change = { term: 1, content: { kind: "proposal", proposal: proposal(40) } } as const;
  const decided = { term: 1, content: { kind: "decision", refusedBy: -1 } } as const;
  const entries = { kind: "entries", epoch: 1, first: 1, stable: 0 } as const;
  const append = { kind: "append", ...between, previous: 0, previousTerm: 0, commit: 0, round: 1 } as const;
  const ack = { asks: false, have: 1, all: 1, stable: 0, voted: 0, refusedBy: -1 };

  it.each<[string, number, Message]>([
    ["forward", sizes.forward(40), { kind: "forward", epoch: 1, proposal: proposal(40) }],
    ["entries", sizes.entries(40), { ...entries, entries: [change] }],
    ["decision", sizes.decision, { ...entries, entries: [decided] }],
    ["stable", sizes.stable, { ...entries, entries: [] }],
    ["ack", sizes.ack, { kind: "ack", epoch: 1, ...ack }],
    ["append", sizes.append(40), { ...append, entries: [change] }],
    ["committed", sizes.committed, { ...append, entries: [] }],
    ["appended", sizes.appended, { kind: "appended", ...between, match: 1, last: 1, round: 1 }],
    ["askRead", sizes.askRead, { kind: "askRead", ...between, ticket: 1 }],
    ["readFrom", sizes.readFrom, { kind: "readFrom", ...between, ticket: 1, index: 1 }],
    ["invalidate", sizes.invalidate(40), { kind: "invalidate", epoch: 1, root: 0, proposal: proposal(40) }],
    [
      "invalidated",
      sizes.invalidated,
      { kind: "invalidated", epoch: 1, root: 0, core: 1, incarnation: 0, sequence: 1 },
    ],
  ])("%s", (_, said, message) => expect(said).toBe(lengthOf(message)));

  it("commands", () => {
    const command = { operation: 1, key: zeros(8), value: zeros(24) };
    expect(sizes.command(parts)).toBe(encodeCommand({ ...command, expected: null }).length);
    const replacing = { ...parts, expected: 24 };
    expect(sizes.command(replacing)).toBe(encodeCommand({ ...command, expected: zeros(24) }).length);
  });

  it("what a kernel without a replica asks, and what it hears", () => {
    const asks = [
      { kind: "propose", proposal: proposal(40) } as const,
      { kind: "get", ticket: 1, isLatest: false, query: { operation: 32, key: zeros(8) } } as const,
    ];
    expect(asks.map((ask) => encode(askField, ask).length)).toEqual([sizes.askChange(40), sizes.askValue(8)]);
    const answers = [
      { kind: "settled", incarnation: 0, sequence: 1, index: 1, result: { kind: "done", value: zeros(8) } } as const,
      { kind: "value", ticket: 1, isThere: true, value: zeros(24) } as const,
    ];
    expect(answers.map((one) => encode(answerField, one).length)).toEqual([sizes.settled(8), sizes.value(24)]);
  });
});
