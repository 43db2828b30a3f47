import { slotPayload } from "../../channel/slot.ts";
import { type CallInPlace, type MessageInPlace, writeInPlace } from "../../in-place/operation.ts";
import type { MessageView } from "../../in-place/view.ts";
import type { MessageWriter } from "../../in-place/writer.ts";
import type { CallOptions, Draft } from "../../stub.ts";
import type { Line } from "../channels/line.ts";
import type { Conversation, ConversationOwner } from "../conversations/conversation.ts";
import { type Conversations, tooManyOf } from "../conversations/conversations.ts";
import { type Deadlines, faultOf } from "../deadlines.ts";
import { requestFrame } from "../frame.ts";
import { CallbackCall } from "./callback-call.ts";
import type { ClientOperations } from "./client-operations.ts";
import type { Outlet } from "./outlet.ts";
import type { ClientOperation } from "./request-queue.ts";
import type { RequestSender } from "./request-sender.ts";

/** What it works on: parts of its binding. */
export interface CallerParts {
  readonly outlet: Outlet;
  readonly operations: ClientOperations;
  readonly conversations: Conversations<Conversation>;
  readonly sender: RequestSender;
}

/** The requests of a binding that are written where they are sent from, and whose answers are read where they come. */
export class InPlaceCaller {
  readonly #binding: ConversationOwner;
  readonly #deadlines: Deadlines;
  readonly #parts: CallerParts;
  readonly #spareCalls: CallbackCall[] = [];

  constructor(binding: ConversationOwner, deadlines: Deadlines, parts: CallerParts) {
    this.#binding = binding;
    this.#deadlines = deadlines;
    this.#parts = parts;
  }

  call<Request extends MessageWriter, Reply extends MessageView>(
    inPlace: CallInPlace<Request, Reply>,
    write: ((request: Request) => void) | null,
    replied: (reply: Reply) => void,
    failed: (error: unknown) => void,
    options: CallOptions | undefined,
  ): void {
    const { outlet, operations } = this.#parts;
    const operation = operations.get(inPlace.opcode);
    const { line } = outlet;
    const isShort = operation.isPlain && options === undefined && inPlace.most <= slotPayload;
    const draft = isShort && line !== null && outlet.credits > 0 ? line.outgoing.claim() : null;
    if (line === null || draft === null) this.#callAnyhow(operation, inPlace, write, replied, failed, options);
    else this.#callAtOnce(operation, line, draft, inPlace, write, replied, failed);
  }

  /** A request of one slot that can go now. */
  #callAtOnce<Request extends MessageWriter, Reply extends MessageView>(
    operation: ClientOperation,
    line: Line,
    draft: Draft,
    inPlace: CallInPlace<Request, Reply>,
    write: ((request: Request) => void) | null,
    replied: (reply: Reply) => void,
    failed: (error: unknown) => void,
  ): void {
    const { outlet, conversations } = this.#parts;
    const bytes = write === null ? 0 : this.#writeInto(line, draft, inPlace.request, write);
    const call = this.#spareCalls.pop() ?? new CallbackCall(this.#binding, this.#deadlines, this.#spareCalls);
    const correlation = conversations.add(call);
    // While it was written, all may have changed.
    if (correlation === 0 || outlet.line !== line || outlet.credits === 0) {
      this.#submit(operation, call, correlation, this.#moved(line, draft, bytes), bytes, inPlace, replied, failed);
      return;
    }
    outlet.credits--;
    line.outgoing.put(line, requestFrame | (operation.opcode << 8), correlation, bytes);
    call.begin(correlation, operation, inPlace, replied, failed, undefined);
    if (!line.outgoing.idle) line.outgoing.flush();
  }

  /** The slot is kept meanwhile, and a credit for it. */
  #writeInto<Request extends MessageWriter>(
    { outgoing }: Line,
    draft: Draft,
    writer: Request | null,
    write: (request: Request) => void,
  ): number {
    const { outlet } = this.#parts;
    outlet.credits--;
    outgoing.open();
    const bytes = this.#write(draft, writer, write);
    outgoing.close();
    outlet.refill(1);
    return bytes;
  }

  /** What was written into the slot of a line that is no more lies in memory that is there. */
  #moved(line: Line, draft: Draft, bytes: number): Draft {
    const { outlet } = this.#parts;
    if (outlet.line === line) return draft;
    const room = outlet.scratch.reserve(bytes);
    room.store.bytes.set(draft.store.bytes.subarray(draft.at, draft.at + bytes), room.at);
    return room;
  }

  #callAnyhow<Request extends MessageWriter, Reply extends MessageView>(
    operation: ClientOperation,
    inPlace: CallInPlace<Request, Reply>,
    write: ((request: Request) => void) | null,
    replied: (reply: Reply) => void,
    failed: (error: unknown) => void,
    options: CallOptions | undefined,
  ): void {
    const { outlet, operations, conversations } = this.#parts;
    const reason = operations.reasonAgainst(operation) ?? (options === undefined ? null : faultOf(options));
    if (reason !== null) {
      failSoon(failed, reason.reason);
      return;
    }
    const draft = outlet.open(inPlace.most);
    const bytes = this.#write(draft, inPlace.request, write);
    const call = this.#spareCalls.pop() ?? new CallbackCall(this.#binding, this.#deadlines, this.#spareCalls);
    this.#submit(operation, call, conversations.add(call), draft, bytes, inPlace, replied, failed, options);
  }

  #submit<Request extends MessageWriter, Reply extends MessageView>(
    operation: ClientOperation,
    call: CallbackCall,
    correlation: number,
    draft: Draft,
    bytes: number,
    inPlace: CallInPlace<Request, Reply>,
    replied: (reply: Reply) => void,
    failed: (error: unknown) => void,
    options?: CallOptions,
  ): void {
    if (correlation === 0) {
      this.#parts.outlet.discard(draft);
      this.#spareCalls.push(call);
      failSoon(failed, tooManyOf(this.#binding.service));
      return;
    }
    call.begin(correlation, operation, inPlace, replied, failed, options);
    this.#parts.sender.submit(requestFrame, draft, operation, correlation, bytes);
  }

  /** False, and nothing written, when the message would have to wait. */
  post<Request extends MessageWriter>(
    { opcode, most, request }: MessageInPlace<Request>,
    write: ((request: Request) => void) | null,
  ): boolean {
    const { outlet, operations, sender } = this.#parts;
    const operation = operations.get(opcode);
    const draft = operations.mayTry(operation) ? outlet.tryOpen(most) : null;
    if (draft === null) return false;
    const bytes = this.#write(draft, request, write);
    void sender.post(draft, operation, bytes);
    return true;
  }

  /** The bytes that were written into an open draft; none, and the draft given back, when that fails. */
  #write<Request extends MessageWriter>(
    draft: Draft,
    writer: Request | null,
    write: ((request: Request) => void) | null,
  ): number {
    if (writer === null || write === null) return 0;
    try {
      return writeInPlace(draft, writer, write);
    } catch (error) {
      this.#parts.outlet.discard(draft);
      throw error;
    }
  }
}

/** By itself, for the sake of those who do not come here: a function that makes a closure pays for it whenever it is called. */
function failSoon(failed: (error: unknown) => void, reason: unknown): void {
  queueMicrotask(() => failed(reason));
}
