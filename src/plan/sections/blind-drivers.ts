import type { DecodingNet } from "../../analyses/decoding/net.ts";
import { unfold } from "../../analyses/decoding/unfold.ts";
import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Space } from "../../model/address-space.ts";
import type { Program, System } from "../../model/deployment.ts";
import type { Core } from "../../model/machine.ts";
import type { PlanSystem } from "../plan.ts";

/** Every driver that runs on a core from which no register of its device has an address. */
export function findBlindDrivers(
  system: System | null,
  placed: PlanSystem | null,
  net: DecodingNet,
): readonly Diagnostic[] {
  if (system === null || placed === null) return [];
  const planned = new Map([...placed.services, ...placed.clients].map((program) => [program.name, program]));
  return [...system.services, ...system.clients].flatMap((program) => {
    const instances = planned.get(program.name)?.instances ?? [];
    const cores = instances.flatMap(({ core }) => system.machine.cores[core] ?? []);
    return cores.flatMap((core) => (core.sees === null ? [] : blindTo(program, core, core.sees.space, net)));
  });
}

function blindTo(program: Program, core: Core, space: Space, net: DecodingNet): readonly Diagnostic[] {
  const driven = program.drives.filter(({ device }) => device.registers.length > 0);
  if (driven.length === 0) return [];
  const { ranges } = unfold(net, core, space);
  const owners = ranges.flatMap(({ target }) => (target.kind === "registers" ? [target.registers.owner] : []));
  const seen = new Set(owners.flatMap((owner) => (owner.kind === "device" ? [owner.device] : [])));
  return driven
    .filter(({ device }) => !seen.has(device))
    .map(({ device, span }) => {
      const facts = { program: program.name, device: device.path, core: core.path, space: space.path };
      const related = [
        { span: space.span, message: `\`${space.path}\`, which \`${core.path}\` sees` },
        { span: device.span, message: `\`${device.path}\` is declared here` },
      ];
      return diagnose(addressDiagnosticsOfMachines.driverBlind, span, facts, { related });
    });
}
