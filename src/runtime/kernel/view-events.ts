import { startsOf } from "../membership/evidence.ts";
import { hasCut, type View } from "../membership/view.ts";
import type { KernelEvent } from "./events.ts";

/** What the kernel of `core` reports of a change: who was lost and has joined, which neighbours are cut off from each other. */
export function* viewEvents(core: number, before: View, after: View): Generator<KernelEvent> {
  for (const lost of before.members) if (!after.members.has(lost)) yield { kind: "coreLost", core, lost };
  for (const joined of after.members) {
    if (joined !== core && before.epoch > 0 && !isSameMember(joined, after, before))
      yield { kind: "coreJoined", core, joined };
  }
  for (const between of after.cuts) if (!hasCut(before, between)) yield { kind: "hopLost", core, between };
  for (const between of before.cuts) if (!hasCut(after, between)) yield { kind: "hopFound", core, between };
  yield { kind: "viewChanged", core, epoch: after.epoch, members: after.members.size };
}

/** Whether a core's kernel takes part in both views, and has not started anew in between. */
export function isSameMember(core: number, one: View, other: View): boolean {
  return other.members.has(core) && startsOf(one, core) === startsOf(other, core);
}
