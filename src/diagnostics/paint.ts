/** Colours of a terminal (ECMA-48, SGR). Not Node's `styleText`: what is said here is said in browsers too. */
const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
} as const;

export type Colour = keyof typeof codes;

export type Paint = (colours: Colour | readonly Colour[], text: string) => string;

/** The first of several colours is the outermost. */
export const inColours: Paint = (colours, text) =>
  [colours].flat().reduceRight((inner, colour) => {
    const [on, off] = codes[colour];
    return `\u001b[${on}m${inner}\u001b[${off}m`;
  }, text);

export const withoutColours: Paint = (_, text) => text;
