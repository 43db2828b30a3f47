/** Who raises which lines of a controller. */
import { countNumbers, type NumberRange } from "../../algorithms/number-ranges.ts";
import type { Controller, LineTarget } from "../../model/interrupt.ts";
import type { Device, Machine } from "../../model/machine.ts";
import type { Span } from "../../source/source-file.ts";

export interface Claim {
  readonly claimant: Device | Controller;
  /** In words: `` `nic` ``. */
  readonly words: string;
  readonly span: Span;
  readonly lines: readonly NumberRange[];
}

/** The claims on each controller that has any, devices first. Messages that may raise any line claim none. */
export function gatherClaims({ devices, controllers }: Machine): ReadonlyMap<Controller, readonly Claim[]> {
  const claims = new Map<Controller, Claim[]>();
  const add = (to: LineTarget | null, claim: Omit<Claim, "lines">) => {
    if (to?.kind !== "controller" || to.lines === null) return;
    const known = claims.get(to.controller);
    if (known === undefined) claims.set(to.controller, [{ ...claim, lines: to.lines }]);
    else known.push({ ...claim, lines: to.lines });
  };
  for (const device of devices) {
    for (const { to, span } of device.sources) add(to, { claimant: device, words: `\`${device.path}\``, span });
  }
  for (const controller of controllers) {
    const words = `the controller \`${controller.path}\``;
    for (const { to, span } of controller.routes) add(to, { claimant: controller, words, span });
  }
  return claims;
}

/** Whether two claims are of a controller that joins lines of its own into a single one: its output. */
export function areOneOutput(a: Claim, b: Claim): boolean {
  return a.claimant === b.claimant && "routes" in a.claimant && countNumbers(a.lines) === 1;
}
