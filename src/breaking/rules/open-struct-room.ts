import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { subjectOf } from "../changed-layout.ts";
import type { Rule } from "../rule.ts";

/** An open struct keeps its room. */
export const openStructRoom: Rule = {
  name: "open-struct-room",
  run({ layouts }, report) {
    for (const layout of layouts) {
      const { isOpen, whose, old, new: now, at } = layout;
      if (!isOpen.old || !isOpen.new || old.size === now.size) continue;
      report(changes.roomChanged, subjectOf(layout, at), { whose, old: old.size, new: now.size });
    }
  },
};
