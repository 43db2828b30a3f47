/** Text in a picture whose font is not known: sizes are estimates on the safe side. */
import type { Point, Rectangle } from "./geometry.ts";
import { element, type SvgElement } from "./svg.ts";

export interface TextStyle {
  /** pixels */
  readonly size: number;
  readonly className: string;
  readonly anchor?: "start" | "middle" | "end";
}

/** Widths in em of a wide sans-serif (DejaVu Sans, Verdana); others are narrower. */
function letterWidth(letter: string): number {
  if ("iIl.,:;|'!jf t()[]/·".includes(letter)) return 0.4;
  if ("mwMW%@".includes(letter)) return 0.95;
  return /[A-Z0-9—]/.test(letter) ? 0.68 : 0.6;
}

export function textWidth(text: string, size: number): number {
  return [...text].reduce((width, letter) => width + letterWidth(letter) * size, 0);
}

/** Shortened by an ellipsis until it fits. */
export function fitText(text: string, size: number, width: number): string {
  // Half a pixel covers what adding and subtracting widths rounds off.
  if (textWidth(text, size) <= width + 0.5) return text;
  let kept = [...text];
  while (kept.length > 1 && textWidth(`${kept.join("")}…`, size) > width) kept = kept.slice(0, -1);
  return `${kept.join("")}…`;
}

/** `at` is on the baseline. */
export function drawText(text: string, at: Point, { size, className, anchor = "start" }: TextStyle): SvgElement {
  const place = anchor === "start" ? {} : { "text-anchor": anchor };
  return element("text", { class: className, x: at.x, y: at.y, "font-size": String(size), ...place }, [text]);
}

/** Where the texts among elements stand, on the safe side. */
export function textFrames(elements: SvgElement["children"]): readonly Rectangle[] {
  return textsIn(elements).map(textFrame);
}

export function textsIn(elements: SvgElement["children"]): readonly SvgElement[] {
  return elements.flatMap((each) => {
    if (typeof each === "string") return [];
    return each.tag === "text" ? [each] : textsIn(each.children);
  });
}

export function textFrame({ attributes, children }: SvgElement): Rectangle {
  const size = Number(attributes["font-size"]);
  const width = textWidth(children.filter((child) => typeof child === "string").join(""), size);
  const share = { middle: 0.5, end: 1 }[String(attributes["text-anchor"])] ?? 0;
  return { x: Number(attributes["x"]) - share * width, y: Number(attributes["y"]) - size * 0.8, width, height: size };
}
