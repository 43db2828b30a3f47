/** QEMU as a child that does not outlive this process, however that ends. */
import { findProgram } from "./find-program.ts";

export interface MachineCall {
  readonly program: string;
  readonly arguments: readonly string[];
}

/**
 * Has Linux end it when this process has ended (prctl(2), PR_SET_PDEATHSIG), also one that was killed and could end nothing
 * itself: a machine without a console would run on for ever. As it is where there is no `setpriv` of util-linux.
 */
export function boundToParent(call: MachineCall): MachineCall {
  const setpriv = process.platform === "linux" ? findProgram(["setpriv"]) : null;
  if (setpriv === null) return call;
  return { program: setpriv, arguments: ["--pdeathsig", "KILL", call.program, ...call.arguments] };
}
