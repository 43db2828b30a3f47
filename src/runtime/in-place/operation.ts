/** What generated in-place clients tell their binding of an operation: once, so that a call makes nothing new. */
import type { DeclaredFailure } from "../errors.ts";
import type { Decode, Draft } from "../stub.ts";
import type { MessageView } from "./view.ts";
import type { MessageWriter } from "./writer.ts";

/** A message to the server. */
export interface MessageInPlace<Request extends MessageWriter> {
  readonly opcode: number;
  /** The longest request in bytes. */
  readonly most: number;
  /** Null when nothing is in it. */
  readonly request: Request | null;
}

/** A call, or a stream: `reply` reads its reply or items. */
export interface CallInPlace<Request extends MessageWriter, Reply extends MessageView> extends MessageInPlace<Request> {
  readonly reply: Reply;
  readonly failure: Decode<DeclaredFailure<unknown>> | null;
}

/** Lets `write` write a message; its bytes. Whatever happens, the writer is released. */
export function writeInPlace<Request extends MessageWriter>(
  draft: Draft,
  writer: Request,
  write: (request: Request) => void,
): number {
  if (writer.$open) throw new Error("another message of this operation is being written");
  writer.$begin(draft.store, draft.at);
  try {
    write(writer);
    return writer.$finish();
  } finally {
    writer.$release();
  }
}
