import { attributeDiagnostics } from "../../diagnostics/catalogue/resolve/attributes.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Endpoint, Interconnect, Link, Part } from "../../model/machine.ts";
import type { LinkItem, Name, Path } from "../../syntax/ast.ts";
import { pathOf, reportWrongElement } from "../selected.ts";
import { linkAttributes } from "./attribute-tables.ts";
import { choose, type Site } from "./building.ts";
import { clockInScope, createSharedClock, type SharedClock } from "./clocks.ts";
import type { InterconnectKind, LinkAttributes } from "./kinds.ts";
import { overlay, readAttributes } from "./read-attributes.ts";

export function placeLink(item: LinkItem, site: Site): void {
  const from = chooseEnd(item.from, site);
  const to = chooseEnd(item.to, site);
  const own = readAttributes(linkAttributes, item.attributes, "a link", site.context);
  const kind = kindOf(item, site);
  if (from === null || to === null || kind === null || !site.building.budget.take(1, item.span)) {
    site.building.markIncomplete();
    return;
  }
  const attributes = kind === "plain" ? own : overlay(kind.attributes, own);
  const name = kind === "plain" ? "plain" : kind.name;
  const link = linkOf(item, from, to, name, attributes, site);
  site.building.lists.links.push(link);
  if (attributes.has("pluggable")) site.building.lists.pluggable.push({ kind: "link", link });
}

/** Null after a report; `plain` where no kind was said. */
function kindOf(item: LinkItem, site: Site): InterconnectKind | "plain" | null {
  if (item.interconnect === null) return "plain";
  if (!Object.hasOwn(linkAttributes, item.interconnect.text)) {
    return site.building.kinds.interconnect(item.interconnect, site.file);
  }
  site.context.report(attributeAsKind(item.interconnect));
  return null;
}

/** `link a -- b: latency …`: what follows the colon is a kind of link. */
function attributeAsKind(name: Name): Diagnostic {
  return diagnose(attributeDiagnostics.attributeAsKind, name.span, { name: name.text });
}

function chooseEnd(path: Path, site: Site): Endpoint | null {
  const what = "an end of a link";
  const element = choose.one(path, what, site);
  if (element === null) return null;
  if (element.kind === "port" || element.kind === "core" || element.kind === "device") return element;
  reportWrongElement(path, element, what, "a port, a core or a device", site.context);
  return null;
}

function linkOf(
  item: LinkItem,
  from: Endpoint,
  to: Endpoint,
  name: string,
  attributes: LinkAttributes,
  site: Site,
): Link {
  const clocks = () => clocksOfEnds(from, to, site);
  return {
    index: site.building.lists.links.length,
    path: `${pathOf(from)} ${item.direction === "both" ? "--" : "->"} ${pathOf(to)}`,
    documentation: item.documentation,
    span: item.span,
    from,
    fromSpan: item.from.span,
    to,
    toSpan: item.to.span,
    direction: item.direction,
    interconnect: promisesOf(name, attributes),
    latency: attributes.time("latency", clockInScope(clocks, site.part, site.context), site.context),
    bandwidth: attributes.number("bandwidth"),
  };
}

function promisesOf(name: string, attributes: LinkAttributes): Interconnect {
  return {
    name,
    transferBytes: attributes.number("transfer") ?? 64,
    ordered: !attributes.has("unordered"),
    reliable: !attributes.has("unreliable"),
    broadcast: attributes.has("broadcast"),
    notification: attributes.has("interrupt") ? "interrupt" : "polled",
    credits: attributes.number("credits"),
  };
}

/** First the clock of the cores at the ends, then, when there are none, that of all cores from here outwards. */
function clocksOfEnds(from: Endpoint, to: Endpoint, site: Site): readonly SharedClock[] {
  const near = createSharedClock([from, to].flatMap((end) => coresAt(end, site)));
  const outwards: SharedClock[] = [];
  for (let outer: Site | null = site; outer !== null; outer = outer.parent) outwards.push(outer.clock);
  return [near, ...outwards];
}

function coresAt(end: Endpoint, site: Site) {
  if (end.kind === "core") return [end.core];
  const clock = site.building.clocks.get(partOf(end));
  return [clock?.first, clock?.other].filter((core) => core !== null && core !== undefined);
}

function partOf(end: Exclude<Endpoint, { kind: "core" }>): Part {
  if (end.kind === "port") return end.port.part;
  const { at } = end.device;
  if (!("kind" in at)) return at;
  return at.kind === "port" ? at.port.part : end.device.part;
}
