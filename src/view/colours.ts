/** The colours of the style sheet, for what is drawn on the canvas. */

const names = [
  ...["paper", "ink", "quiet", "group", "group-line", "inner", "inner-line", "core", "core-line", "off"],
  ...["cache", "memory", "memory-line", "coherence-line", "device", "device-line", "service", "on-service"],
  ...["client", "client-line", "accent", "lost", "starting", "idle"],
  ...["link-0", "link-1", "link-2", "link-3", "heat-0", "heat-1", "heat-2", "heat-3", "heat-4"],
  ...["near-0", "near-1", "near-2", "near-3", "near-4", "client-small"],
] as const;

export type ColourName = (typeof names)[number];
export type Colours = Readonly<Record<ColourName, string>>;

export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const entries = names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()] as const);
  // Every name is there by construction.
  return Object.fromEntries(entries) as Colours;
}

/** From cold to hot, for a share of the most. */
export function heatOf(share: number, colours: Colours): string {
  const step = Math.min(4, Math.floor(Math.max(0, share) * 5));
  return [colours["heat-0"], colours["heat-1"], colours["heat-2"], colours["heat-3"], colours["heat-4"]][step] ?? "";
}

/** From near to far, for a share of the way to the farthest: all of them can be written on. */
export function nearnessOf(share: number, colours: Colours): string {
  const step = Math.min(4, Math.floor(Math.max(0, share) * 5));
  return [colours["near-0"], colours["near-1"], colours["near-2"], colours["near-3"], colours["near-4"]][step] ?? "";
}

/** Rates differ by orders of magnitude: 0 for none, 1 for the most. */
export function shareOfRate(rate: number, most: number): number {
  return rate <= 0 || most <= 0 ? 0 : Math.log1p(rate) / Math.log1p(most);
}

/** Of a core: what its kernel does, or that there is none. */
export function stateColour(state: string, colours: Colours): string {
  if (state === "running") return colours.core;
  if (state === "lost") return colours.lost;
  return state === "starting" ? colours.starting : colours.off;
}
