/** What every picture has around it: a head, the page, its style, and what it says to those who cannot see it. */
import { type Block, stack } from "./block.ts";
import { type Extras, printStyleSheet, type Theme } from "./style-sheet.ts";
import { element, printElement, type SvgElement } from "./svg.ts";
import { drawText, textWidth } from "./text.ts";

const margin = 16;
const [nameSize, summarySize] = [17, 10.5];

export interface PictureOptions {
  /** For pages of one kind alone; without it a picture follows the reader's wish. */
  readonly theme?: Theme;
}

interface Page {
  /** Tells the ids of pictures apart that lie in one document: `machine`, `route`. */
  readonly kind: string;
  readonly name: string;
  /** A line below the name, and the description for screen readers. */
  readonly summary: string;
  /** Below the head, each as wide as it is. */
  readonly blocks: readonly Block[];
  readonly extras: Extras;
}

interface DrawnPage {
  readonly width: number;
  readonly height: number;
  readonly elements: readonly SvgElement[];
  readonly svg: string;
}

/** One SVG without references to others; its size follows its contents. */
export function drawPage({ kind, name, summary, blocks, extras }: Page, { theme }: PictureOptions): DrawnPage {
  const whole = stack([drawHead(name, summary), ...blocks.filter(({ height }) => height > 0)], 16);
  const [width, height] = [Math.ceil(whole.width + 2 * margin), Math.ceil(whole.height + 2 * margin)];
  const elements = whole.draw({ x: margin, y: margin });
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  const names = { role: "graphics-document document", "aria-labelledby": `${kind}-title ${kind}-summary` };
  const svg = element("svg", { xmlns: "http://www.w3.org/2000/svg", ...size, ...names }, [
    element("title", { id: `${kind}-title` }, [name]),
    element("desc", { id: `${kind}-summary` }, [summary]),
    element("style", {}, [printStyleSheet(extras, theme)]),
    element("rect", { class: "paper", x: 0, y: 0, width, height, rx: 8 }),
    ...elements,
  ]);
  return { width, height, elements, svg: printElement(svg) };
}

/** In the middle of so much room, where it is narrower. */
export function centred(block: Block, width: number): Block {
  const room = Math.max(width, block.width);
  return { ...block, width: room, draw: ({ x, y }) => block.draw({ x: x + (room - block.width) / 2, y }) };
}

export function headWidth(name: string, summary: string): number {
  return Math.max(textWidth(name, nameSize), textWidth(summary, summarySize));
}

function drawHead(name: string, summary: string): Block {
  return {
    width: headWidth(name, summary),
    height: 34,
    draw: ({ x, y }): readonly SvgElement[] => [
      drawText(name, { x, y: y + 15 }, { size: nameSize, className: "ink strong" }),
      drawText(summary, { x, y: y + 31 }, { size: summarySize, className: "quiet" }),
    ],
  };
}
