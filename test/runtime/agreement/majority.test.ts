import { describe, expect, test } from "vitest";
import { Majority } from "../../../src/runtime/agreement/majority/majority.ts";
import { commandOf } from "./tally.ts";
import { type Node, TestNetwork } from "./test-network.ts";

const fair = { loss: 0, repetition: 0, delay: 2, events: 0, leaves: 0 };
/** Milliseconds in which whatever is to be agreed on is, with an election before it. */
const soon = 500;

function replicas(count: number): { readonly network: TestNetwork; readonly nodes: readonly Node[] } {
  const network = new TestNetwork(Majority, true, 1, count, fair);
  return { network, nodes: network.nodes };
}

/** Something is proposed at a replica and agreed on. */
function agree(network: TestNetwork, node: Node, sequence: number): void {
  const command = commandOf(`${node.core} ${sequence}`);
  const asked = network.ask(node.core, node.incarnation, sequence, sequence, command, () => node);
  network.run(network.now + soon, () => asked.settled !== null);
  expect(asked.settled).not.toBeNull();
}

/** The servers that a replica knows of, as core/incarnation. */
function serversOf({ replica: { protocol } }: Node): readonly string[] {
  if (!(protocol instanceof Majority)) throw new Error("another protocol");
  return protocol.servers.map(({ core, incarnation }) => `${core}/${incarnation}`).sort();
}

/** All others come to know that they go on without it. */
function letLeave(network: TestNetwork, leaving: Node): void {
  const others = network.nodes.filter((node) => node !== leaving && !node.life.isOver);
  const mayLeave = (): boolean => others.map(({ replica }) => replica.relinquish(leaving.core)).every((may) => may);
  leaving.replica.relinquish(leaving.core);
  mayLeave();
  network.run(network.now + soon, mayLeave);
  expect(mayLeave()).toBe(true);
}

/** Dies, comes back, and has the state again. */
function replace(network: TestNetwork, node: Node): void {
  network.kill(node);
  network.run(network.now + soon);
  network.restart(node);
  network.run(network.now + soon, () => node.replica.holds);
  expect(node.replica.holds).toBe(true);
}

describe("the state is said to be lost", () => {
  test("not by one who lags behind, and knows only of servers that were replaced one by one", () => {
    const { network, nodes } = replicas(5);
    const [first, other, ...rest] = nodes as [Node, Node, ...Node[]];
    agree(network, first, 0);
    network.partition(new Map([[first.core, 1]]));
    agree(network, other, 0);
    for (const node of rest) replace(network, node);
    expect(network.faults).toEqual([]);
    network.partition(new Map());
    agree(network, other, 1);
    expect(serversOf(first)).toEqual(["0/0", "12/1", "3/0", "6/1", "9/1"]);
    expect(network.faults).toEqual([]);
  });

  test("by one of those that are left, when the others that knew it are gone at once, and all know it", () => {
    const { network, nodes } = replicas(5);
    const [first, , ...rest] = nodes as [Node, ...Node[]];
    agree(network, first, 0);
    for (const node of rest) network.kill(node);
    network.run(network.now + soon);
    for (const node of rest) network.restart(node);
    network.run(network.now + soon);
    expect(new Set(network.faults)).toEqual(
      new Set(nodes.map(({ core }) => `core ${core} ${core === 0 ? "tells" : "knows"} that the state is lost`)),
    );
    expect(nodes.map(({ replica }) => replica.isLost)).toEqual(nodes.map(() => true));
  });
});

describe("one that is to leave", () => {
  test("is let go, and the other decides alone", () => {
    const { network, nodes } = replicas(2);
    const [first, other] = nodes as [Node, Node];
    for (const { replica } of nodes) replica.relinquish(other.core);
    network.run(soon);
    expect(serversOf(first)).toEqual(["0/0"]);
    network.leave(other);
    agree(network, first, 0);
  });

  test("is kept while another may be dead, with whom the rest could not decide on anything", () => {
    const { network, nodes } = replicas(3);
    const [first, leaving, dead] = nodes as [Node, Node, Node];
    // Nobody knows.
    dead.life.isOver = true;
    for (const { replica } of [first, leaving]) replica.relinquish(leaving.core);
    network.run(soon);
    expect(serversOf(first)).toEqual(["0/0", "3/0", "6/0"]);
    expect(first.replica.relinquish(leaving.core)).toBe(false);
    agree(network, first, 0);
    network.kill(dead);
    network.run(network.now + soon);
    expect(serversOf(first)).toEqual(["0/0"]);
    network.leave(leaving);
    agree(network, first, 1);
  });

  test("of three stays one of those who decide until it has gone", () => {
    const { network, nodes } = replicas(3);
    const [first, leaving] = nodes as [Node, Node, Node];
    letLeave(network, leaving);
    expect(serversOf(first)).toEqual(["0/0", "3/0", "6/0"]);
    network.leave(leaving);
    network.run(network.now + soon);
    expect(serversOf(first)).toEqual(["0/0", "6/0"]);
    agree(network, first, 0);
  });

  test("of three decides with the first when the other is lost just then", () => {
    const { network, nodes } = replicas(3);
    const [first, leaving, lost] = nodes as [Node, Node, Node];
    letLeave(network, leaving);
    network.kill(lost);
    for (const { replica } of [first, leaving]) replica.relinquish(null);
    agree(network, first, 0);
    agree(network, leaving, 0);
    expect(network.faults).toEqual([]);
  });

  test("goes only once the leader says so, who may have made a server of it that nobody has heard of", () => {
    const { network, nodes } = replicas(3);
    const [first, other, leaving] = nodes as [Node, Node, Node];
    network.kill(leaving);
    network.run(network.now + soon);
    expect(serversOf(other)).toEqual(["0/0", "3/0"]);
    network.restart(leaving);
    network.partition(new Map([[first.core, 1]]));
    expect(other.replica.relinquish(leaving.core)).toBe(false);
    network.run(network.now + soon);
    const { incarnation, core } = leaving;
    const term = other.replica.standing.epoch;
    other.replica.receive(core, { kind: "mayLeave", from: incarnation, to: 0, term, core });
    expect(other.replica.relinquish(leaving.core)).toBe(false);
    network.partition(new Map());
    letLeave(network, leaving);
  });
});

test("who leads alone, since the other was lost, reads what was asked for before that", () => {
  const { network, nodes } = replicas(2);
  const [first, other] = nodes as [Node, Node];
  agree(network, first, 0);
  network.partition(new Map([[first.core, 1]]));
  let isRead = false;
  network.read(first, 1, () => {
    isRead = true;
  });
  network.run(network.now + soon);
  expect(isRead).toBe(false);
  network.kill(other);
  network.run(network.now + soon);
  expect(serversOf(first)).toEqual(["0/0"]);
  expect(isRead).toBe(true);
});

test("what one says who is not in the view is not heard, as far as it knows", () => {
  const { network, nodes } = replicas(3);
  const [first, other] = nodes as [Node, Node];
  network.exclude(first);
  network.run(network.now + soon);
  const { epoch } = other.replica.standing;
  const header = { from: 0, to: 0, term: epoch + 1 };
  const isReceived = other.replica.receive(first.core, {
    ...{ kind: "askVote", ...header, isTrial: false, last: 99, lastTerm: 99 },
  });
  expect(isReceived).toBe(true);
  expect(other.replica.standing.epoch).toBe(epoch);
});
