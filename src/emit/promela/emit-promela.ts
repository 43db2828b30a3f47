import Handlebars from "handlebars";
import type { Plan, PlanState } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { conflationTemplate } from "./conflation-template.ts";
import { viewConflation } from "./conflation-view.ts";
import { bereavementTemplate, seededBereavementFaults } from "./majority/bereavement/bereavement-template.ts";
import { majorityTemplate, seededMajorityFaults } from "./majority/majority-template.ts";
import { rollCallTemplate, seededRollCallFaults } from "./majority/roll-call/roll-call-template.ts";
import { viewServers } from "./majority/view-servers.ts";
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

/** Of servers that change, which only a majority has. */
const modelsOfServers: Readonly<Record<string, ProtocolModel>> = {
  "roll-call": { template: rollCallTemplate, faults: seededRollCallFaults },
  bereavement: { template: bereavementTemplate, faults: seededBereavementFaults },
};

/** Models that SPIN proves, in `formal/`: of the rings, and of each replicated object that has several replicas. */
export function emitPromela(plan: Plan): OutputFile[] {
  const ring = viewRing(plan);
  const conflation = viewConflation(plan);
  const states = plan.system?.states ?? [];
  return [
    ...(ring === null ? [] : [{ path: "formal/ring.pml", content: render(ringTemplate, ring) }]),
    ...(conflation === null
      ? []
      : [{ path: "formal/conflation.pml", content: render(conflationTemplate, conflation) }]),
    ...states.flatMap((state) => emitState(state, viewGroup(state, plan))),
  ];
}

function emitState({ name, protocol }: PlanState, group: GroupView | null): OutputFile[] {
  const model = models[protocol];
  if (group === null) return [];
  const view = { ...group, faults: model.faults, twoPhase: protocol === "twoPhase" };
  const servers = protocol === "majority" ? emitServers(group) : [];
  return [{ path: `formal/states/${name}.pml`, content: render(model.template, view) }, ...servers];
}

function emitServers(group: GroupView): OutputFile[] {
  const servers = viewServers(group);
  if (servers === null) return [];
  return Object.entries(modelsOfServers).map(([what, { template, faults }]) => {
    const content = render(template, { ...servers, faults });
    return { path: `formal/states/${group.name}-${what}.pml`, content };
  });
}

function render<View>(template: string, view: View): string {
  return Handlebars.create().compile<View>(template, { noEscape: true, strict: true, knownHelpersOnly: true })(view);
}
