// What every kernel of a system believes, for who wants to know why nothing goes on.
import type { RunningSystem } from "../../../src/runtime/hosts/threads/boot.ts";
import type { KernelLoad } from "../../../src/runtime/kernel/load.ts";

/** Milliseconds that kernels have to say what they believe: one that is stuck never does. */
const patience = 5000;

export async function standingsOf(system: RunningSystem): Promise<string> {
  const late = new Promise<readonly KernelLoad[]>((resolve) => setTimeout(() => resolve([]), patience));
  const loads = await Promise.race([system.measure(), late]);
  return loads.map(printStanding).join("\n") || "not every kernel says what it believes";
}

export function printStanding({ core, standing, deepest, calling, serving }: KernelLoad): string {
  const { epoch, members, hasQuorum, replicas } = standing;
  const quorum = hasQuorum ? "" : ", no quorum";
  const ring = `deepest ring ${deepest.used}/${deepest.slots}`;
  const lines = replicas.map(
    ({ name, role, epoch: own, last, applied, awaits, proposals, reads }) =>
      `  ${name}: ${role} in ${own}, log ${last}, applied ${applied}, awaits [${awaits}], ${proposals} proposals, ${reads} reads`,
  );
  const head = `kernel ${core}: view ${epoch} of ${members}${quorum}, calling ${calling}, serving ${serving}, ${ring}`;
  return [head, ...lines].join("\n");
}
