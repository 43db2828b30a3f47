import { NotAllowedError, OperationUnavailableError } from "../../errors.ts";
import type { Frame } from "../frame.ts";
import { type Refusal, refusal } from "../operations.ts";
import type { Agreement, BindingFacts } from "./binding-facts.ts";
import { ClientOperation } from "./request-queue.ts";

/** The operations of a binding at its client, and what errors say of those that may not be used. */
export class ClientOperations {
  readonly #facts: BindingFacts;
  readonly #carries: boolean;
  readonly #operations: (ClientOperation | undefined)[] = [];
  /** Why none can be used any more. */
  failure: { readonly reason: unknown } | null = null;
  #service: string;
  #instance: number;
  #serverVersion: number;

  /** `carries`: regions and endpoints may go with requests. */
  constructor(facts: BindingFacts, carries: boolean) {
    this.#facts = facts;
    this.#carries = carries;
    this.#service = facts.service;
    this.#instance = facts.instance;
    this.#serverVersion = facts.version;
    for (const operation of facts.operations) this.#operations[operation.opcode] = new ClientOperation(operation);
  }

  /** How errors name the service, or the instance that is bound. */
  get service(): string {
    return this.#service;
  }

  /** Of the service: the one that is bound, or was last. */
  get instance(): number {
    return this.#instance;
  }

  /** Throws for what the interface does not have. */
  get(opcode: number): ClientOperation {
    const operation = this.#operations[opcode];
    if (operation === undefined) throw new RangeError(`${this.#service} has no operation ${opcode}`);
    return operation;
  }

  find(opcode: number): ClientOperation | undefined {
    return this.#operations[opcode];
  }

  /** An instance has accepted the binding. */
  agree({ service, instance, serverVersion, agreed }: Agreement): void {
    this.#service = service;
    this.#instance = instance;
    this.#serverVersion = serverVersion;
    for (const operation of this.#operations) {
      if (operation !== undefined) {
        operation.refused = agreed?.has(operation.opcode) === false ? refusal.unavailable : null;
        const isRepeated = operation.facts.idempotent === true && this.#facts.canMove;
        operation.isPlain = operation.refused === null && !operation.isCounted && !isRepeated && !this.#carries;
      }
    }
  }

  /** Why an operation cannot be used now; null when it can. */
  reasonAgainst(operation: ClientOperation): { readonly reason: unknown } | null {
    if (this.failure !== null || operation.refused === null) return this.failure;
    return { reason: this.refusalOf(operation, operation.refused) };
  }

  /** Whether a message may go at once, as far as its operation's own window is concerned. Throws when it never may. */
  mayTry(operation: ClientOperation): boolean {
    if (operation.refused !== null) throw this.refusalOf(operation, operation.refused);
    return operation.hasRoom;
  }

  /** Nothing is under way any more. */
  endAll(): void {
    for (const operation of this.#operations) operation?.ended(operation.underWay);
  }

  /** The error of a `refused` frame. */
  refusalIn({ bytes, store, at, opcode }: Frame): Error {
    const why = bytes === 4 ? store.loadU32(at) : 0;
    return this.refusalOf(
      this.#operations[opcode],
      why === refusal.notAllowed ? refusal.notAllowed : refusal.unavailable,
    );
  }

  refusalOf(operation: ClientOperation | undefined, why: Refusal): Error {
    const name = operation?.facts.name ?? "an operation";
    const { program, version } = this.#facts;
    return why === refusal.notAllowed
      ? new NotAllowedError(this.#service, name, program)
      : new OperationUnavailableError(this.#service, name, version, this.#serverVersion);
  }
}
