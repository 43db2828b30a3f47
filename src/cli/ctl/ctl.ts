import type { Call, Ending } from "../call.ts";
import type { Answered } from "../control/control-client.ts";
import type { ControlError, ControlRequest, ErrorCode } from "../control/message.ts";
import { exitCode } from "../exit-code.ts";
import { printJson } from "../print-json.ts";
import { type Refusal, refuseLacking } from "../refusal.ts";
import { findSystem, type SystemChoice } from "./find-system.ts";
import { describeChange } from "./render-status.ts";

export interface CtlOptions extends SystemChoice {
  readonly json?: boolean;
}

/** Has a running system do one thing, and tells what came of it. */
export async function ctl(call: Call, request: ControlRequest, options: CtlOptions): Promise<Ending> {
  const system = await findSystem(options, call.workingFolder);
  if ("kind" in system) return system;
  const answer = await system.ask(request);
  system.close();
  if (!("ok" in answer) || !answer.ok) return refusalOf(answer);
  if (options.json === true) printJson(call.terminal, { ok: true, ...asMembers(answer.result) });
  else call.terminal.print(describeChange(request, answer.result));
  return exitCode.done;
}

/** What a request did not come off for, as the command ends with it. */
export function refusalOf(answer: Answered): Refusal {
  if (!("ok" in answer))
    return refuseLacking(`the connection was lost: ${answer.lost}`, "Look whether the system still runs.");
  if (answer.ok) throw new Error("it is no refusal");
  const { message, advice, code }: ControlError = answer.error;
  return { kind: "refused", exitCode: exitCodes[code] ?? exitCode.wrongCall, message, advice };
}

/** All others mean that the call is wrong. */
const exitCodes: Readonly<Partial<Record<ErrorCode, Refusal["exitCode"]>>> = {
  undone: exitCode.failedRunning,
  stopping: exitCode.lacking,
  tooManyConnections: exitCode.lacking,
  version: exitCode.lacking,
};

function asMembers(result: unknown): Readonly<Record<string, unknown>> {
  return typeof result === "object" && result !== null ? { ...result } : {};
}
