import type { BlockConsumer } from "../../channel/block-ring.ts";
import type { Caller, OperationFacts, ServerStub } from "../../stub.ts";
import { Assembly } from "../channels/assembly.ts";
import { decodeText } from "../channels/frame-text.ts";
import type { Address, Line } from "../channels/line.ts";
import { mostConversations } from "../conversations/conversations.ts";
import { mostItems } from "../conversations/reader.ts";
import type { DropReason } from "../events.ts";
import { type Frame, frameKind, longestText, messageFrame, requestFrame } from "../frame.ts";
import { type Refusal, refusal } from "../operations.ts";
import type { ResourceExchange } from "../resources/resource-exchange.ts";
import type { Lane } from "../switching/lane.ts";
import { AnswerOutlet } from "./answer-outlet.ts";
import type { CallOwner, IncomingCall } from "./incoming-call.ts";
import { OpenRequests } from "./open-requests.ts";
import type { ServedService } from "./served-service.ts";
import { ServerLane } from "./server-lane.ts";
import { ServerWindow } from "./server-window.ts";

/** The server's end of a connection. */
export class ServerBinding implements CallOwner {
  readonly caller: Caller;
  readonly peer: Address;
  /** Its number in its kernel. */
  readonly endpoint: number;
  readonly #service: ServedService;
  /** Where answers go. */
  readonly outlet: AnswerOutlet;
  readonly #window: ServerWindow;
  readonly #assembly: Assembly;
  readonly #open = new OpenRequests();
  /** Where nothing is refused, and nothing comes along, a message in one slot needs no more. */
  readonly #lane: ServerLane | undefined;
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
    this.#service = service;
    this.#exchange = exchange;
    this.endpoint = line.endpoint;
    this.outlet = new AnswerOutlet(line, service.scratch, service.operations, exchange);
    this.#window = new ServerWindow(this.outlet, service.operations, service.window, {
      owes: () => service.owes(this),
    });
    this.refusals = refusals;
    const assembly = new Assembly(blocks);
    this.#assembly = assembly;
    this.peer = peer;
    this.caller = caller;
    const shared = { service, line, window: this.#window, assembly, open: this.#open, owner: this };
    this.#lane = refusals.size > 0 || exchange !== null ? undefined : new ServerLane(shared);
  }

  get stub(): ServerStub {
    return this.#service.stub;
  }

  get lane(): Lane | undefined {
    return this.#dropped ? undefined : this.#lane;
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
    this.#lane?.closeLane();
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
    this.#open.spare = call;
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
    const call = this.#open.callFor(store, this);
    call.begin(kind, opcode, correlation, store, at, bytes);
    this.#exchange?.read(store, call);
    call.run();
    if (kind === frameKind.open) this.#window.begun();
  }

  #subscribe(frame: Frame): void {
    if (!this.#admit(frame) || !this.#permit(frame)) return;
    const { correlation, opcode } = frame;
    const most = mostItems(this.operation(opcode)?.window);
    this.#open.subscribe(correlation, this.#service.events.subscribe(this.outlet, opcode, correlation, most));
    this.#window.begun();
  }

  /** Whether the client may ask for one more thing now. */
  #admit(frame: Frame): boolean {
    const { kind, correlation, opcode } = frame;
    const asksAnswer = kind !== messageFrame;
    if (asksAnswer && (correlation === 0 || this.#open.isTaken(correlation))) {
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
    if (!call.accept(frame)) this.#drop("window");
  }

  #drop(reason: DropReason): void {
    this.#service.drop(reason, this.peer.core);
  }
}
