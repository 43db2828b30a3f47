import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Program, Service, System } from "../../model/deployment.ts";
import type { Check, CheckReport } from "../check.ts";

/** Who uses a service that says who may is allowed something; who is allowed something uses it. */
export const allowFitsUses: Check = {
  name: "allow-fits-uses",
  requires: [],
  run({ systems }, report) {
    for (const system of systems) for (const service of system.services) judge(service, system, report);
  },
};

function judge(service: Service, { services, clients }: System, report: CheckReport): void {
  const { name, allow } = service;
  if (allow === null) return;
  const users = [...services, ...clients].filter((program) => useOf(program, service) !== undefined);
  for (const { program, span } of allow) {
    if (users.some((user) => user.name === program)) continue;
    report([service], diagnose(deploymentDiagnostics.allowUnused, span, { program, service: name }));
  }
  for (const user of users) {
    if (allow.some(({ program }) => program === user.name)) continue;
    const related = [{ span: service.span, message: `\`${name}\` says who may use what` }];
    const span = useOf(user, service)?.span ?? user.span;
    const facts = { program: user.name, service: name };
    report([user], diagnose(deploymentDiagnostics.allowedNothing, span, facts, { related }));
  }
}

function useOf({ uses }: Program, service: Service) {
  return uses.find((use) => use.service === service);
}
