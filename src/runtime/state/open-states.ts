import type { ProgramEntry } from "../program.ts";
import type { ReplicatedObject } from "./replicated-object.ts";

/** What a program finds in `context.state`: every object that it was built for. Throws for one that the kernel lacks. */
export function openStates(
  { state = {} }: ProgramEntry,
  find: (name: string) => ReplicatedObject | null,
): Readonly<Record<string, unknown>> {
  const opened: Record<string, unknown> = {};
  for (const [name, descriptor] of Object.entries(state)) {
    const object = find(name);
    if (object === null) throw new Error(`it uses the state ${name}, which its kernel does not know`);
    if (object.kind !== descriptor.kind)
      throw new Error(`it was built for a ${descriptor.kind} ${name}, not for a ${object.kind}`);
    opened[name] = descriptor.open(object);
  }
  return opened;
}
