/** `/domains`: devicetree-org/lopper, specification/source/chapter3-execution-domains.rst and chapter5-remoteproc.rst. */
import type { PlanMachine } from "../../../plan/plan.ts";
import {
  type Cell,
  cells,
  labelled,
  node,
  type TreeNode,
  type TreeProperty,
  texts,
  twoCells,
} from "../../device-tree/tree-node.ts";
import type { Division, Domain } from "./domains.ts";
import type { Labels } from "./labels.ts";
import type { Mailbox } from "./mailboxes.ts";
import { sortOf } from "./places.ts";
import type { Region } from "./regions.ts";
import { remainderOf } from "./remainder.ts";
import { addressIn, labelOf, regionsIn } from "./reserved.ts";

/** All that is known of a system, for the nodes that describe it. */
export interface Described {
  readonly machine: PlanMachine;
  readonly division: Division;
  readonly regions: readonly Region[];
  readonly mailboxes: ReadonlyMap<Domain, Mailbox>;
  readonly labels: Labels;
}

export function domainsNode(described: Described): TreeNode {
  const { host, remotes } = described.division;
  const shape = [cells("#address-cells", 2), cells("#size-cells", 2)];
  return node(
    "domains",
    shape,
    [host, ...remotes].map((domain) => domainNode(domain, described)),
  );
}

function domainNode(domain: Domain, described: Described): TreeNode {
  const { division, labels } = described;
  const cluster = { label: labels.clusters[division.clusters.indexOf(domain.cluster)] ?? "" };
  const mask = domain.places.reduce((sum, place) => sum + 2 ** place, 0);
  const relations = domain === division.host ? relationNodes(described) : [];
  const properties = [
    texts("compatible", "openamp,domain-v1"),
    cells("#address-cells", 2),
    cells("#size-cells", 2),
    cells("id", domain.id),
    // Execution level 1, not secure, not in lockstep: what it is otherwise nobody has said.
    cells("cpus", cluster, mask, domain.os === "linux" ? 1 : 0),
    texts("os,type", domain.os),
    ...memoryProperties(domain, described),
    ...accessProperties(domain, described),
    ...reservedProperty(domain, described),
  ];
  return labelled(domain.label, node(domain.name, properties, relations));
}

function memoryProperties(domain: Domain, described: Described): readonly TreeProperty[] {
  const { machine, regions } = described;
  const own = (sort: "memory" | "sram"): readonly Cell[] =>
    domain.memories
      .filter((place) => sortOf(place, machine) === sort)
      .flatMap((place) => (sort === "memory" ? remainderOf(place, domain, regions) : place.pieces))
      .flatMap(({ address, bytes }) => [...twoCells(address), ...twoCells(bytes)]);
  const image = imagesOf(domain, described).flatMap(({ address, bytes }) => [...twoCells(address), ...twoCells(bytes)]);
  const memory = [...own("memory"), ...image];
  const sram = own("sram");
  return [
    ...(memory.length === 0 ? [] : [cells("#memory-flags-cells", 0), cells("memory", ...memory)]),
    ...(sram.length === 0 ? [] : [cells("#sram-flags-cells", 0), cells("sram", ...sram)]),
  ];
}

/** What a remote domain has of the host's memory for itself, at the host's addresses. */
function imagesOf(
  domain: Domain,
  { regions, division, machine }: Described,
): readonly { readonly address: bigint; readonly bytes: bigint }[] {
  if (domain === division.host) return [];
  return regions
    .filter(({ use, sharers }) => use === "image" && sharers.includes(domain))
    .flatMap((region) => {
      const address = addressIn(division.host, region, machine);
      return address === null ? [] : [{ address, bytes: region.area.bytes }];
    });
}

/** Devices with a node; those of several domains are flagged as shared (bit 0). */
function accessProperties(domain: Domain, { mailboxes, labels, division }: Described): readonly TreeProperty[] {
  const all = [division.host, ...division.remotes];
  const held = (one: Domain): readonly number[] => {
    const boxes = [...mailboxes].filter(([remote]) => remote === one || one === division.host);
    return [...new Set([...one.devices, ...boxes.map(([, { device }]) => device)])];
  };
  const items = held(domain)
    .filter((device) => labels.registersOf({ device }).length > 0)
    .sort((one, other) => one - other)
    .flatMap((device): readonly Cell[] => {
      const isShared = all.filter((other) => held(other).includes(device)).length > 1;
      return [{ label: labels.devices[device] ?? "" }, isShared ? 1 : 0];
    });
  return items.length === 0 ? [] : [cells("#access-flags-cells", 1), cells("access", ...items)];
}

/** Those that the tree has, which are the ones that the host addresses. */
function reservedProperty(domain: Domain, described: Described): readonly TreeProperty[] {
  const known = regionsIn(described.division.host, described);
  const own = known.filter(({ region }) => domain === described.division.host || region.sharers.includes(domain));
  return own.length === 0 ? [] : [cells("reserved-memory", ...own.map(({ region }) => ({ label: labelOf(region) })))];
}

/** Which domains the host starts and talks to, and by what. */
function relationNodes({ division, regions, mailboxes, labels, machine }: Described): readonly TreeNode[] {
  const { host, remotes } = division;
  if (remotes.length === 0) return [];
  const ofUse = (remote: Domain, uses: readonly Region["use"][]): readonly Cell[] =>
    regions
      .filter(({ use, sharers }) => uses.includes(use) && sharers.includes(host) && sharers.includes(remote))
      .map((region) => ({ label: labelOf(region) }));
  const starts = remotes.map((remote, index) => {
    const srams = remote.memories.filter((place) => place.space === null && sortOf(place, machine) === "sram");
    const loads = [...srams.map((place) => ({ label: labels.ofPlace(place) })), ...ofUse(remote, ["image"])];
    const elfload = loads.length === 0 ? [] : [cells("elfload", ...loads)];
    return node(`relation${index}`, [cells("remote", { label: remote.label }), ...elfload]);
  });
  const talks = remotes.flatMap((remote, index) => {
    const mailbox = mailboxes.get(remote);
    if (mailbox === undefined) return [];
    const carveouts = cells("carveouts", ...ofUse(remote, ["vring", "buffer"]));
    const mbox = cells("mbox", { label: labels.devices[mailbox.device] ?? "" });
    return [node(`relation${index}`, [cells("remote", { label: remote.label }), mbox, carveouts])];
  });
  const relation = (name: string, compatible: string, children: readonly TreeNode[]): readonly TreeNode[] =>
    children.length === 0 ? [] : [node(name, [texts("compatible", compatible)], children)];
  return relation("domain-to-domain", "openamp,domain-to-domain-v1", [
    ...relation("remoteproc-relation", "openamp,remoteproc-v2", starts),
    ...relation("rpmsg-relation", "openamp,rpmsg-v1", talks),
  ]);
}
