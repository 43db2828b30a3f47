import { type DeclaredFailure, ServiceFault } from "../../errors.ts";
import type { Decode } from "../../stub.ts";
import { decodeText } from "../channels/frame-text.ts";
import { type Frame, frameKind } from "../frame.ts";

/** The error that a failure or fault frame stands for. */
export function failureOf(frame: Frame, service: string, failure: Decode<DeclaredFailure<unknown>> | null): unknown {
  if (frame.kind === frameKind.failure && failure !== null) return failure(frame.store, frame.at, frame.bytes);
  const text = decodeText(frame.store.bytes.subarray(frame.at, frame.at + frame.bytes));
  return new ServiceFault(service, text ?? "(not UTF-8)");
}
