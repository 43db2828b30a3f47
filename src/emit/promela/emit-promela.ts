import Handlebars from "handlebars";
import type { Plan, PlanState } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { majorityTemplate, seededMajorityFaults } from "./majority/majority-template.ts";
import { type GroupView, viewGroup } from "./replica-group.ts";
import { ringTemplate } from "./ring-template.ts";
import { viewRing } from "./ring-view.ts";
import { seededBroadcastFaults, seededTwoPhaseFaults, sequencedTemplate } from "./sequenced/sequenced-template.ts";
import { seededShootdownFaults, shootdownTemplate } from "./shootdown/shootdown-template.ts";

interface SeededFault {
  readonly name: string;
  readonly text: string;
}

interface ProtocolModel {
  readonly template: string;
  readonly faults: readonly SeededFault[];
}

const models: Readonly<Record<PlanState["protocol"], ProtocolModel>> = {
  broadcast: { template: sequencedTemplate, faults: seededBroadcastFaults },
  twoPhase: { template: sequencedTemplate, faults: seededTwoPhaseFaults },
  majority: { template: majorityTemplate, faults: seededMajorityFaults },
  shootdown: { template: shootdownTemplate, faults: seededShootdownFaults },
};

/** Models that SPIN proves, in `formal/`: of the rings, and of each replicated object that has several replicas. */
export function emitPromela(plan: Plan): OutputFile[] {
  const ring = viewRing(plan);
  const states = plan.system?.states ?? [];
  return [
    ...(ring === null ? [] : [{ path: "formal/ring.pml", content: render(ringTemplate, ring) }]),
    ...states.flatMap((state) => emitState(state, viewGroup(state, plan))),
  ];
}

function emitState({ name, protocol }: PlanState, group: GroupView | null): OutputFile[] {
  const model = models[protocol];
  if (group === null) return [];
  const view = { ...group, faults: model.faults, twoPhase: protocol === "twoPhase" };
  return [{ path: `formal/states/${name}.pml`, content: render(model.template, view) }];
}

function render<View>(template: string, view: View): string {
  return Handlebars.create().compile<View>(template, { noEscape: true, strict: true, knownHelpersOnly: true })(view);
}
