import type { BlockConsumer } from "../channel/block-ring.ts";
import { slotPayload, slotPayloadAt } from "../channel/slot.ts";
import type { Store } from "../codec/store.ts";
import type { AnswersInPlace, Caller, OperationFacts, ServerStub } from "../stub.ts";
import { AnswerOutlet } from "./answer-outlet.ts";
import { Assembly } from "./assembly.ts";
import { decodeText } from "./control.ts";
import { mostConversations } from "./conversations.ts";
import type { GrantedEndpoint } from "./endpoint-grants.ts";
import type { DropReason } from "./events.ts";
import { type Frame, frameKind, longestText, messageFrame, replyFrame, requestFrame } from "./frame.ts";
import { type CallOwner, IncomingCall } from "./incoming-call.ts";
import { Lane, swapHalves } from "./lane.ts";
import type { Address, Line } from "./line.ts";
import { OpenRequests } from "./open-requests.ts";
import { type Operations, type Refusal, refusal } from "./operations.ts";
import type { EventSource } from "./publisher.ts";
import { mostItems } from "./reader.ts";
import type { ResourceExchange } from "./resource-exchange.ts";
import type { Scratch } from "./scratch.ts";
import { ServerWindow } from "./server-window.ts";

/** What a binding may do when it does not come from the system's description: what its granter lets it. */
export interface Right {
  readonly grant: GrantedEndpoint;
  /** Null for the service itself. */
  readonly granter: ServerBinding | null;
  /** Null for all. */
  readonly opcodes: ReadonlySet<number> | null;
}

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
export class ServerBinding extends Lane implements CallOwner {
  readonly caller: Caller;
  readonly peer: Address;
  /** Its number in its kernel. */
  readonly endpoint: number;
  /** Null when it comes from the system's description. */
  right: Right | null = null;
  readonly #service: ServedService;
  readonly #line: Line;
  /** Where answers go. */
  readonly outlet: AnswerOutlet;
  readonly #window: ServerWindow;
  readonly #assembly: Assembly;
  readonly #open = new OpenRequests();
  #spareCall: IncomingCall | null = null;
  /** Null for an interface without resources. */
  readonly #exchange: ResourceExchange | null;
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
    super();
    this.cores = swapHalves(line.cores);
    this.endpoints = swapHalves(line.endpoints);
    this.#service = service;
    this.#exchange = exchange;
    this.#line = line;
    this.endpoint = line.endpoint;
    this.outlet = new AnswerOutlet(line, service.scratch, service.operations, exchange);
    this.#window = new ServerWindow(this.outlet, service.operations, service.window, {
      owes: () => service.owes(this),
    });
    this.refusals = refusals;
    this.#assembly = new Assembly(blocks);
    this.peer = peer;
    this.caller = caller;
  }

  get stub(): ServerStub {
    return this.#service.stub;
  }

  /** Where nothing is refused, and nothing comes along, a message in one slot needs no more than {@link take}. */
  get lane(): Lane | undefined {
    return this.refusals.size > 0 || this.#exchange !== null || this.#dropped ? undefined : this;
  }

  override take(store: Store, slot: number, shape: number, correlation: number): boolean {
    const kind = shape & 0xff;
    const opcode = (shape >>> 8) & 0xff;
    const window = this.#window;
    if (kind === requestFrame) {
      if (correlation === 0 || this.#isOpen(correlation)) return false;
    } else if (kind !== messageFrame) return false;
    const isFull = window.underWay >= window.size || this.#open.count >= mostConversations;
    if (isFull || !this.#assembly.isEmpty || this.#service.operations[opcode]?.window !== undefined) return false;
    window.underWay++;
    const served = kind === requestFrame ? this.stub.answers?.(opcode) : undefined;
    const room = served === undefined || served.most > slotPayload ? -1 : this.#line.outgoing.room;
    const call = this.#callFor(store);
    call.begin(kind, opcode, correlation, store, slot + slotPayloadAt, shape >>> 24);
    if (served === undefined || room < 0) call.run();
    else this.#answerInPlace(served, call, room, opcode, correlation);
    return true;
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
    if (this.#assembly.release(frame)) this.#window.tell();
  }

  #act(frame: Frame): void {
    switch (frame.kind) {
      case requestFrame:
      case messageFrame:
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
    if (this.#dropped) return;
    this.#dropped = true;
    this.closeLane();
    this.outlet.shut();
    this.#open.drop(reason);
    this.#exchange?.failed();
  }

  /** Requests that are not finished. */
  get underWay(): number {
    return this.#open.underWay;
  }

  get subscriptions(): number {
    return this.#open.subscriptions;
  }

  /** The client sends nothing more: calls back, at once or later, when all that it has sent is done. */
  whenIdle(idle: () => void): void {
    this.#open.whenIdle(idle);
  }

  /** Nothing better is to be done: returns the credits held back for a batch. */
  settleDebts(): void {
    this.#window.settleDebts();
  }

  /** Nothing comes, or goes, any more. */
  get dropped(): boolean {
    return this.#dropped;
  }

  // ── for calls under way ──

  keep(correlation: number, call: IncomingCall): void {
    this.#open.keep(correlation, call);
  }

  forget(correlation: number, call: IncomingCall): void {
    this.#open.forget(correlation, call);
  }

  /** A call that was done at once, and that a stub which works in place has not kept, can be used again. */
  spare(call: IncomingCall): void {
    if (this.stub.inPlace?.(call.opcode) !== true) return;
    this.#spareCall = call;
    this.#service.handledInPlace();
  }

  operation(opcode: number): OperationFacts | undefined {
    return this.#service.operations[opcode];
  }

  /** A call or message is finished. */
  finished(kind: number, opcode: number): void {
    this.#window.finished(kind, opcode);
  }

  malformed(): void {
    this.#drop("malformed");
  }

  reportFault(text: string): void {
    this.#service.fault(text, this.caller);
  }

  // ── what comes from the client ──

  #serve(frame: Frame): void {
    if (!this.#admit(frame) || !this.#permit(frame)) return;
    const { kind, opcode, correlation, store, at, bytes } = frame;
    const call = this.#callFor(store);
    call.begin(kind, opcode, correlation, store, at, bytes);
    this.#exchange?.read(store, call);
    call.run();
    if (kind === frameKind.open) this.#window.begun();
  }

  #callFor(store: Store): IncomingCall {
    const call = this.#spareCall ?? new IncomingCall(this, store);
    this.#spareCall = null;
    return call;
  }

  /** The answer is written where it is sent from, while what others send waits. */
  #answerInPlace(served: AnswersInPlace, call: IncomingCall, room: number, opcode: number, correlation: number): void {
    const { outgoing } = this.#line;
    let bytes = -1;
    outgoing.open();
    try {
      bytes = served.answer(call, outgoing.ring.store, room);
    } catch (error) {
      outgoing.close();
      outgoing.flush();
      call.threw(error);
      return;
    }
    outgoing.close();
    if (bytes >= 0 && !this.#dropped) {
      outgoing.put(this.#line, replyFrame | (opcode << 8), correlation, bytes);
    }
    if (!outgoing.idle) outgoing.flush();
    if (bytes < 0) {
      call.wasNotAnswered();
      return;
    }
    this.#window.underWay--;
    this.#spareCall = call;
    this.#service.handledInPlace();
  }

  #subscribe(frame: Frame): void {
    if (!this.#admit(frame) || !this.#permit(frame)) return;
    const { correlation, opcode } = frame;
    const most = mostItems(this.operation(opcode)?.window);
    this.#open.subscribe(correlation, this.#service.events.subscribe(this.outlet, opcode, correlation, most));
    this.#window.begun();
  }

  #isOpen(correlation: number): boolean {
    return this.#open.count > 0 && this.#open.has(correlation);
  }

  /** Whether the client may ask for one more thing now. */
  #admit(frame: Frame): boolean {
    const { kind, correlation, opcode } = frame;
    const asksAnswer = kind !== messageFrame;
    if (asksAnswer && (correlation === 0 || this.#isOpen(correlation))) {
      this.#drop("correlation");
      return false;
    }
    if (this.#open.count < mostConversations && this.#window.admit(kind, opcode)) return true;
    this.#drop("window");
    return false;
  }

  /** Whether the client may use the operation at all; it is told when not. */
  #permit({ kind, opcode, correlation }: Frame): boolean {
    if (this.refusals.size === 0) return true;
    const refused = this.refusals.get(opcode);
    const operation = this.operation(opcode);
    if (refused === undefined || operation === undefined) return true;
    if (refused === refusal.notAllowed) this.#service.notAllowed(operation, this.caller);
    else this.#drop("operation");
    if (kind !== messageFrame) this.outlet.signal(frameKind.refused, opcode, correlation, refused);
    this.#window.giveBack(kind, opcode);
    return false;
  }

  #cancel({ correlation, opcode, store, at, bytes }: Frame): void {
    if (this.#open.unsubscribe(correlation)) {
      this.outlet.sendWords(frameKind.end, opcode, correlation, new Int32Array(0), 0);
      return;
    }
    // What is not there any more was answered while the cancellation was under way.
    const text = bytes === 0 ? null : (decodeText(store.bytes.subarray(at, at + bytes)) ?? "(not UTF-8)");
    this.#open.call(correlation)?.cancel(text);
  }

  #allow(frame: Frame): void {
    if (frame.bytes !== 4) {
      this.#drop("length");
      return;
    }
    const items = frame.store.loadU32(frame.at);
    // More than the largest buffer holds, and the client is not one of ours.
    if (this.#open.sender(frame.correlation)?.allow(items) === false) this.#drop("window");
  }

  #upload(frame: Frame): void {
    const call = this.#open.call(frame.correlation);
    // What is not there any more was answered while the item was under way.
    if (call === undefined) return;
    this.#exchange?.read(frame.store, call);
    const accepted = frame.kind === frameKind.upload ? call.accept(frame) : call.acceptEnd();
    if (!accepted) this.#drop("window");
  }

  #drop(reason: DropReason): void {
    this.#service.drop(reason, this.peer.core);
  }
}
