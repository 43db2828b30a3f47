/** A core: what runs there, what it can address, whom it talks to, and how messages get anywhere else. */
import { button, make, table } from "./dom.ts";
import { nameInstance } from "./items.ts";
import type { LiveRing } from "./live-frame.ts";
import { describeFacts, describeSpace, type Section, type Teller, tellRate, tellTime } from "./sections.ts";

const mostRoutes = 50;
const mostChannels = 60;

export function describeCore(core: number, teller: Teller): readonly Section[] {
  const { data } = teller;
  return [
    ...describeKernel(core, teller),
    ...describePrograms(core, teller),
    ...describeReplicas(core, teller),
    ...describeFacts(data, data.cores[core]?.facts),
    ...describeSpace(data, data.cores[core]?.view ?? null),
    ...describeChannels(core, teller),
    ...describeRoutes(core, teller),
  ];
}

function describeKernel(core: number, { store }: Teller): readonly Section[] {
  const kernel = store.shown.live?.kernels.get(core);
  if (kernel === undefined) return [];
  const { rates, deepest } = kernel;
  const isUncounted = store.shown.live?.frame.uncounted.includes(kernel.core) === true;
  const rows = [
    ["State", kernel.state],
    ["Started", kernel.incarnation === 0 ? "once" : `${kernel.incarnation + 1} times`],
    ...(rates === null
      ? []
      : [
          ["Messages in", tellRate(rates.received)],
          ["Messages out", tellRate(rates.sent)],
          ["Forwarded", tellRate(rates.forwarded)],
        ]),
    ...(deepest === null ? [] : [["Deepest channel", `${deepest.used} of ${deepest.slots} slots`]]),
    ...(isUncounted ? [["By channel", "not counted by this kernel"]] : []),
  ];
  const pairs = rows.flatMap(([label = "", value = ""]) => [make("dt", {}, label), make("dd", {}, value)]);
  return [{ key: "live", title: "Now", content: [make("dl", { "data-state": kernel.state }, ...pairs)] }];
}

function describePrograms(core: number, { data, reference }: Teller): readonly Section[] {
  const items = data.programs.flatMap((program, index) =>
    program.instances.flatMap((instance, number) => {
      if (instance.core !== core) return [];
      const bound = program.uses.map((used, use) => {
        const service = data.programs[used];
        return service === undefined ? "" : nameInstance(service, instance.bindings[use] ?? 0);
      });
      return [
        make(
          "li",
          {},
          reference(`program ${index}`, "programs"),
          ` ${program.kind} ${nameInstance(program, number)}${program.serves === null ? "" : `, serves ${program.serves}`}`,
          ...(bound.length === 0 ? [] : [make("p", { class: "quiet" }, `bound to ${bound.join(", ")}`)]),
          ...instance.buffers.map((buffer) => make("p", { class: "quiet" }, `buffer ${buffer}`)),
          ...instance.reasons.slice(0, 3).map((reason) => make("p", { class: "quiet" }, `here because: ${reason}`)),
        ),
      ];
    }),
  );
  if (items.length === 0) return [];
  return [{ key: "programs", title: "Services and clients", content: [make("ul", { class: "list" }, ...items)] }];
}

function describeReplicas(core: number, { data, reference }: Teller): readonly Section[] {
  const items = data.states.flatMap(({ replicas, leader }, index) => {
    if (!replicas.includes(core)) return [];
    const words = ` one of ${replicas.length} replicas${leader === core ? ", leads" : ""}`;
    return [make("li", {}, reference(`state ${index}`, "replicas"), words)];
  });
  return items.length === 0
    ? []
    : [{ key: "replicas", title: "Replicas", content: [make("ul", { class: "list" }, ...items)] }];
}

interface Neighbour {
  readonly core: number;
  readonly hop: number;
  readonly slots: readonly number[];
}

