import type { FaultSchedule } from "../../runtime/hosts/simulation/faults.ts";
import type { SimulationResult } from "../../runtime/hosts/simulation/options.ts";
import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";
import type { BootEvent, DropReason } from "../../runtime/kernel/events.ts";
import { strandedClients } from "./stranded.ts";

/** Virtual milliseconds that a system has to recover: many times any time that is waited for by default, since clients may wait often. */
export const recovery = 600_000;

/** What one run has shown. */
export interface Observed {
  readonly configuration: BootConfiguration;
  readonly schedule: FaultSchedule;
  readonly result: SimulationResult;
  /** What programs threw outside of any call. */
  readonly uncaught: readonly string[];
  /** What replicated objects did that they must not, a sentence each. */
  readonly wrongStates: readonly string[];
}

/** Errors that a client may end with because something else has failed. */
const consequences =
  /^(?:UnreachableError|BindingRefused|ServiceFault|CallerFault|TimeoutError|EndpointRevokedError|StateLostError)\b/;

/** Frames that may be left over when their sender or receiver is gone. */
const leftOver: ReadonlySet<DropReason> = new Set(["endpoint", "correlation", "destination", "lost", "source"]);

/** What a run has done that no fault excuses, a sentence each; none when it has passed. */
export function judgeRun({ configuration, schedule, result, uncaught, wrongStates }: Observed): readonly string[] {
  const disturbed = schedule.length > 0;
  const told = result.events.flatMap((event) => judgeEvent(event, disturbed));
  const stranded = strandedClients({ configuration, schedule, events: result.events });
  const endless = result.unfinished
    .filter((client) => !stranded.has(client))
    .map((client) => `client ${client} is not done after ${recovery / 60_000} minutes in which nothing went wrong`);
  return [...new Set([...told, ...wrongStates, ...(uncaught.length > 0 ? [] : endless), ...uncaught])];
}

function judgeEvent(event: BootEvent, disturbed: boolean): readonly string[] {
  const on = event.coreName ?? "";
  switch (event.kind) {
    case "clientFailed":
      if (disturbed && consequences.test(event.text)) return [];
      return [`client ${event.program} on ${on} failed: ${event.text}`];
    case "serviceFailed":
      if (disturbed && consequences.test(event.text)) return [];
      return [`service ${event.program} on ${on} failed to start: ${event.text}`];
    case "frameDropped":
      if (leftOver.has(event.reason)) return [];
      return [`the kernel on ${on} dropped a frame (${event.reason})`];
    default:
      return [];
  }
}
