/** The one entry that generated code imports. */

export type { Branded } from "./codec/branded.ts";
export * from "./codec/checks.ts";
export { Store } from "./codec/store.ts";
export {
  BindingRefused,
  DeclaredFailure,
  DecodeError,
  EncodeError,
  ServiceFault,
  ShutdownError,
  TimeoutError,
  UnreachableError,
} from "./errors.ts";
export {
  type ClientProgram,
  clientEntry,
  type ProgramContext,
  type ProgramEntry,
  type Programs,
  type ServiceContext,
  type ServiceProgram,
  serviceEntry,
} from "./program.ts";
export type {
  Binding,
  CallContext,
  Caller,
  CallOptions,
  Decode,
  Draft,
  InterfaceDescriptor,
  OperationFacts,
  Publisher,
  ServerCall,
  ServerStub,
  SubscribeOptions,
} from "./stub.ts";
