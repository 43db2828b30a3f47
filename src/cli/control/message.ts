/**
 * What goes over a control socket: a request a line, an answer a line, each a JSON object with the version of this
 * protocol. Who writes the requests is not trusted: what is no request, member by member, is refused with the reason.
 */

export const controlVersion = 1;

export type ControlRequest =
  | { readonly command: "status" }
  /** As `status`, with what has been counted. */
  | { readonly command: "measure" }
  | ({ readonly command: "offline"; readonly core: string; readonly to: string | null } & Insistence)
  | { readonly command: "online"; readonly core: string }
  | { readonly command: "kill"; readonly core: string }
  | { readonly command: "cut"; readonly link: string }
  | { readonly command: "heal"; readonly link: string }
  /** Without a core the plan chooses one. */
  | ({ readonly command: "move"; readonly service: string; readonly core: string | null } & Insistence);

/** How a change in order is made. */
export interface Insistence {
  /** What is not done in time is ended, and what cannot be moved is. */
  readonly force: boolean;
  /** Milliseconds that what is under way has to end; null: as long as is usual. */
  readonly within: number | null;
}

export const errorCodes = [
  /** The line is no request. */
  "malformed",
  "tooLong",
  "tooSlow",
  "tooManyConnections",
  /** Another version of this protocol. */
  "version",
  "unknownCommand",
  "unknownCore",
  "unknownLink",
  "unknownService",
  /** It makes no sense as things are. */
  "refused",
  /** It was begun, did not come off, and all is as it was but for what the message names. */
  "undone",
  /** The system is shutting down. */
  "stopping",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export interface ControlError {
  readonly code: ErrorCode;
  /** A sentence without its end. */
  readonly message: string;
  /** The way out, as a whole sentence; null where the message says it. */
  readonly advice: string | null;
}

export type Outcome =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: ControlError };

/** `id` is the request's; null where that could not be read. */
export type ControlAnswer = { readonly version: typeof controlVersion; readonly id: number | null } & Outcome;

export function refuse(code: ErrorCode, message: string, advice: string | null = null): Outcome {
  return { ok: false, error: { code, message, advice } };
}

export function answerTo(id: number | null, outcome: Outcome): ControlAnswer {
  return { version: controlVersion, id, ...outcome };
}

/** A line, as it goes over the socket. */
export function printLine(message: object): string {
  return `${JSON.stringify(message)}\n`;
}
