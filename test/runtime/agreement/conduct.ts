// What programs and fate do to replicas on a test network, from a seed, and what must be true of it afterwards.
import { Majority } from "../../../src/runtime/agreement/majority/majority.ts";
import { hasServer, quorumOf } from "../../../src/runtime/agreement/majority/quorum.ts";
import type { Server } from "../../../src/runtime/agreement/messages.ts";
import type { Proposal } from "../../../src/runtime/agreement/protocol.ts";
import type { MakeProtocol } from "../../../src/runtime/agreement/replica.ts";
import { proposalWindow } from "../../../src/runtime/agreement/sessions.ts";
import { commandOf, unwanted } from "./tally.ts";
import { type Asked, barrier, type Faults, type Node, TestNetwork } from "./test-network.ts";

export interface Subject {
  readonly name: string;
  readonly make: MakeProtocol;
  /** Whether all replicas apply in the same order. */
  readonly ordered: boolean;
}

/** Milliseconds in which things go wrong, and in which all must be well afterwards. */
const storm = 250;
const calm = 20_000;
/** In which the slowest kernel has had an alarm that it had asked for in the storm. */
const slowest = 1000;
/** In which a kernel that is to leave does so, or stays. */
const longestLeave = 100;
/** In which all have heard that one has gone, or died. */
const announced = 40;

type Servers = readonly Server[];

class Proposer {
  readonly core: number;
  readonly incarnation: number;
  readonly #network: TestNetwork;
  readonly #asked: Asked[] = [];

  constructor(network: TestNetwork, core: number, incarnation: number) {
    this.#network = network;
    this.core = core;
    this.incarnation = incarnation;
  }

  propose(command: Uint8Array, at: () => Node | undefined): Asked | null {
    const open = this.#asked.findIndex(({ settled, abandoned }) => settled === null && !abandoned);
    const sequence = this.#asked.length;
    const low = open < 0 ? sequence : open;
    if (sequence >= low + proposalWindow) return null;
    const asked = this.#network.ask(this.core, this.incarnation, sequence, low, command, at);
    this.#asked.push(asked);
    return asked;
  }
}

/** What went wrong with a protocol under a seed; nothing, if it is right. */
export function faultsOf({ make, ordered }: Subject, seed: number, faults: Faults): readonly string[] {
  return new Conduct(make, ordered, seed, faults).run();
}

class Conduct {
  readonly #network: TestNetwork;
  readonly #faults: Faults;
  readonly #ordered: boolean;
  readonly #proposers = new Map<string, Proposer>();
  /** The one that is to leave. */
  #leaving: Node | null = null;
  #count = 0;

  constructor(make: MakeProtocol, ordered: boolean, seed: number, faults: Faults) {
    this.#faults = faults;
    this.#ordered = ordered;
    this.#network = new TestNetwork(make, ordered, seed, 1 + (seed % 5), faults);
  }

