import type { Address } from "../channels/line.ts";
import { type ControlMessage, verdict } from "../control/control.ts";
import type { ControlEndpoint } from "../control/control-endpoint.ts";
import { readOpcodes, writeSignatures } from "../control/negotiation.ts";
import { frameKind } from "../frame.ts";
import { printGrant } from "../resources/endpoint-grants.ts";
import type { Loss } from "../routes/routing.ts";
import { BindingDeadline, type ClientEnd, type ClientsOwner } from "./client-end.ts";

/** What a server has agreed to. */
export interface Acceptance {
  readonly peer: Address;
  /** Whether there are blocks for long messages. */
  readonly hasBlocks: boolean;
  readonly serverVersion: number;
  /** Numbers of the operations that both mean the same by; null when those are all. */
  readonly agreed: ReadonlySet<number> | null;
}

/** Who is told what came of asking about an end. */
export interface Enquirer {
  /** Whether it is to wait, without being asked about; then it is {@link park | parked}. */
  isHeld(end: ClientEnd): boolean;
  park(end: ClientEnd): void;
  /** Also of one whose binding has failed meanwhile: the server has an end for it now. */
  accepted(end: ClientEnd, acceptance: Acceptance): void;
  refused(end: ClientEnd, text: string): void;
  /** The instance is lost, or whoever was asked about it cannot be reached. */
  lost(end: ClientEnd, loss: Loss): void;
  /** It could not be asked about. */
  failed(end: ClientEnd, error: unknown): void;
  /** Its binding has failed meanwhile. */
  over(end: ClientEnd): void;
}

/** Milliseconds until it is asked again whether a service that moves has arrived. */
const movingPatience = 2;

/** Finds out where instances of services are, and asks them to accept clients. */
export class Enquiries {
  readonly #owner: ClientsOwner;
  readonly #control: ControlEndpoint;
  readonly #enquirer: Enquirer;

  constructor(owner: ClientsOwner, control: ControlEndpoint, enquirer: Enquirer) {
    this.#owner = owner;
    this.#control = control;
    this.#enquirer = enquirer;
  }

  /** Asks the name service on the boot core; when that is out of reach, the instance's own kernel. */
  begin(end: ClientEnd, core: number = this.#owner.bootCore): void {
    const { service, instance } = end;
    if (this.#enquirer.isHeld(end)) {
      this.#enquirer.park(end);
      return;
    }
    end.asking = true;
    this.#control.ask({
      core,
      kind: frameKind.lookup,
      answerKind: frameKind.found,
      message: { numbers: [instance, 0, 0, 0], texts: [service] },
      answer: (message) => this.#found(end, message),
      fail: (lost, error) => {
        const own = this.#owner.directory.coreOf({ service, instance });
        if (error === null && own >= 0 && own !== core && !end.binding.connection.failed) this.begin(end, own);
        else this.#notReached(end, lost, error);
      },
    });
  }

  #found(end: ClientEnd, { numbers: [result, core, endpoint], texts: [text = ""] }: ControlMessage): void {
    end.asking = false;
    if (end.binding.connection.failed) this.#enquirer.over(end);
    else if (result === verdict.yes) this.#connect(end, { core, endpoint }, []);
    else if (this.#enquirer.isHeld(end)) this.#enquirer.park(end);
    else if (result === verdict.moving) this.#beginLater(end);
    else if (result === verdict.lost) this.#enquirer.lost(end, { core });
    else this.#enquirer.refused(end, text);
  }

  #connect(end: ClientEnd, at: Address, signatures: readonly string[]): void {
    const { place, descriptor, endpoint, grant } = end;
    const { fingerprint, name, version } = descriptor;
    end.asking = true;
    this.#control.ask({
      core: at.core,
      kind: frameKind.bind,
      answerKind: frameKind.bound,
      message: {
        numbers: [at.endpoint, endpoint, place.instance, version],
        texts: [fingerprint, place.program, printGrant(grant), name, ...signatures],
      },
      answer: (message) => this.#answered(end, at, signatures.length === 0, message),
      fail: (lost, error) => this.#notReached(end, lost, error),
    });
  }

  /** `isNew`: it was not asked with signatures, which tell more than fingerprints. */
  #answered(end: ClientEnd, at: Address, isNew: boolean, { numbers, texts: [text = ""] }: ControlMessage): void {
    const [result, endpoint, hasBlocks, serverVersion] = numbers;
    end.asking = false;
    if (result === verdict.yes) {
      const agreed = isNew ? null : readOpcodes(text);
      const peer = { core: at.core, endpoint };
      this.#enquirer.accepted(end, { peer, hasBlocks: hasBlocks === 1, serverVersion, agreed });
    } else if (end.binding.connection.failed) this.#enquirer.over(end);
    else if (result === verdict.differs && isNew) this.#connect(end, at, [writeSignatures(end.descriptor.operations)]);
    else if (result === verdict.moving || (result === verdict.unvouched && end.isMoving)) this.#beginLater(end);
    else this.#enquirer.refused(end, text);
  }

  #beginLater(end: ClientEnd): void {
    const later = new BindingDeadline(() => {
      if (end.binding.connection.failed) this.#enquirer.over(end);
      else this.begin(end);
    });
    this.#owner.deadlines.add(later, movingPatience);
  }

  #notReached(end: ClientEnd, lost: Loss, error: unknown): void {
    end.asking = false;
    if (end.binding.connection.failed) this.#enquirer.over(end);
    else if (error !== null) this.#enquirer.failed(end, error);
    else this.#enquirer.lost(end, lost);
  }
}
