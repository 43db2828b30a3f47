import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Buffer, Program, System } from "../../model/deployment.ts";
import type { Core } from "../../model/machine.ts";
import type { PlanSystem } from "../plan.ts";

/** Buffers of devices whose DMA goes past the caches of a core that reads them, once for each buffer. */
export function findIncoherentBuffers(system: System | null, placed: PlanSystem | null): readonly Diagnostic[] {
  if (system === null || placed === null) return [];
  return [...system.services, ...system.clients].flatMap((program) =>
    program.buffers.flatMap((buffer) => {
      const { device } = buffer.device ?? {};
      if (device?.isCoherent !== false) return [];
      const core = readersOf(program, buffer, system, placed).find((reader) => hasCache(reader, system));
      if (core === undefined) return [];
      const facts = { program: program.name, buffer: buffer.name, device: device.path, core: core.path };
      const related = [{ span: device.span, message: `\`${device.path}\` is \`incoherent\`` }];
      return [diagnose(addressDiagnosticsOfMachines.bufferIncoherent, buffer.span, facts, { related })];
    }),
  );
}

/** The cores of those who read it whole, and of its own program, which hands it on. */
function readersOf({ name }: Program, { readers }: Buffer, { machine }: System, placed: PlanSystem): readonly Core[] {
  const names = new Set([name, ...readers.map(({ program }) => program)]);
  return [...placed.services, ...placed.clients]
    .filter((program) => names.has(program.name))
    .flatMap(({ instances }) => instances.flatMap(({ core }) => machine.cores[core] ?? []));
}

function hasCache(core: Core, { machine }: System): boolean {
  return machine.caches.some(({ sharedBy }) => sharedBy.includes(core));
}
