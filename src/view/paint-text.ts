const fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

export function text(
  context: CanvasRenderingContext2D,
  words: string,
  x: number,
  y: number,
  font: string,
  colour: string,
  room: number,
  align: CanvasTextAlign = "left",
): void {
  context.font = `${font} ${fonts}`;
  context.fillStyle = colour;
  context.textAlign = align;
  context.fillText(shorten(context, words, room), x, y);
}

const fitted = new Map<string, string>();

/** Shortened by an ellipsis until it fits. */
function shorten(context: CanvasRenderingContext2D, words: string, room: number): string {
  const key = `${context.font} ${Math.round(room)} ${words}`;
  const known = fitted.get(key);
  if (known !== undefined) return known;
  let kept = words;
  while (kept.length > 1 && context.measureText(kept === words ? kept : `${kept}…`).width > room)
    kept = kept.slice(0, -1);
  const result = kept === words ? words : `${kept}…`;
  if (fitted.size > 20_000) fitted.clear();
  fitted.set(key, result);
  return result;
}

/** `cpu[0]` of `p[0].cpu[0]`. */
export function lastStep(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}
