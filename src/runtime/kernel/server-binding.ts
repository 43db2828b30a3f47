import type { BlockConsumer } from "../channel/block-ring.ts";
import type { Caller, Draft, OperationFacts, ServerStub } from "../stub.ts";
import { Assembly } from "./assembly.ts";
import { decodeText, encodeText } from "./control.ts";
import { mostConversations } from "./conversations.ts";
import type { DropReason } from "./events.ts";
import { type Frame, frameKind, longestText } from "./frame.ts";
import { IncomingCall } from "./incoming-call.ts";
import { type Operations, type Refusal, refusal } from "./operations.ts";
import type { Address, Line } from "./outgoing.ts";
import { highestPriority } from "./priority-queue.ts";
import type { EventSource, Subscriber } from "./publisher.ts";
import { mostItems } from "./reader.ts";
import type { Holdings, ResourceExchange } from "./resource-exchange.ts";
import { Scratch } from "./scratch.ts";
import type { Right } from "./service.ts";

/** What a server's end of a connection needs of its service. */
export interface ServedService {
  readonly stub: ServerStub;
  readonly operations: Operations;
  readonly events: EventSource;
  readonly scratch: Scratch;
  readonly longestRequest: number;
  readonly window: number;
  drop(reason: DropReason, from: number): void;
  /** A frame was handled, and the program has nothing to do because of it. */
  handledInPlace(): void;
  fault(text: string, caller: Caller): void;
  /** The caller has asked for what it has no right to. */
  notAllowed(operation: OperationFacts, caller: Caller): void;
  /** The binding holds credits back that are to be returned when there is nothing better to do. */
  owes(binding: ServerBinding): void;
}

/** The server's end of a connection. */
export class ServerBinding {
  readonly caller: Caller;
  readonly peer: Address;
  /** Null when it comes from the system's description. */
  right: Right | null = null;
  readonly #service: ServedService;
  readonly #line: Line;
  readonly #assembly: Assembly;
  readonly #calls = new Map<number, IncomingCall>();
  /** Messages whose handlers are not done. */
  readonly #messages = new Set<IncomingCall>();
  readonly #subscribers = new Map<number, Subscriber>();
  #spareCall: IncomingCall | null = null;
  /** Null for an interface without resources. */
  readonly #exchange: ResourceExchange | null;
  /** Requests that are not finished. */
  #underWay = 0;
  /** Those of operations with a window of their own, by opcode. */
  readonly #underWayOf = new Map<number, number>();
  /** Finished ones whose credits are still here. */
  #owed = 0;
  #owing = false;
  #dropped = false;
  /** What the client may not use, by opcode. */
  readonly refusals: ReadonlyMap<number, Refusal>;

  constructor(
    service: ServedService,
    line: Line,
    peer: Address,
    caller: Caller,
    refusals: ReadonlyMap<number, Refusal>,
    blocks: BlockConsumer | null,
    exchange: ResourceExchange | null,
  ) {
    this.#service = service;
    this.#exchange = exchange;
    this.#line = line;
    this.refusals = refusals;
    this.#assembly = new Assembly(blocks);
    this.peer = peer;
    this.caller = caller;
  }

  get stub(): ServerStub {
    return this.#service.stub;
  }

  receive(frame: Frame): void {
    // Late frames of a client that was given up are nobody's fault.
    if (this.#dropped) return;
    if (frame.source !== this.peer.core || frame.sourceEndpoint !== this.peer.endpoint) {
      this.#drop("endpoint");
      return;
    }
    const bound = frame.kind === frameKind.cancel ? longestText : this.#service.longestRequest;
    const assembled = this.#assembly.accept(frame, bound);
    if (assembled === "partial") return;
    if (assembled !== "whole") {
      this.#drop(assembled);
      return;
    }
    this.#act(frame);
    this.#assembly.release(frame);
  }

  #act(frame: Frame): void {
    switch (frame.kind) {
      case frameKind.request:
      case frameKind.message:
      case frameKind.open:
        this.#serve(frame);
        return;
      case frameKind.subscribe:
        this.#subscribe(frame);
        return;
      case frameKind.cancel:
        this.#cancel(frame);
        return;
      case frameKind.demand:
        this.#allow(frame);
        return;
      case frameKind.upload:
      case frameKind.uploaded:
        this.#upload(frame);
        return;
      default:
        this.#drop("kind");
        return;
    }
  }

