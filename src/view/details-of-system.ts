/** The machine as a whole, services and clients, replicated state. */
import { make, table } from "./dom.ts";
import { nameInstance } from "./items.ts";
import type { LiveState } from "./live-frame.ts";
import { describeFacts, type Section, type Teller } from "./sections.ts";

export function describeMachine(teller: Teller): readonly Section[] {
  const { data } = teller;
  const about = [make("p", {}, data.summary), ...paragraph(data.documentation)];
  return [
    ...describeLive(teller),
    { key: "about", title: "What it is", content: about },
    ...teller.list(
      "programs",
      "Services and clients",
      data.programs.map((_, index) => `program ${index}` as const),
    ),
    ...teller.list(
      "states",
      "Replicated state",
      data.states.map((_, index) => `state ${index}` as const),
    ),
    ...teller.list(
      "devices",
      "Devices",
      data.devices.map((_, index) => `device ${index}` as const),
    ),
  ];
}

function describeLive({ store }: Teller): readonly Section[] {
  const frame = store.shown.live?.frame;
  if (frame === undefined) return [];
  const running = frame.kernels.filter(({ state }) => state === "running").length;
  const others = frame.kernels
    .filter(({ state }) => state !== "running")
    .map(({ core, state }) => `${core} is ${state}`);
  const words = [
    `${running} of ${frame.kernels.length} kernels run, in view ${frame.epoch}.`,
    ...others.slice(0, 8),
    ...tellUncounted(frame.uncounted),
  ];
  const content = [...words.map((text) => make("p", {}, text)), ...agreement(frame.states)];
  return [{ key: "live", title: `${frame.system}, process ${frame.pid}`, content }];
}

function tellUncounted(cores: readonly string[]): readonly string[] {
  if (cores.length === 0) return [];
  const some = `${cores.slice(0, 8).join(", ")}${cores.length > 8 ? ` and ${cores.length - 8} more` : ""}`;
  return [`What comes through each channel is not counted by ${some}: links between these show no rates.`];
}

function agreement(states: readonly LiveState[]): readonly Node[] {
  if (states.length === 0) return [];
  const rows = states.map(({ name, core, settled, median, slow }) => [
    ...[name, core, settled.toLocaleString("en"), `${median.toFixed(2)} ms`, `${slow.toFixed(2)} ms`],
  ]);
  return [table("How long agreement takes", ["Object", "Proposed on", "Settled", "p50", "p99"], rows)];
}

export function describeProgram(index: number, teller: Teller): readonly Section[] {
  const { data, reference } = teller;
  const program = data.programs[index];
  if (program === undefined) return [];
  const uses = program.uses.map((used) => make("li", {}, reference(`program ${used}`, "uses")));
  const places = program.instances.map(({ core }, instance) =>
    make("li", {}, `${nameInstance(program, instance)} on `, reference(`core ${core}`, `place ${instance}`)),
  );
  const users = data.programs.flatMap((other, number) =>
    program.kind === "service" && other.uses.includes(index)
      ? [make("li", {}, reference(`program ${number}`, "users"))]
      : [],
  );
  return [
    ...(program.documentation === null
      ? []
      : [{ key: "about", title: "What it is", content: paragraph(program.documentation) }]),
    ...listed("places", "Where it runs", places),
    ...listed("uses", "Uses", uses),
    ...listed("users", "Used by", users),
    ...listed(
      "operations",
      program.serves ?? "",
      program.operations.map((text) => make("li", {}, make("code", {}, text))),
    ),
  ];
}

export function describeState(index: number, teller: Teller): readonly Section[] {
  const { data, reference, store } = teller;
  const state = data.states[index];
  if (state === undefined) return [];
  const live = store.shown.live?.frame.states.filter(({ name }) => name === state.name) ?? [];
  const replicas = state.replicas.map((core) =>
    make("li", {}, reference(`core ${core}`, "replicas"), core === state.leader ? " leads" : ""),
  );
  return [
    ...(live.length === 0 ? [] : [{ key: "live", title: "Now", content: agreement(live) }]),
    ...(state.documentation === null
      ? []
      : [{ key: "about", title: "What it is for", content: paragraph(state.documentation) }]),
    ...describeFacts(data, state.facts),
    ...listed("replicas", "Replicas", replicas),
    ...listed(
      "users",
      "Used by",
      state.users.map((name) => make("li", {}, name)),
    ),
  ];
}

function listed(key: string, title: string, items: readonly HTMLElement[]): readonly Section[] {
  return items.length === 0 ? [] : [{ key, title, content: [make("ul", { class: "list" }, ...items)] }];
}

function paragraph(text: string | null): readonly Node[] {
  return text === null ? [] : [make("p", { class: "text" }, text)];
}
