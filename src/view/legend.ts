/** What colours mean, as things are shown now. */
import type { ViewData } from "../emit/view/view-data.ts";
import { make } from "./dom.ts";
import { tellRate } from "./sections.ts";
import type { Shown, Store } from "./shown.ts";

export function makeLegend(data: ViewData, store: Store): HTMLElement {
  const element = make("div", { class: "legend", role: "group", "aria-label": "What colours mean" });
  const show = (shown: Shown): void => element.replaceChildren(...entriesOf(data, shown));
  store.watch((now, before) => {
    if (now.live !== before.live || now.distancesFrom !== before.distancesFrom) show(now);
  });
  show(store.shown);
  return element;
}

function entriesOf(data: ViewData, { live, distancesFrom }: Shown): readonly Node[] {
  if (live !== null) {
    return [
      ...ramp("heat", "idle", tellRate(live.most), "messages"),
      entry("box lost", "kernel died"),
      entry("box starting", "starts"),
      entry("box off", "absent"),
    ];
  }
  if (distancesFrom !== null) return ramp("near", "near", "far", `from ${data.cores[distancesFrom]?.path ?? ""}`);
  const kinds = data.linkKinds.map((kind, index) => entry(`line link-${index % 4}`, kind));
  const hasFar = data.links.some(({ far }) => far === true);
  return [
    ...kinds,
    ...(data.programs.some(({ kind }) => kind === "service") ? [entry("box service", "service")] : []),
    ...(data.programs.some(({ kind }) => kind === "client") ? [entry("box client", "client")] : []),
    ...(data.bars.some(({ kind }) => kind === "memory") ? [entry("box memory", "memory")] : []),
    ...(hasFar ? [entry("", "far links show when one of their ends is chosen")] : []),
  ];
}

function entry(look: string, words: string): HTMLElement {
  const sample = look === "" ? [] : [make("span", { class: `sample ${look}`, "aria-hidden": "true" })];
  return make("span", { class: "entry" }, ...sample, words);
}

function ramp(colours: string, least: string, most: string, words: string): readonly Node[] {
  const steps = [0, 1, 2, 3, 4].map((step) =>
    make("span", { class: `sample heat ${colours}-${step}`, "aria-hidden": "true" }),
  );
  return [make("span", { class: "entry" }, `${words}: ${least} `, ...steps, ` ${most}`)];
}
