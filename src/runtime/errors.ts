/** How a call can fail. Every rejection of a generated client is one of these or the reason of the caller's own signal. */

/** A failure the interface declares with `fails`. Generated code derives one class for each failure type. */
export class DeclaredFailure<Detail> extends Error {
  readonly detail: Detail;
  constructor(name: string, detail: Detail, text: string) {
    super(text);
    this.name = name;
    this.detail = detail;
  }
}

/**
 * No answer within the call's time; whether the server did the work is unknown. Or no replica of an object in reach to say what
 * it has.
 */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
  /** Or the object. */
  readonly service: string;
  readonly milliseconds: number;
  constructor(service: string, milliseconds: number) {
    super(`${service} did not answer within ${milliseconds} ms`);
    this.service = service;
    this.milliseconds = milliseconds;
  }
}

/**
 * The kernel of the service, one on the way to it, or a link on the way is gone. Whether the server did the work is unknown,
 * unless nothing was sent. What is called later may reach it again.
 */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
  readonly service: string;
  /** Path of the core that was lost, or of one end of the link that was. */
  readonly core: string;
  /** Path of the other end of the link; null when it was a core that was lost. */
  readonly otherCore: string | null;
  constructor(service: string, core: string, otherCore: string | null = null) {
    const lost =
      otherCore === null ? `the kernel on ${core} is gone` : `the link between ${core} and ${otherCore} is cut`;
    super(`${service} cannot be reached: ${lost}`);
    this.service = service;
    this.core = core;
    this.otherCore = otherCore;
  }
}

/** The service threw something its interface does not declare. */
export class ServiceFault extends Error {
  override readonly name = "ServiceFault";
  readonly service: string;
  constructor(service: string, text: string) {
    super(`${service} failed: ${text}`);
    this.service = service;
  }
}

/** The caller of an operation could not bring all of the items that it was to send. */
export class CallerFault extends Error {
  override readonly name = "CallerFault";
  /** The program that called. */
  readonly caller: string;
  constructor(caller: string, text: string) {
    super(`${caller} failed while it sent items: ${text}`);
    this.caller = caller;
  }
}

/** The service would not bind: another version of the interface, or it failed to start. */
export class BindingRefused extends Error {
  override readonly name = "BindingRefused";
  readonly service: string;
  constructor(service: string, text: string) {
    super(`${service} refused the binding: ${text}`);
    this.service = service;
  }
}

/** Whoever passed the endpoint of this service has taken it back. */
export class EndpointRevokedError extends Error {
  override readonly name = "EndpointRevokedError";
  readonly service: string;
  constructor(service: string) {
    super(`${service} may no longer be called: its endpoint was revoked`);
    this.service = service;
  }
}

/** Client and server were built for neighbouring versions of the interface that do not mean the same by the operation. */
export class OperationUnavailableError extends Error {
  override readonly name = "OperationUnavailableError";
  readonly service: string;
  readonly operation: string;
  /** What the client was built for. */
  readonly clientVersion: number;
  readonly serverVersion: number;
  constructor(service: string, operation: string, clientVersion: number, serverVersion: number) {
    super(
      `${operation} of ${service} cannot be used: version ${clientVersion}, which the client was built for, and version ${serverVersion}, which is served, do not agree on it`,
    );
    this.service = service;
    this.operation = operation;
    this.clientVersion = clientVersion;
    this.serverVersion = serverVersion;
  }
}

/** The description does not allow the program to use the operation. */
export class NotAllowedError extends Error {
  override readonly name = "NotAllowedError";
  readonly service: string;
  readonly operation: string;
  readonly caller: string;
  constructor(service: string, operation: string, caller: string) {
    super(`${caller} is not allowed ${operation} of ${service}`);
    this.service = service;
    this.operation = operation;
    this.caller = caller;
  }
}

/** The service moved to another core while a region or an endpoint waited to be passed to it. It was not sent. */
export class MovedError extends Error {
  override readonly name = "MovedError";
  readonly service: string;
  constructor(service: string) {
    super(`${service} has moved: what was to be passed to it was for its kernel, and was not sent`);
    this.service = service;
  }
}

/** Too many replicas of an object were lost at once: nobody knows any more what was agreed on. */
export class StateLostError extends Error {
  override readonly name = "StateLostError";
  /** As the system has it. */
  readonly object: string;
  constructor(object: string) {
    super(`the state of ${object} is lost: too many of its replicas were lost at once`);
    this.object = object;
  }
}

/** The system is shutting down, or the program ends where it is because it goes on elsewhere. */
export class ShutdownError extends Error {
  override readonly name = "ShutdownError";
  constructor(text: string = "the system is shutting down") {
    super(text);
  }
}

/** A value that does not fit the type of its field. Thrown before anything is sent. */
export class EncodeError extends RangeError {
  override readonly name = "EncodeError";
  /** `Extent.count` */
  readonly field: string;
  constructor(field: string, text: string) {
    super(`${field}: ${text}`);
    this.field = field;
  }
}

/** Bytes from another kernel that are not a message of the interface. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
  readonly field: string;
  constructor(field: string, text: string) {
    super(`${field}: ${text}`);
    this.field = field;
  }
}

/** A 64-bit integer was asked for as a number that cannot hold it exactly. */
export class UnsafeIntegerError extends RangeError {
  override readonly name = "UnsafeIntegerError";
  readonly field: string;
  readonly value: bigint;
  constructor(field: string, value: bigint) {
    super(`${field}: ${value} is no safe integer`);
    this.field = field;
    this.value = value;
  }
}

/** A view or writer was used after the call, or the callback, that it was given to. */
export class ExpiredError extends Error {
  override readonly name = "ExpiredError";
  constructor() {
    super("this view or writer was used after the message it was for");
  }
}
