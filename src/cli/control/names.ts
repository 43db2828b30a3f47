/** What a control request's names mean in a booted system. */
import { closestName } from "../../algorithms/closest-name.ts";
import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";
import type { Hop } from "../../runtime/membership/view.ts";
import { type ErrorCode, type Outcome, refuse } from "./message.ts";

export type Found<Value> =
  | { readonly kind: "found"; readonly value: Value }
  | { readonly kind: "fault"; readonly outcome: Outcome };

export interface InstanceName {
  readonly service: string;
  readonly instance: number;
}

type Names = Pick<BootConfiguration, "cores" | "order" | "programs" | "links" | "channels">;

/** A core by its path. */
export function findCore({ cores, order }: Names, name: string): Found<number> {
  const names = order.map((core) => cores[core]?.name ?? "");
  const found = order[names.indexOf(name)];
  return found === undefined
    ? unknown("unknownCore", "no kernel runs on", name, names)
    : { kind: "found", value: found };
}

/** `disk`, or `counter[1]` where there are several. */
export function findService({ programs }: Names, name: string): Found<InstanceName> {
  const services = programs.filter(({ kind }) => kind === "service");
  const found = services.find((each) => labelOf(each) === name);
  if (found !== undefined) return { kind: "found", value: { service: found.name, instance: found.instance } };
  const copies = services.filter((each) => each.name === name).map(labelOf);
  if (copies.length > 0) {
    const text = `${name} runs ${copies.length} times`;
    return { kind: "fault", outcome: refuse("unknownService", text, `Say which: ${listed(copies)}.`) };
  }
  if (programs.some((each) => each.kind === "client" && (each.name === name || labelOf(each) === name))) {
    return {
      kind: "fault",
      outcome: refuse("unknownService", `${shown(name)} is a client: it ends where it has begun`),
    };
  }
  return unknown("unknownService", "there is no service", name, services.map(labelOf));
}

/** `disk`, or `counter[1]` where there are several. */
export function labelOf(program: {
  readonly name: string;
  readonly instance: number;
  readonly instances: number;
}): string {
  return program.instances > 1 ? `${program.name}[${program.instance}]` : program.name;
}

/**
 * The hops of a link: by its name, whichever way round it is said, or by one of its ends where that is an end of no other.
 * Two neighbouring cores are a link too.
 */
export function findHops(configuration: Names, name: string): Found<readonly Hop[]> {
  const { links = [] } = configuration;
  const said = endsOf(name);
  const found = links.filter((link) => isMeant(endsOf(link.name), said));
  const [only] = found;
  if (found.length === 1 && only !== undefined) return { kind: "found", value: only.hops };
  if (found.length > 1) {
    const advice = `Say which: ${listed(found.map((link) => link.name))}.`;
    return {
      kind: "fault",
      outcome: refuse("unknownLink", `${shown(name)} is an end of ${found.length} links`, advice),
    };
  }
  const hop = findHop(configuration, said);
  if (hop !== null) return { kind: "found", value: [hop] };
  const known = links.flatMap((link) => [link.name, ...endsOf(link.name)]);
  return unknown("unknownLink", "kernels talk over no link", name, known);
}

function isMeant(ends: readonly string[], said: readonly string[]): boolean {
  return said.length <= ends.length && said.every((end) => ends.includes(end));
}

function endsOf(name: string): readonly string[] {
  return name.split(/\s*(?:--|->|<-)\s*/).map((end) => end.trim());
}

function findHop({ cores, channels }: Names, [one, other]: readonly string[]): Hop | null {
  const [low, high] = [one, other].map((end) => cores.findIndex(({ name }) => name === end)).sort((a, b) => a - b);
  if (low === undefined || high === undefined || low < 0 || low === high) return null;
  const isThere = channels.some(({ from, to }) => (from === low && to === high) || (from === high && to === low));
  return isThere ? [low, high] : null;
}

function unknown(code: ErrorCode, what: string, name: string, known: readonly string[]): Found<never> {
  const near = closestName(name, known);
  const advice = near === null ? `There are ${listed([...new Set(known)])}.` : `Did you mean ${near}?`;
  return { kind: "fault", outcome: refuse(code, `${what} ${shown(name)}`, known.length === 0 ? null : advice) };
}

const mostListed = 8;

function listed(names: readonly string[]): string {
  const rest = names.length - mostListed;
  return rest > 1 ? `${names.slice(0, mostListed).join(", ")} and ${rest} more` : names.join(", ");
}

const longestShown = 80;

function shown(name: string): string {
  return name.length > longestShown ? `${name.slice(0, longestShown)}…` : name;
}
