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
  /** Of programs, where each has its own, with the ink that is read on all of them. */
  readonly programs: readonly string[];
  /** Of links by how much of them is used, from little to more than they carry. */
  readonly heat: readonly string[];
  /** What a picture is about, and what is second to it. */
  readonly accents: readonly [first: string, second: string];
  /** Rows of a table, every other one. */
  readonly band: string;
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
    state: ["#e8f5ee", "#2f7d57"],
  },
  texts: {
    ink: "#16202b",
    quiet: "#51606f",
    onService: "#ffffff",
    onClient: "#5a3288",
    onState: "#1d5a3c",
    onAccent: "#ffffff",
  },
  lines: ["#c2410c", "#0f766e", "#1d4ed8", "#a21caf"],
  domains: ["#b91c1c", "#0369a1", "#4d7c0f", "#9333ea"],
  programs: ["#6b3fa0", "#0b6e4f", "#b3420e", "#1f5fbf", "#9c1f5c", "#5b6b0f", "#00707f", "#7a4b1e"],
  heat: ["#a9bccb", "#d9b40b", "#ef8a17", "#dc4a1b", "#98051b"],
  accents: ["#0b57d0", "#a3127a"],
  band: "#f3f6f9",
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
    state: ["#12261c", "#5cb88a"],
  },
  texts: {
    ink: "#e6edf3",
    quiet: "#9fb0c0",
    onService: "#14091f",
    onClient: "#c9b2ec",
    onState: "#9fdcbd",
    onAccent: "#0d1117",
  },
  lines: ["#fb923c", "#2dd4bf", "#7aa2ff", "#e879f9"],
  domains: ["#f87171", "#38bdf8", "#a3e635", "#c084fc"],
  programs: ["#b794e6", "#5fc7a0", "#f2a36b", "#84b1f9", "#ee8fbd", "#c3d05f", "#5cc8d6", "#d3a878"],
  heat: ["#4d6070", "#b8951a", "#e8892b", "#f4623a", "#ff3d5f"],
  accents: ["#7ab2ff", "#f08ad6"],
  band: "#161c24",
};

/** `light` and `dark` are for a page of that kind; without one, a picture follows the reader's wish. */
export type Theme = "light" | "dark";

/** Behind links, by how much of them is used: they stand on light pages and dark ones. */
const shades = ["#fef3c7", "#fde047", "#fbbf24", "#f97316", "#dc2626"];

const useRules = [
  ...shades.map((colour, shade) => `.link .used${shade} { stroke: ${colour}; }`),
  ".link .used { stroke-width: 9; stroke-opacity: 0.6; }",
];

/** How many kinds of link have a colour of their own; further ones begin again. */
export const linkColours = light.lines.length;

/** How many programs have a colour of their own. */
export const programColours = light.programs.length;

/** How many domains have a colour of their own. */
export const domainColours = light.domains.length;

/** What only some pictures have, so that all others need no rules for it. */
export interface Extras {
  readonly controllers?: boolean;
  readonly domains?: boolean;
  readonly pluggable?: boolean;
  /** Links with declared traffic, as bands behind them. */
  readonly used?: boolean;
  /** Links in the colour of their use. */
  readonly heat?: boolean;
  /** Links without a colour of their kind. */
  readonly bare?: boolean;
  /** Programs in colours of their own, replicas among them. */
  readonly placed?: boolean;
  /** Ways, tables and marks over a machine. */
  readonly accents?: boolean;
  /** Lifelines and messages between them. */
  readonly sequence?: boolean;
  /** Without parts of a machine. */
  readonly noMachine?: boolean;
}

/** Rules for both kinds of page, or for the one that is asked for. */
export function printStyleSheet(extras: Extras, theme: Theme | null = null): string {
  const colours =
    theme === null
      ? [
          ...rules(light, extras),
          "@media (prefers-color-scheme: dark) {",
          ...rules(dark, extras).map((rule) => `  ${rule}`),
          "}",
        ]
      : rules(theme === "light" ? light : dark, extras);
  return [
    "text { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; }",
    ".strong { font-weight: 600; }",
    ".halo { paint-order: stroke; stroke-width: 5; stroke-linejoin: round; }",
    ...(extras.noMachine === true ? [] : machineRules(extras)),
    ...(extras.accents === true ? accentRules : []),
    ...(extras.sequence === true ? sequenceRules : []),
    ...colours,
  ].join("\n");
}

function machineRules({ used, pluggable, domains }: Extras): readonly string[] {
  return [
    ".link line, .link path { fill: none; stroke-width: 2; }",
    ...(used === true ? useRules : []),
    ".stub { fill: none; stroke-width: 1.2; }",
    ".coherence rect { stroke-dasharray: 3 2; }",
    ".offline { opacity: 0.45; }",
    ...(pluggable === true
      ? [".pluggable > rect, .pluggable > line, .pluggable > path { stroke-dasharray: 5 3; }"]
      : []),
    ...(domains === true
      ? [".domain > rect { fill: none; stroke-width: 1.6; }", ".power > rect { stroke-dasharray: 1.5 2.5; }"]
      : []),
  ];
}

