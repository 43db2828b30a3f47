/**
 * Colours by class, first for a light page, then for a dark one. Rules name colours outright instead of variables: viewers
 * that know neither variables nor media queries (librsvg, Inkscape) then still show the light picture.
 */

type Colours = readonly [fill: string, stroke: string];

interface Palette {
  readonly boxes: Readonly<Record<string, Colours>>;
  readonly texts: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
  readonly domains: readonly string[];
  readonly paper: string;
}

const light: Palette = {
  paper: "#ffffff",
  boxes: {
    group: ["#f3f6f9", "#8a9aab"],
    inner: ["#e9eef3", "#b4c0cc"],
    core: ["#ffffff", "#7d8da0"],
    cache: ["#d7e6f7", "none"],
    coherence: ["none", "#6f93bb"],
    memory: ["#d5ecdc", "#5f9d77"],
    device: ["#fdeed2", "#c08a2c"],
    controller: ["#f3e2e7", "#b0607a"],
    service: ["#6b3fa0", "none"],
    client: ["#ffffff", "#6b3fa0"],
  },
  texts: { ink: "#16202b", quiet: "#51606f", onService: "#ffffff", onClient: "#5a3288" },
  lines: ["#c2410c", "#0f766e", "#1d4ed8", "#a21caf"],
  domains: ["#b91c1c", "#0369a1", "#4d7c0f", "#9333ea"],
};

const dark: Palette = {
  paper: "#0d1117",
  boxes: {
    group: ["#161c24", "#5d6b7a"],
    inner: ["#1e2630", "#465361"],
    core: ["#0d1117", "#6b7a8a"],
    cache: ["#1c3554", "none"],
    coherence: ["none", "#5c86b5"],
    memory: ["#173a27", "#4f9a6d"],
    device: ["#3d2d0c", "#c08a2c"],
    controller: ["#3b1f29", "#b5687f"],
    service: ["#a683d8", "none"],
    client: ["#0d1117", "#a683d8"],
  },
  texts: { ink: "#e6edf3", quiet: "#9fb0c0", onService: "#14091f", onClient: "#c9b2ec" },
  lines: ["#fb923c", "#2dd4bf", "#7aa2ff", "#e879f9"],
  domains: ["#f87171", "#38bdf8", "#a3e635", "#c084fc"],
};

/** Behind links, by how much of them is used: they stand on light pages and dark ones. */
const shades = ["#fef3c7", "#fde047", "#fbbf24", "#f97316", "#dc2626"];

const useRules = [
  ...shades.map((colour, shade) => `.link .used${shade} { stroke: ${colour}; }`),
  ".link .used { stroke-width: 9; stroke-opacity: 0.6; }",
];

/** How many kinds of link have a colour of their own; further ones begin again. */
export const linkColours = light.lines.length;

/** How many domains have a colour of their own. */
export const domainColours = light.domains.length;

/** What only some machines have, so that the pictures of all others need no rules for it. */
export interface Extras {
  readonly controllers: boolean;
  readonly domains: boolean;
  readonly pluggable: boolean;
  /** Links with declared traffic. */
  readonly used: boolean;
}

export function printStyleSheet(extras: Extras): string {
  return [
    "text { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; }",
    ".strong { font-weight: 600; }",
    ".link line, .link path { fill: none; stroke-width: 2; }",
    ...(extras.used ? useRules : []),
    ".stub { fill: none; stroke-width: 1.2; }",
    ".coherence rect { stroke-dasharray: 3 2; }",
    ".offline { opacity: 0.45; }",
    ".halo { paint-order: stroke; stroke-width: 5; stroke-linejoin: round; }",
    ...(extras.pluggable ? [".pluggable > rect, .pluggable > line, .pluggable > path { stroke-dasharray: 5 3; }"] : []),
    ...(extras.domains
      ? [".domain > rect { fill: none; stroke-width: 1.6; }", ".power > rect { stroke-dasharray: 1.5 2.5; }"]
      : []),
    ...rules(light, extras),
    "@media (prefers-color-scheme: dark) {",
    ...rules(dark, extras).map((rule) => `  ${rule}`),
    "}",
  ].join("\n");
}

function rules({ paper, boxes, texts, lines, domains }: Palette, extras: Extras): readonly string[] {
  const used = Object.entries(boxes).filter(([name]) => name !== "controller" || extras.controllers);
  return [
    `.paper { fill: ${paper}; }`,
    `.halo { stroke: ${paper}; }`,
    ...["group", "inner"].map((box) => `.${box} .halo { stroke: ${boxes[box]?.[0]}; }`),
    ...used.map(([name, [fill, stroke]]) => `.${name} > rect { fill: ${fill}; stroke: ${stroke}; }`),
    ...Object.entries(texts).map(([name, colour]) => `.${name} { fill: ${colour}; }`),
    `.stub { stroke: ${boxes["device"]?.[1]}; }`,
    ...lines.flatMap((colour, index) => [
      `.link${index} line, .link${index} path { stroke: ${colour}; }`,
      `.link${index} .end, .link${index} .arrow { fill: ${colour}; stroke: none; }`,
    ]),
    ...(extras.domains ? domains.map((colour, index) => `.domain${index} > rect { stroke: ${colour}; }`) : []),
  ];
}
