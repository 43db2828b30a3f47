import { computeFabric } from "../../analyses/routing/fabric.ts";
import { treeCosts } from "../../analyses/trees/costs.ts";
import { readRoutes } from "../../plan/read-routes.ts";
import { showPlace } from "../description-files.ts";
import { printJson } from "../print-json.ts";
import { refuseCall } from "../refusal.ts";
import { printAgreement } from "./agreement-text.ts";
import { viewAgreement } from "./agreement-view.ts";
import type { Explanation } from "./explanation.ts";
import { refuseUnknown } from "./find-element.ts";

/** What agreeing on replicated state costs, what its reads cost, and which losses it survives; one object when it is named. */
export const explainAgreement: Explanation = (call, { plan, description, files }, [name], json) => {
  const machine = description.machines.find((each) => each.name === plan.machine?.name);
  const { system, routes } = plan;
  if (system === null || system.states.length === 0 || machine === undefined || routes === null) {
    return refuseCall(
      "the description has no replicated state, so nothing is agreed on",
      "Declare some: `state hits: counter`.",
    );
  }
  const names = system.states.map((state) => state.name);
  const states = name === undefined ? system.states : system.states.filter((state) => state.name === name);
  if (states.length === 0) return refuseUnknown(name ?? "", names, "replicated state");
  const costs = treeCosts({ machine, hops: computeFabric(machine), nextHop: readRoutes(routes).nextHop });
  const views = states.map((state) => ({
    ...viewAgreement(state, { system, machine, costs }),
    at: showPlace(state.at, files),
  }));
  if (json) printJson(call.terminal, { ok: true, system: system.name, states: views });
  else call.terminal.print(views.map((view) => printAgreement(view)).join("\n"));
  return null;
};