const accentRules = [
  ".way { fill: none; stroke-width: 3.5; stroke-linejoin: round; stroke-linecap: round; }",
  ".lead { stroke-width: 2; stroke-opacity: 0.65; }",
  ".second .way { stroke-dasharray: 7 6; }",
  ".mark { fill: none; stroke-width: 2.5; }",
  ".thin { stroke-width: 3; }",
  ".mono { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; }",
];

function rules(palette: Palette, extras: Extras): readonly string[] {
  const { paper, texts } = palette;
  const inks = Object.entries(texts).filter(([name]) => isInk(name, extras));
  return [
    `.paper { fill: ${paper}; }`,
    `.halo { stroke: ${paper}; }`,
    ...(extras.noMachine === true ? [] : boxRules(palette, extras)),
    ...inks.map(([name, colour]) => `.${name} { fill: ${colour}; }`),
    ...(extras.noMachine === true ? [] : lineRules(palette, extras)),
    ...(extras.domains === true
      ? palette.domains.map((colour, index) => `.domain${index} > rect { stroke: ${colour}; }`)
      : []),
    ...(extras.heat === true ? heatRules(palette) : []),
    ...(extras.placed === true ? programRules(palette) : []),
    ...(extras.accents === true ? accentColours(palette) : []),
    ...(extras.sequence === true ? sequenceColours(palette) : []),
  ];
}

function isInk(name: string, { placed, accents, noMachine }: Extras): boolean {
  if (name === "onState") return placed === true;
  if (name === "onAccent") return accents === true;
  return noMachine !== true || name === "ink" || name === "quiet";
}

function boxRules({ boxes }: Palette, { controllers, placed }: Extras): readonly string[] {
  const used = Object.entries(boxes).filter(
    ([name]) => (name !== "controller" || controllers === true) && (name !== "state" || placed === true),
  );
  return [
    ...["group", "inner"].map((box) => `.${box} .halo { stroke: ${boxes[box]?.[0]}; }`),
    ...used.map(([name, [fill, stroke]]) => `.${name} > rect { fill: ${fill}; stroke: ${stroke}; }`),
  ];
}

function lineRules({ boxes, lines }: Palette, { bare }: Extras): readonly string[] {
  const stub = `.stub { stroke: ${boxes["device"]?.[1]}; }`;
  if (bare === true) {
    const colour = boxes["inner"]?.[1];
    return [
      stub,
      `.bare line, .bare path { stroke: ${colour}; }`,
      `.bare .end, .bare .arrow { fill: ${colour}; stroke: none; }`,
    ];
  }
  return [
    stub,
    ...lines.flatMap((colour, index) => [
      `.link${index} line, .link${index} path { stroke: ${colour}; }`,
      `.link${index} .end, .link${index} .arrow { fill: ${colour}; stroke: none; }`,
    ]),
  ];
}

/** The more a link is used, the wider it is too. */
function heatRules({ heat }: Palette): readonly string[] {
  return heat.flatMap((colour, shade) => [
    `.heat${shade} line, .heat${shade} path { stroke: ${colour}; stroke-width: ${3 + 1.5 * shade}; }`,
    `.heat${shade} .end, .heat${shade} .arrow, .heat${shade} > rect, rect.heat${shade} { fill: ${colour}; stroke: none; }`,
  ]);
}

function programRules({ programs, paper, texts }: Palette): readonly string[] {
  return programs
    .flatMap((colour, index) => [
      `.program${index} > rect { stroke: ${colour}; }`,
      `.service.program${index} > rect { fill: ${colour}; }`,
      `.client.program${index} .onClient, .state.program${index} .onState { fill: ${colour}; }`,
    ])
    .concat([
      `.state > rect { fill: ${paper}; stroke-dasharray: 3 2; }`,
      `.service .onService { fill: ${texts["onService"]}; }`,
    ]);
}

const sequenceRules = [
  ".message { fill: none; stroke-width: 1.6; }",
  ".lost { stroke-dasharray: 4 3; }",
  ".lane { stroke-width: 1; }",
];

function sequenceColours({ accents: [first], boxes, texts, domains }: Palette): readonly string[] {
  return [
    `.message { stroke: ${first}; }`,
    `.tip { fill: ${first}; }`,
    `.lost { stroke: ${domains[0]}; }`,
    `.lane { stroke: ${boxes["inner"]?.[1]}; }`,
    `.actor > rect { fill: ${boxes["group"]?.[0]}; stroke: ${boxes["group"]?.[1]}; }`,
    `.note { fill: ${boxes["device"]?.[1]}; }`,
    `.time { fill: ${texts["quiet"]}; }`,
  ];
}

function accentColours({ accents: [first, second], band, texts, paper }: Palette): readonly string[] {
  return [
    `.first .way, .first .mark { stroke: ${first}; }`,
    `.second .way, .second .mark { stroke: ${second}; }`,
    `.first .badge, .first .tip { fill: ${first}; }`,
    `.second .badge, .second .tip { fill: ${second}; }`,
    `.badge { stroke: ${paper}; stroke-width: 1.5; }`,
    `.band { fill: ${band}; }`,
    `.first .bar { fill: ${first}; fill-opacity: 0.22; }`,
    `.hole { fill: ${band}; stroke: none; }`,
    `.rule { stroke: ${texts["quiet"]}; stroke-width: 0.8; fill: none; }`,
  ];
}