  /** The client is gone, or the system stops. */
  drop(reason: unknown): void {
    this.#dropped = true;
    for (const call of [...this.#calls.values(), ...this.#messages]) call.drop(reason);
    for (const subscriber of this.#subscribers.values()) subscriber.cancel();
    this.#calls.clear();
    this.#messages.clear();
    this.#subscribers.clear();
    this.#exchange?.failed();
  }

  /** Nothing better is to be done: returns the credits held back for a batch. */
  settleDebts(): void {
    this.#owing = false;
    this.#returnCredits();
  }

  #returnCredits(): void {
    if (this.#owed === 0 || this.#dropped) return;
    this.#line.signal(frameKind.credit, 0, 0, this.#owed, highestPriority);
    this.#owed = 0;
  }

  // ── for calls under way ──

  draft(bytes: number): Draft {
    const draft = (this.#dropped ? null : this.#line.claim(bytes)) ?? this.#service.scratch.reserve(bytes);
    this.#exchange?.write(draft.store);
    return draft;
  }

  open(bytes: number): Draft {
    const claimed = this.#dropped ? null : this.#line.claim(bytes);
    const draft = claimed ?? this.#service.scratch.open(bytes);
    if (claimed !== null) this.#line.outgoing.open();
    this.#exchange?.write(draft.store);
    return draft;
  }

  discard(draft: Draft): void {
    this.#close(draft);
    this.#line.outgoing.flush();
  }

  #close(draft: Draft): void {
    if (draft instanceof Scratch) draft.close();
    else this.#line.outgoing.close();
  }

  send(draft: Draft, kind: number, opcode: number, correlation: number, bytes: number): void {
    if (this.#dropped) {
      this.discard(draft);
      return;
    }
    this.#exchange?.sent(0);
    this.#close(draft);
    if (this.#line.holds(draft)) this.#line.commit(draft, kind, opcode, correlation, bytes, this.#priorityOf(opcode));
    else this.sendWords(kind, opcode, correlation, this.#wordsOf(draft), bytes);
  }

  /** Sends an answer behind word of the regions that it does not give back, which takes the place it was written in. */
  sendBehind(holdings: Holdings, draft: Draft, kind: number, opcode: number, correlation: number, bytes: number): void {
    if (!holdings.mustTell) {
      holdings.answering();
      this.send(draft, kind, opcode, correlation, bytes);
      return;
    }
    const words = new Int32Array((bytes + 3) >> 2);
    new Uint8Array(words.buffer).set(draft.store.bytes.subarray(draft.at, draft.at + bytes));
    this.discard(draft);
    this.#exchange?.sent(0);
    holdings.answering();
    this.sendWords(kind, opcode, correlation, words, bytes);
  }

  #wordsOf(draft: Draft): Int32Array {
    return draft instanceof Scratch ? draft.words : this.#service.scratch.words;
  }

  /** Sends a message that lies elsewhere than in a draft. */
  sendWords(kind: number, opcode: number, correlation: number, words: Int32Array, bytes: number): void {
    if (!this.#dropped) this.#line.send(kind, opcode, correlation, words, bytes, this.#priorityOf(opcode), null);
  }

  /** Sends a message of up to one number. */
  signal(kind: number, opcode: number, correlation: number, value: number | null): void {
    if (!this.#dropped) this.#line.signal(kind, opcode, correlation, value, this.#priorityOf(opcode));
  }

  sendText(kind: number, opcode: number, correlation: number, text: string): void {
    const encoded = encodeText(text, longestText);
    this.sendWords(kind, opcode, correlation, new Int32Array(encoded.buffer), encoded.length);
  }

  keep(correlation: number, call: IncomingCall): void {
    if (correlation === 0) this.#messages.add(call);
    else this.#calls.set(correlation, call);
  }

  forget(correlation: number, call: IncomingCall): void {
    if (correlation === 0) this.#messages.delete(call);
    else if (this.#calls.get(correlation) === call) this.#calls.delete(correlation);
  }

  /** A call that was done at once, and that a stub which works in place has not kept, can be used again. */
  spare(call: IncomingCall): void {
    if (this.stub.inPlace !== true) return;
    this.#spareCall = call;
    this.#service.handledInPlace();
  }

  operation(opcode: number): OperationFacts | undefined {
    return this.#service.operations[opcode];
  }

  /** A request is finished. Calls take their credit back with the answer; a stream gave its own back when it began. */
  finished(kind: number, opcode: number): void {
    if (kind === frameKind.request) {
      this.#underWay--;
      this.#countOf(opcode, -1);
    } else if (kind === frameKind.message) this.#owe(opcode);
  }

  malformed(): void {
    this.#drop("malformed");
  }

  reportFault(text: string): void {
    this.#service.fault(text, this.caller);
  }

  // ── what comes from the client ──

  #serve(frame: Frame): void {
    if (!this.#admit(frame) || !this.#mayCall(frame) || !this.#permit(frame)) return;
    const call = this.#spareCall ?? new IncomingCall(this, frame);
    const { kind } = frame;
    if (call === this.#spareCall) call.begin(frame);
    this.#spareCall = null;
    this.#exchange?.read(frame.store, call);
    call.run();
    // What bounds a stream is its own demand.
    if (kind === frameKind.open) this.#owe(0);
  }

  #subscribe(frame: Frame): void {
    if (!this.#admit(frame) || !this.#mayCall(frame) || !this.#permit(frame)) return;
    const { correlation, opcode } = frame;
    const most = mostItems(this.operation(opcode)?.window);
    this.#subscribers.set(correlation, this.#service.events.subscribe(this, opcode, correlation, most));
    this.#owe(0);
  }

  #isOpen(correlation: number): boolean {
    return this.#calls.has(correlation) || this.#subscribers.has(correlation);
  }

  /** Whether the endpoint that it is bound by gives it the right; it is told when not. */
  #mayCall({ kind, opcode, correlation }: Frame): boolean {
    if (this.right?.opcodes?.has(opcode) !== false) return true;
    if (kind === frameKind.message) this.#drop("right");
    else this.sendText(frameKind.fault, opcode, correlation, "the endpoint does not give the right to call this");
    this.#giveBack(kind, opcode);
    return false;
  }

  /** A request that was admitted is done with at once. */
  #giveBack(kind: number, opcode: number): void {
    if (kind === frameKind.request) this.finished(kind, opcode);
    else this.#owe(kind === frameKind.message ? opcode : 0);
  }

  /** Whether the client may ask for one more thing now. */
  #admit(frame: Frame): boolean {
    const { kind, correlation, opcode } = frame;
    const asksAnswer = kind !== frameKind.message;
    const open = this.#calls.size + this.#subscribers.size;
    if (asksAnswer && (correlation === 0 || (open > 0 && this.#isOpen(correlation)))) {
      this.#drop("correlation");
      return false;
    }
    if (this.#underWay >= this.#service.window || open >= mostConversations || !this.#hasRoom(kind, opcode)) {
      this.#drop("window");
      return false;
    }
    this.#underWay++;
    if (isCounted(kind)) this.#countOf(opcode, 1);
    return true;
  }

  /** Whether fewer requests of the operation are under way than its own window allows. */
  #hasRoom(kind: number, opcode: number): boolean {
    const window = this.operation(opcode)?.window;
    return window === undefined || !isCounted(kind) || (this.#underWayOf.get(opcode) ?? 0) < window;
  }

  #countOf(opcode: number, change: number): void {
    if (this.operation(opcode)?.window === undefined) return;
    this.#underWayOf.set(opcode, (this.#underWayOf.get(opcode) ?? 0) + change);
  }

  /** Whether the client may use the operation at all; it is told when not. */
  #permit({ kind, opcode, correlation }: Frame): boolean {
    const refused = this.refusals.get(opcode);
    const operation = this.operation(opcode);
    if (refused === undefined || operation === undefined) return true;
    if (refused === refusal.notAllowed) this.#service.notAllowed(operation, this.caller);
    else this.#drop("operation");
    if (kind !== frameKind.message) this.signal(frameKind.refused, opcode, correlation, refused);
    this.#giveBack(kind, opcode);
    return false;
  }

  #cancel({ correlation, opcode, store, at, bytes }: Frame): void {
    const subscriber = this.#subscribers.get(correlation);
    if (subscriber !== undefined) {
      this.#subscribers.delete(correlation);
      subscriber.cancel();
      this.sendWords(frameKind.end, opcode, correlation, new Int32Array(0), 0);
      return;
    }
    // What is not there any more was answered while the cancellation was under way.
    const text = bytes === 0 ? null : (decodeText(store.bytes.subarray(at, at + bytes)) ?? "(not UTF-8)");
    this.#calls.get(correlation)?.cancel(text);
  }

  #allow(frame: Frame): void {
    if (frame.bytes !== 4) {
      this.#drop("length");
      return;
    }
    const items = frame.store.loadU32(frame.at);
    const { correlation } = frame;
    const receiver = this.#subscribers.get(correlation) ?? this.#calls.get(correlation);
    // More than the largest buffer holds, and the client is not one of ours.
    if (receiver?.allow(items) === false) this.#drop("window");
  }

  #upload(frame: Frame): void {
    const call = this.#calls.get(frame.correlation);
    // What is not there any more was answered while the item was under way.
    if (call === undefined) return;
    this.#exchange?.read(frame.store, call);
    const accepted = frame.kind === frameKind.upload ? call.accept(frame) : call.acceptEnd();
    if (!accepted) this.#drop("window");
  }

  /** `opcode` is 0 for what no window of an operation counts. */
  #owe(opcode: number): void {
    this.#underWay--;
    if (this.operation(opcode)?.window !== undefined) {
      this.#countOf(opcode, -1);
      this.#line.signal(frameKind.credit, opcode, 0, 1, highestPriority);
      return;
    }
    this.#owed++;
    if (this.#owed >= Math.max(1, this.#service.window >> 2)) this.#returnCredits();
    else if (!this.#owing) {
      this.#owing = true;
      this.#service.owes(this);
    }
  }

  #priorityOf(opcode: number): number {
    return this.operation(opcode)?.priority ?? 0;
  }

  #drop(reason: DropReason): void {
    this.#service.drop(reason, this.peer.core);
  }
}

/** Windows of streams and events count their items, at the other end of their demand. */
function isCounted(kind: number): boolean {
  return kind === frameKind.request || kind === frameKind.message;
}
