import { invariant } from "../../../diagnostics/invariant.ts";
import type { PlanBuffer, PlanInstance, PlanMachine } from "../../../plan/plan.ts";
import { addressSeenBy } from "../addresses.ts";
import { type Domain, map, type Region, wholePages } from "./domain.ts";

/** Buffers of a copy of a program, and the devices that it drives. */
export function equip(domain: Domain, instance: PlanInstance, machine: PlanMachine, regions: Region[]): void {
  for (const [index, buffer] of domain.program.buffers.entries()) {
    const place = instance.buffers[index];
    if (place === undefined) continue;
    const region = bufferRegion(domain, buffer, { ...place, core: instance.core }, machine);
    regions.push(region);
    map(domain, region, "rw");
  }
  if (domain.program.instances[0] === instance)
    for (const device of domain.program.drives) drive(domain, device, instance.core, machine, regions);
}

function bufferRegion(
  { name }: Domain,
  buffer: PlanBuffer,
  { memory, offset, core }: { readonly memory: number; readonly offset: number; readonly core: number },
  machine: PlanMachine,
): Region {
  const bytes = wholePages(buffer.size);
  const address = addressSeenBy(core, { target: { memory }, offset, bytes: buffer.size }, machine);
  const device = buffer.device === null ? undefined : machine.devices[buffer.device];
  const isCached = device?.isCoherent !== false;
  return { name: `${name}-${buffer.name}`, bytes, address, isCached, isFixed: buffer.device !== null, at: buffer.at };
}

function drive(domain: Domain, index: number, core: number, machine: PlanMachine, regions: Region[]): void {
  const device = machine.devices[index];
  invariant(device !== undefined, "a program drives devices of its machine");
  for (const [bank, registers] of (machine.addresses?.registers ?? []).entries()) {
    if (registers.device !== index) continue;
    const address = addressSeenBy(core, { target: { registers: bank }, offset: 0, bytes: registers.size }, machine);
    const name = registers.path.replaceAll(/\W+/g, "-").replace(/-$/, "");
    const region = {
      name,
      bytes: wholePages(registers.size),
      address,
      isCached: false,
      isFixed: true,
      at: registers.at,
    };
    regions.push(region);
    map(domain, region, "rw");
  }
  for (const irq of linesTo(core, index, machine))
    domain.interrupts.push({ irq, id: domain.ids++, device: device.path });
}

/** Lines of controllers that a core takes itself, which a device raises. */
function linesTo(core: number, device: number, { controllers }: PlanMachine): readonly number[] {
  return controllers.flatMap(({ sources, routes }) => {
    const taken = routes.flatMap(({ to, lines }) =>
      to !== null && "cores" in to && to.cores.includes(core) ? lines : [],
    );
    const raised = sources.filter((source) => source.device === device).flatMap(({ lines }) => lines ?? []);
    const all = raised.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, place) => from + place));
    return all.filter((line) => taken.some(([from, to]) => line >= from && line <= to));
  });
}
