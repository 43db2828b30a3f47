/** The one entry that generated code imports. */

export type { Branded } from "./codec/branded.ts";
export { loadBytes, storeBytes } from "./codec/bytes.ts";
export * from "./codec/checks.ts";
export type { Fits, I8, I16, I32, I64, Struct, U8, U16, U32, U64 } from "./codec/fits.ts";
export { loadEndpoint, loadRegion, loadWritableRegion, storeEndpoint, storeRegion } from "./codec/resources.ts";
export { Store } from "./codec/store.ts";
export { loadString, storeString } from "./codec/text.ts";
export {
  BindingRefused,
  CallerFault,
  DeclaredFailure,
  DecodeError,
  EncodeError,
  EndpointRevokedError,
  ExpiredError,
  NotAllowedError,
  OperationUnavailableError,
  ServiceFault,
  ShutdownError,
  StateLostError,
  TimeoutError,
  UnreachableError,
  UnsafeIntegerError,
} from "./errors.ts";
export * from "./in-place/access.ts";
export { bindingOf } from "./in-place/clients.ts";
export { equalsText, KnownText } from "./in-place/equal-text.ts";
export { InPlaceCall, LaterDone, LaterReply } from "./in-place/handler-context.ts";
export type { CallInPlace, MessageInPlace } from "./in-place/operation.ts";
export {
  InPlaceService,
  type ItemSource,
  ServedCall,
  type ServedInPlace,
  ServedMessage,
  ServedStream,
  type WriteItem,
} from "./in-place/server.ts";
export { EmptyView, MessageView, View } from "./in-place/view.ts";
export { EmptyWriter, expectWritten, MessageWriter, Writer } from "./in-place/writer.ts";
export {
  type Allow,
  type ClientProgram,
  clientEntry,
  type NoState,
  type ProgramContext,
  type ProgramEntry,
  type Programs,
  type ServiceContext,
  type ServiceProgram,
  serviceEntry,
} from "./program.ts";
export { type Lease, OutOfMemoryError, type Region, RegionEndedError, type WritableRegion } from "./region.ts";
export type { Agreed, Agreement, NotAgreed, ProposeOptions, WatchOptions } from "./state/agreement.ts";
export type * from "./state/faces.ts";
export { type StateDescriptor, type StateEntry, stateEntry } from "./state/state-entry.ts";
export type { ValueCodec } from "./state/value-codec.ts";
export type {
  Binding,
  CallContext,
  Caller,
  CallOptions,
  Decode,
  Draft,
  InPlaceBinding,
  InterfaceDescriptor,
  OperationFacts,
  Publisher,
  ServerCall,
  ServerStub,
  SubscribeOptions,
  Upload,
} from "./stub.ts";
