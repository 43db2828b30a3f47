import type { Domain } from "../../model/domain.ts";
import type { Controller } from "../../model/interrupt.ts";
import { computeLoss } from "../../model/loss.ts";
import type { Core, Device, Machine, Memory, Port } from "../../model/machine.ts";

export type Content = Core | Memory | Port | Device | Controller;

/** What is lost with a domain, links apart: they belong to both their ends. */
export function contentsOf(domain: Domain, machine: Machine): ReadonlySet<Content> {
  const { cores, memories, ports, devices, controllers } = computeLoss(machine, domain.members);
  return new Set<Content>([...cores, ...memories, ...ports, ...devices, ...controllers]);
}