function describeChannels(core: number, teller: Teller): readonly Section[] {
  const { data, store, reference } = teller;
  const neighbours = neighboursOf(core, teller);
  if (neighbours.length === 0) return [];
  const live = store.shown.live;
  const rows = neighbours.slice(0, mostChannels).map(({ core: other, hop, slots }) => {
    const link = data.hops.link[hop] ?? -1;
    const inward = live?.rings.get(core)?.find((ring) => ring.from === data.cores[other]?.path);
    const outward = live?.rings.get(other)?.find((ring) => ring.from === data.cores[core]?.path);
    return [
      reference(`core ${other}`, "channels"),
      link < 0 ? "coherent caches" : reference(`link ${link}`, `channels ${other}`),
      tellTime(data.hops.latency[hop] ?? 0),
      slots.length === 1 ? `${slots[0]} slots` : `${slots.length} × ${slots[0]} slots`,
      ...(live === null ? [] : [tellRing(inward), tellRing(outward)]),
    ];
  });
  const heads = ["Neighbour", "Over", "Latency", "Channels each way", ...(live === null ? [] : ["In", "Out"])];
  const rest = neighbours.length - mostChannels;
  const content = [
    table(`Channels of ${data.cores[core]?.path}`, heads, rows),
    ...(rest > 0 ? [make("p", { class: "quiet" }, `and ${rest} more`)] : []),
  ];
  return [{ key: "channels", title: `Channels (${neighbours.length} neighbours)`, content }];
}

function tellRing(ring: LiveRing | undefined): string {
  if (ring === undefined) return "–";
  return ring.used === 0 ? tellRate(ring.rate) : `${tellRate(ring.rate)}, ${ring.used}/${ring.slots} wait`;
}

function neighboursOf(core: number, { data }: Teller): readonly Neighbour[] {
  const { hops, channels } = data;
  const out = hops.from.flatMap((from, hop) => (from === core ? [hop] : []));
  const slots = new Map<number, number[]>(out.map((hop) => [hop, []]));
  for (const [channel, hop] of channels.hop.entries()) slots.get(hop)?.push(channels.slots[channel] ?? 0);
  return out.map((hop) => ({ core: hops.to[hop] ?? 0, hop, slots: slots.get(hop) ?? [] }));
}

function describeRoutes(core: number, teller: Teller): readonly Section[] {
  const { data, ways, store } = teller;
  if (!ways.areKnown) return [];
  const isOn = store.shown.distancesFrom === core;
  const colours = button("Colour cores by their distance", () => store.change({ distancesFrom: isOn ? null : core }), {
    ...{ "aria-pressed": String(isOn), class: "toggle", "data-key": "distances" },
  });
  const filter = make("input", {
    ...{
      type: "search",
      placeholder: "to which core?",
      "aria-label": "Routes to cores with this name",
      "data-key": "filter",
    },
  });
  const holder = make("div", {});
  const show = (): void => holder.replaceChildren(...routeRows(core, filter.value, teller));
  filter.addEventListener("input", show);
  show();
  const content = [make("p", {}, colours), make("p", {}, filter), holder];
  return [{ key: "routes", title: `Routes to ${data.cores.length - 1} cores`, content }];
}

/** The nearest first. */
function routeRows(core: number, text: string, teller: Teller): readonly Node[] {
  const { data, ways, store } = teller;
  const found = data.cores
    .flatMap(({ path }, other) =>
      other !== core && path.includes(text.trim()) ? [{ other, latency: ways.latency(core, other) }] : [],
    )
    .filter(({ latency }) => latency >= 0)
    .sort((one, two) => one.latency - two.latency || one.other - two.other);
  const rows = found.slice(0, mostRoutes).map(({ other, latency }) => {
    const way = ways.find(core, other);
    const show = button(data.cores[other]?.path ?? "", () => store.change({ way }), {
      ...{ class: "reference", "data-key": `route ${other}`, title: "Show the way" },
    });
    const stops = way === null ? "" : `${way.cores.length - 1}`;
    const [, next] = way?.cores ?? [];
    return [
      show,
      tellTime(latency),
      stops,
      next === undefined || next === other ? "direct" : `by ${data.cores[next]?.path}`,
    ];
  });
  const rest = found.length - rows.length;
  return [
    table("Routes", ["To", "Latency", "Hops", "First"], rows),
    ...(rest > 0 ? [make("p", { class: "quiet" }, `and ${rest} farther ones: say which above`)] : []),
  ];
}
