import { exitCode } from "./exit-code.ts";

/** Why a command did not start its work, and what to do about it. */
export interface Refusal {
  readonly kind: "refused";
  readonly exitCode: typeof exitCode.wrongCall | typeof exitCode.lacking | typeof exitCode.failedRunning;
  /** One sentence. */
  readonly message: string;
  /** The way out; null when the sentence says it. */
  readonly advice: string | null;
}

/** The call is wrong. */
export function refuseCall(message: string, advice: string | null = null): Refusal {
  return { kind: "refused", exitCode: exitCode.wrongCall, message, advice };
}

/** The environment lacks something; `advice` says how to get it. */
export function refuseLacking(message: string, advice: string): Refusal {
  return { kind: "refused", exitCode: exitCode.lacking, message, advice };
}
