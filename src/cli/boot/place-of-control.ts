import type { Call } from "../call.ts";
import type { BootOptions } from "./boot-options.ts";

/** Null where there is to be none, or cannot be, and that has been said: a system can do without. */
export async function placeOfControl(call: Call, system: string, options: BootOptions): Promise<string | null> {
  if (options.host === "simulation" || options.control === false) return null;
  const place = (await import("../control/open-control.ts")).placeControl(system);
  if ("path" in place) return place.path;
  call.terminal.say(`skerry: there is no control socket: ${place.text}.\n`);
  return null;
}
