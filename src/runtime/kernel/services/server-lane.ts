import { slotPayload, slotPayloadAt } from "../../channel/slot.ts";
import type { Store } from "../../codec/store.ts";
import type { AnswersInPlace } from "../../stub.ts";
import type { Assembly } from "../channels/assembly.ts";
import type { Line } from "../channels/line.ts";
import { mostConversations } from "../conversations/conversations.ts";
import { messageFrame, replyFrame, requestFrame } from "../frame.ts";
import { Lane, swapHalves } from "../switching/lane.ts";
import type { CallOwner, IncomingCall } from "./incoming-call.ts";
import type { OpenRequests } from "./open-requests.ts";
import type { ServedService } from "./served-service.ts";
import type { ServerWindow } from "./server-window.ts";

/** What the quick way to a server's end of a connection shares with the long one. */
export interface ServerLaneParts {
  readonly service: ServedService;
  /** Where answers leave. */
  readonly line: Line;
  readonly window: ServerWindow;
  readonly assembly: Assembly;
  readonly open: OpenRequests;
  /** Whose calls they are. */
  readonly owner: CallOwner;
}

/** The quick way to a server's end of a connection, for requests and messages in one slot. */
export class ServerLane extends Lane {
  readonly #service: ServedService;
  readonly #line: Line;
  readonly #window: ServerWindow;
  readonly #assembly: Assembly;
  readonly #open: OpenRequests;
  readonly #owner: CallOwner;
  #isClosed = false;

  constructor({ service, line, window, assembly, open, owner }: ServerLaneParts) {
    super();
    this.cores = swapHalves(line.cores);
    this.endpoints = swapHalves(line.endpoints);
    this.#service = service;
    this.#line = line;
    this.#window = window;
    this.#assembly = assembly;
    this.#open = open;
    this.#owner = owner;
  }

  override closeLane(): void {
    this.#isClosed = true;
    super.closeLane();
  }

  override take(store: Store, slot: number, shape: number, correlation: number): boolean {
    const kind = shape & 0xff;
    const opcode = (shape >>> 8) & 0xff;
    if (kind === requestFrame) {
      if (correlation === 0 || (this.#open.count > 0 && this.#open.isTaken(correlation))) return false;
    } else if (kind !== messageFrame) return false;
    const window = this.#window;
    if (window.underWay >= window.size || this.#open.count >= mostConversations || !this.#assembly.isEmpty)
      return false;
    if (this.#service.operations[opcode]?.window !== undefined) return false;
    window.underWay++;
    const { stub } = this.#service;
    const served = kind === requestFrame ? stub.answers?.(opcode) : undefined;
    const room = served === undefined || served.most > slotPayload ? -1 : this.#line.outgoing.room;
    const call = this.#open.callFor(store, this.#owner);
    call.begin(kind, opcode, correlation, store, slot + slotPayloadAt, shape >>> 24);
    if (served === undefined || room < 0) call.run();
    else this.#answerInPlace(served, call, room, opcode, correlation);
    return true;
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
    if (bytes >= 0 && !this.#isClosed) outgoing.put(this.#line, replyFrame | (opcode << 8), correlation, bytes);
    if (!outgoing.idle) outgoing.flush();
    if (bytes < 0) {
      call.wasNotAnswered();
      return;
    }
    this.#window.underWay--;
    this.#open.spare = call;
    this.#service.handledInPlace();
  }
}
