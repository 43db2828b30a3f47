import { describe, expect, test } from "vitest";
import { Broadcast } from "../../../src/runtime/agreement/broadcast.ts";
import { Majority } from "../../../src/runtime/agreement/majority/majority.ts";
import type { MakeProtocol } from "../../../src/runtime/agreement/replica.ts";
import { Shootdown } from "../../../src/runtime/agreement/shootdown.ts";
import { TwoPhase } from "../../../src/runtime/agreement/two-phase.ts";
import { commandOf } from "./tally.ts";
import { type Node, TestNetwork } from "./test-network.ts";

const fair = { loss: 0, repetition: 0, delay: 2, events: 0, leaves: 0 };
/** Milliseconds in which whatever is to be agreed on is. */
const soon = 2000;
/** A kernel without a replica. */
const asker = 100;

interface Scene {
  readonly network: TestNetwork;
  readonly first: Node;
  /** One that hears nothing of the others for a while. */
  readonly late: Node;
}

function sceneOf(make: MakeProtocol): Scene {
  const network = new TestNetwork(make, make !== Shootdown, 1, 3, fair);
  const [first, , late] = network.nodes as [Node, Node, Node];
  return { network, first, late };
}

/** A kernel has something agreed on at a replica. */
function agree({ network }: Scene, node: Node, incarnation: number, sequence: number): void {
  const command = commandOf(`${incarnation} ${sequence}`);
  const asked = network.ask(asker, incarnation, sequence, sequence, command, () => node);
  network.run(network.now + soon, () => asked.settled !== null);
  expect(asked.settled).not.toBeNull();
}

/** The late one is asked, whom the others do not hear, and does not hear them. */
function askInVain({ network, late }: Scene, sequence: number): void {
  network.partition(new Map([[late.core, 1]]));
  late.replica.submit({ core: asker, incarnation: 0, sequence, low: sequence, command: commandOf(`0 ${sequence}`) });
}

/** All hear each other again; what waits at the late one in the end. */
function waitingInTheEnd({ network, late }: Scene): number {
  network.partition(new Map());
  network.run(network.now + soon);
  expect(network.faults).toEqual([]);
  return late.replica.standing.proposals;
}

describe("what a kernel asked of a replica waits there no more", () => {
  test("once it was agreed on elsewhere, and the kernel has gone on, though the replica knows that from a snapshot alone", () => {
    const scene = sceneOf(Majority);
    askInVain(scene, 0);
    for (let sequence = 0; sequence < 20; sequence++) agree(scene, scene.first, 0, sequence);
    expect(waitingInTheEnd(scene)).toBe(0);
    expect(scene.late.tally.applied).toHaveLength(20);
  });

  test("once the kernel has started anew, and proposes elsewhere", () => {
    const scene = sceneOf(Majority);
    askInVain(scene, 0);
    agree(scene, scene.first, 1, 0);
    expect(waitingInTheEnd(scene)).toBe(0);
    expect(scene.late.tally.applied).toEqual(["1 0"]);
  });

  test.each([
    ["broadcast", Broadcast],
    ["twoPhase", TwoPhase],
    ["shootdown", Shootdown],
  ])("nor by %s, where it comes after what that kernel proposes since it has started anew", (_, make) => {
    const scene = sceneOf(make);
    agree(scene, scene.first, 1, 0);
    scene.late.replica.submit({ core: asker, incarnation: 0, sequence: 0, low: 0, command: commandOf("0 0") });
    expect(waitingInTheEnd(scene)).toBe(0);
    expect(scene.late.tally.applied).toEqual(["1 0"]);
  });
});