  run(): readonly string[] {
    const network = this.#network;
    for (let count = 0; count < 25; count++) network.within(storm, () => this.#propose());
    for (let count = 0; count < 5; count++) network.within(storm, () => this.#read());
    for (let count = 0; count < this.#faults.events; count++) network.within(storm, () => this.#befall());
    for (let count = 0; count < this.#faults.leaves; count++) network.within(storm, () => this.#takeLeave());
    network.run(storm);
    network.calm();
    for (const node of network.nodes) this.#revive(node);
    network.run(storm + slowest);
    network.run(storm + calm, () => this.#isDone);
    network.run(network.now + 500);
    return [...network.faults, ...this.#judge()];
  }

  get #isDone(): boolean {
    const { nodes, asked } = this.#network;
    return (
      nodes.every(({ replica }) => replica.holds) && asked.every((each) => each.settled !== null || each.abandoned)
    );
  }

  // ── what programs do ──

  #propose(): void {
    const { random, nodes } = this.#network;
    const wish = random() < 0.1 ? unwanted : "wanted";
    const command = commandOf(`${wish} ${this.#count++}`);
    if (random() < 0.3)
      this.#proposer(100 + Math.floor(random() * 2), 0).propose(command, () => this.#network.pick(nodes));
    else this.#proposeAt(this.#network.pick(nodes), command);
  }

  #proposeAt(node: Node | undefined, command: Uint8Array): Asked | null {
    if (node === undefined || node.life.isOver || node.excluded) return null;
    const { life } = node;
    const proposer = this.#proposer(node.core, node.incarnation);
    return proposer.propose(command, () => (node.life === life ? node : undefined));
  }

  #proposer(core: number, incarnation: number): Proposer {
    const name = `${core} ${incarnation}`;
    const known = this.#proposers.get(name) ?? new Proposer(this.#network, core, incarnation);
    this.#proposers.set(name, known);
    return known;
  }

  /** Everything that was agreed before is in what is read. */
  #read(): void {
    const network = this.#network;
    const node = network.pick(network.nodes);
    if (node === undefined || node.life.isOver || node.excluded) return;
    const before = network.asked.filter(isDone).map(({ proposal }) => textOf(proposal));
    const { tally } = node;
    const check = (): void => {
      const missing = before.filter((text) => text !== "" && !tally.applied.includes(text));
      if (missing.length > 0) network.faults.push(`core ${node.core} reads without ${missing.join(", ")}`);
    };
    if (network.read(node, this.#count++, check)) return;
    const asked = this.#proposeAt(node, barrier);
    if (asked === null) return;
    const { incarnation } = node;
    const wait = (): void => {
      if (asked.abandoned || node.incarnation !== incarnation) return;
      if (asked.settled === null) network.after(1, wait);
      else check();
    };
    wait();
  }

  // ── what befalls them ──

  #befall(): void {
    const network = this.#network;
    const node = network.pick(network.nodes);
    if (node === undefined) return;
    if (node.life.isOver || node.excluded) {
      this.#revive(node);
      return;
    }
    const kind = network.random();
    if (kind < 0.4 && this.#canLose(node)) network.kill(node);
    else if (kind < 0.8) this.#cutOff(node);
    else node.life.slowness = 1 + network.random() * 10;
  }

  #revive(node: Node): void {
    if (node.life.isOver) this.#network.restart(node);
    else if (node.excluded) this.#network.rejoin(node);
    if (this.#leaving !== null) node.replica.relinquish(this.#leaving.core);
  }

  // ── orderly leave ──

  /** One at a time. It goes once those who decide are the others, and stays where they do not come to be that. */
  #takeLeave(): void {
    const network = this.#network;
    const node = network.pick(network.nodes);
    if (node === undefined || this.#leaving !== null || node.life.isOver || node.excluded) return;
    this.#leaving = node;
    this.#relinquish(node, node.life, network.now + longestLeave);
  }

  #relinquish(node: Node, life: Node["life"], until: number): void {
    const network = this.#network;
    const isStaying = node.life !== life || life.isOver || node.excluded || network.now >= Math.min(until, storm);
    const mayGo = !isStaying && this.#tellAll(node) && this.#canLose(node, true);
    if (!isStaying && !mayGo) network.after(5, () => this.#relinquish(node, life, until));
    else {
      if (mayGo) network.leave(node);
      network.after(node.life.isOver ? announced : 0, () => this.#endLeave());
    }
  }

  #endLeave(): void {
    this.#leaving = null;
    this.#tellAll(null);
  }

  /** Whether all others know that they go on without it. */
  #tellAll(leaving: Node | null): boolean {
    const living = this.#network.nodes.filter(({ life }) => !life.isOver);
    const unready = living.filter((node) => !node.replica.relinquish(leaving?.core ?? null) && node !== leaving);
    return unready.length === 0;
  }

  #cutOff(node: Node): void {
    const network = this.#network;
    const others = network.nodes.filter((other) => other !== node && network.random() < 0.2);
    network.partition(new Map([node, ...others].map(({ core }) => [core, 1])));
    if (others.length === 0 && network.random() < 0.5 && this.#canLose(node)) network.exclude(node);
    network.within(100, () => network.partition(new Map()));
  }

  /** Whether the protocol promises to bear the loss of one more. */
  #canLose(node: Node, isLeave = false): boolean {
    const { nodes, view } = this.#network;
    const others = nodes.filter((other) => {
      return (
        other !== node &&
        !other.life.isOver &&
        !other.excluded &&
        view.incarnations.get(other.core) === other.incarnation
      );
    });
    if (!(node.replica.protocol instanceof Majority)) return others.some(({ replica }) => replica.holds);
    // Who is about to become a server may be one the next moment, even one that is dead where that is not known yet.
    const members = others.map(({ core, incarnation }) => ({ core, incarnation }));
    const isLate = nodes.some(({ life, excluded, epoch }) => !life.isOver && !excluded && epoch < view.epoch);
    const coming = nodes
      .filter((other) => !isLeave || other !== node)
      .flatMap(({ core, incarnation }) => [
        ...(isLate || view.members.has(core) ? [{ core, incarnation }] : []),
        ...(isLate && incarnation > 0 ? [{ core, incarnation: incarnation - 1 }] : []),
      ]);
    return nodes.every(({ life, replica: { protocol } }) => {
      if (life.isOver || !(protocol instanceof Majority) || protocol.log.servers.length === 0) return true;
      const possible = this.#possible(this.#withoutLeaving([protocol.log.servers]), coming, members);
      return this.#withoutLeaving(possible).every((deciding) => {
        return deciding.filter((server) => hasServer(members, server)).length >= quorumOf(deciding);
      });
    });
  }

  /** One at a time: the very one that is lost may be the first, and count for more than those that come after it. */
  #possible(now: readonly Servers[], coming: Servers, members: Servers): readonly Servers[] {
    return now.flatMap((servers) => {
      const added = coming.filter((server) => !hasServer(servers, server));
      const living = added.filter((server) => hasServer(members, server));
      return [servers, ...added.map((server) => [...servers, server]), [...servers, ...living]];
    });
  }

  /** The one that is to leave goes of an even number at any time, of an odd one when it has gone. */
  #withoutLeaving(possible: readonly Servers[]): readonly Servers[] {
    const even = possible.filter(({ length }) => length % 2 === 0);
    return [...possible, ...even.map((servers) => servers.filter(({ core }) => core !== this.#leaving?.core))];
  }

  // ── what must be true ──

  #judge(): readonly string[] {
    const { asked, nodes } = this.#network;
    const hanging = asked.filter(({ settled, abandoned }) => settled === null && !abandoned);
    const without = nodes.filter(({ replica }) => !replica.holds);
    return [
      ...hanging.map(({ proposal }) => `${textOf(proposal)} of core ${proposal.core} hangs`),
      ...without.map(({ core }) => `core ${core} has no state`),
      ...nodes.flatMap((node) => this.#judgeNode(node)),
    ];
  }

  #judgeNode({ core, tally }: Node): readonly string[] {
    const { asked, nodes } = this.#network;
    const found = new Set(tally.applied);
    const lost = asked.filter(
      (each) => isDone(each) && textOf(each.proposal) !== "" && !found.has(textOf(each.proposal)),
    );
    const other = nodes[0]?.tally.applied ?? [];
    // What was not settled may have reached some only, where there is no order.
    const differs = this.#ordered && (other.length !== found.size || other.some((text) => !found.has(text)));
    return [
      ...lost.map(({ proposal }) => `core ${core} has lost ${textOf(proposal)}`),
      ...(found.size === tally.applied.length ? [] : [`core ${core} has something twice`]),
      ...(differs ? [`core ${core} has ${found.size}, another ${other.length}`] : []),
      ...tally.applied.filter((text) => text.startsWith(unwanted)),
    ];
  }
}

function isDone({ settled }: Asked): boolean {
  return settled?.result.kind === "done";
}

function textOf({ command }: Proposal): string {
  return new TextDecoder().decode(command);
}
