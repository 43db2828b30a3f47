/** A link: its latency and bandwidth, and what runs over it. */
import type { BoxName } from "../emit/view/view-data.ts";
import { button, make } from "./dom.ts";
import { describeFacts, type Section, type Teller, tellRate } from "./sections.ts";

const mostListed = 60;

export function describeLink(link: number, teller: Teller): readonly Section[] {
  const { data } = teller;
  const described = data.links[link];
  if (described === undefined) return [];
  return [
    ...describeNow(link, teller),
    ...describeEnds([described.from, described.to], teller),
    ...describeFacts(data, described.facts),
    ...describeTraffic(described.traffic ?? [], described.use),
    ...describeConnections(link, teller),
    ...describeHops(link, teller),
  ];
}

function describeNow(link: number, { store }: Teller): readonly Section[] {
  const { live } = store.shown;
  if (live === null) return [];
  const words = live.cuts.has(link) ? "cut" : tellMessages(live.linkRates.get(link) ?? null, live.frame.uncounted);
  return [{ key: "live", title: "Now", content: [make("p", {}, words)] }];
}

function describeEnds(ends: readonly BoxName[], { reference }: Teller): readonly Section[] {
  const items = ends.map((end, place) => make("li", {}, reference(end, `end ${place}`)));
  return [{ key: "ends", title: "Between", content: [make("ul", { class: "list" }, ...items)] }];
}

function describeTraffic(traffic: readonly string[], use: number | undefined): readonly Section[] {
  if (traffic.length === 0) return [];
  const share = use === undefined ? "" : ` (${Number((100 * use).toPrecision(3))} % of its bandwidth)`;
  const items = traffic.map((line) => make("li", {}, line));
  return [{ key: "traffic", title: `Declared traffic${share}`, content: [make("ul", { class: "list" }, ...items)] }];
}

/** Clients and services whose route leads over it. */
function describeConnections(link: number, { ways, store }: Teller): readonly Section[] {
  const over = ways.connections.filter(({ way }) => way.links.has(link));
  const items = over.slice(0, mostListed).map(({ from, to, way }) =>
    make(
      "li",
      {},
      button(`${from} → ${to}`, () => store.change({ way }), { class: "reference", "data-key": `way ${from} ${to}` }),
    ),
  );
  const rest = over.length - items.length;
  const more = rest > 0 ? [make("li", { class: "quiet" }, `and ${rest} more`)] : [];
  const content =
    over.length === 0
      ? make("p", { class: "quiet" }, "No connection leads over it.")
      : make("ul", { class: "list" }, ...items, ...more);
  return [{ key: "connections", title: `Connections over it (${over.length})`, content: [content] }];
}

function describeHops(link: number, { data }: Teller): readonly Section[] {
  const hops = data.hops.link.flatMap((own, hop) => (own === link ? [hop] : []));
  const set = new Set(hops);
  const channels = data.channels.hop.filter((hop) => set.has(hop)).length;
  if (hops.length === 0) return [];
  const words = `${hops.length} pairs of kernels are neighbours over it, with ${channels} channels.`;
  return [{ key: "hops", title: "Channels", content: [make("p", {}, words)] }];
}

/** No rate is told where nobody counts: that would be another thing than no messages. */
function tellMessages(rate: number | null, uncounted: readonly string[]): string {
  if (rate === null && uncounted.length > 0)
    return "messages over it are not counted: its kernels count them all together";
  return `${tellRate(rate ?? 0)} messages, both ways together`;
}
