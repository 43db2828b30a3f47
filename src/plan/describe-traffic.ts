/** The words of a plan's traffic. */
import type { Plan, PlanEndpoint, PlanLoad, PlanMachine } from "./plan.ts";

/** `p[7].ht[1] -> p[6].ht[2]`, in the direction of the bytes; between caches, `p[7].cpu[0] -> p[7].cpu[1]`; a memory. */
export function describeCarrier(carrier: PlanLoad["carrier"], machine: PlanMachine): string {
  if ("coherence" in carrier) {
    return `${machine.cores[carrier.from]?.path ?? ""} -> ${machine.cores[carrier.to]?.path ?? ""}`;
  }
  if ("memory" in carrier) return machine.memories[carrier.memory]?.path ?? "";
  const link = machine.links[carrier.link];
  if (link === undefined) return "";
  const [from, to] = carrier.direction === "forward" ? [link.from, link.to] : [link.to, link.from];
  return `${describeEndpoint(from, machine)} -> ${describeEndpoint(to, machine)}`;
}

function describeEndpoint(endpoint: PlanEndpoint, { ports, cores, devices }: PlanMachine): string {
  if ("port" in endpoint) return ports[endpoint.port]?.path ?? "";
  if ("core" in endpoint) return cores[endpoint.core]?.path ?? "";
  return devices[endpoint.device]?.path ?? "";
}

type OfService = { readonly service: string; readonly opcode: number };
type OfState = { readonly state: string; readonly operation: string };

/** `disk.read`: the operation with the name of the service, or of the replicated state. */
export function describeOperation(asked: OfService | OfState, { system, interfaces }: Plan): string {
  if ("state" in asked) return `${asked.state}.${asked.operation}`;
  const { service, opcode } = asked;
  const served = system?.services.find(({ name }) => name === service)?.interface ?? -1;
  const operation = interfaces[served]?.operations.find((candidate) => candidate.opcode === opcode);
  return `${service}.${operation?.name ?? opcode}`;
}

/** Bytes per second that a carrier has; null when the description does not say. */
export function bandwidthOfCarrier(carrier: PlanLoad["carrier"], machine: PlanMachine): number | null {
  if ("coherence" in carrier) return machine.coherences[carrier.coherence]?.bandwidth ?? null;
  if ("memory" in carrier) return machine.memories[carrier.memory]?.bandwidth ?? null;
  return machine.links[carrier.link]?.bandwidth ?? null;
}
