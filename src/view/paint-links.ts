/** Links: in the colour of their kind, or, live, as wide and as hot as what goes over them. */
import { heatOf, shareOfRate } from "./colours.ts";
import { isInSight, type Painting } from "./painting.ts";
import type { Line } from "./scene.ts";

/** Whether a link is drawn at all: those that lead past others are only where one of their ends is chosen, or they are on the way shown. */
export function isLinkShown(link: number, { scene, shown }: Pick<Painting, "scene" | "shown">): boolean {
  if (scene.data.links[link]?.far !== true) return true;
  if (shown.selected === `link ${link}` || shown.way?.links.has(link) === true) return true;
  if (shown.live !== null && (shown.live.linkRates.get(link) ?? 0) > 0) return true;
  return shown.selected !== null && scene.linksAt(shown.selected).has(link);
}

interface Look {
  readonly colour: string;
  readonly width: number;
  readonly dashed: boolean;
}

/** `above`: those that lead far, over what lies between; else all others, below the boxes. */
export function paintLinks(painting: Painting, above: boolean): void {
  const looks = new Map<string, { readonly look: Look; readonly lines: Line[] }>();
  for (const [link, line] of painting.scene.lines.entries()) {
    if ((painting.scene.data.links[link]?.far === true) !== above) continue;
    if (!isInSight(line.bounds, painting) || !isLinkShown(link, painting)) continue;
    const look = lookOf(link, painting);
    if (isTooShort(line, look, painting)) continue;
    const key = `${look.width} ${look.colour} ${look.dashed}`;
    const known = looks.get(key);
    if (known === undefined) looks.set(key, { look, lines: [line] });
    else known.lines.push(line);
  }
  const sorted = [...looks.values()].sort((one, other) => one.look.width - other.look.width);
  for (const { look, lines } of sorted) stroke(painting, look, lines);
  if (!above) paintNear(painting);
}

/** Thousands of them would be a haze: shorter than some pixels, only those are drawn that stand out. */
function isTooShort({ bounds }: Line, { width }: Look, { camera }: Painting): boolean {
  return width <= 2 && Math.max(bounds[2], bounds[3]) * camera.scale < 4;
}

function stroke({ context, camera }: Painting, { colour, width, dashed }: Look, lines: readonly Line[]): void {
  context.beginPath();
  for (const { points } of lines) {
    context.moveTo(points[0] ?? 0, points[1] ?? 0);
    for (let index = 2; index + 1 < points.length; index += 2)
      context.lineTo(points[index] ?? 0, points[index + 1] ?? 0);
  }
  context.strokeStyle = colour;
  context.lineWidth = Math.max(width, (width * 0.5) / camera.scale);
  context.lineCap = "round";
  context.setLineDash(dashed ? [5, 6] : []);
  context.stroke();
  context.setLineDash([]);
}

function lookOf(link: number, { scene, shown, colours }: Painting): Look {
  const isChosen = shown.selected === `link ${link}` || shown.way?.links.has(link) === true;
  const { live } = shown;
  if (live?.cuts.has(link) === true) return { colour: colours.lost, width: isChosen ? 5 : 3, dashed: true };
  if (isChosen) return { colour: colours.accent, width: 5, dashed: false };
  if (live !== null) {
    const share = shareOfRate(live.linkRates.get(link) ?? 0, live.most);
    if (share === 0) return { colour: colours.idle, width: 1.5, dashed: false };
    return { colour: heatOf(share - 0.001, colours), width: 2 + Math.round(6 * share), dashed: false };
  }
  const kind = (scene.data.links[link]?.kind ?? 0) % 4;
  const colour = [colours["link-0"], colours["link-1"], colours["link-2"], colours["link-3"]][kind] ?? colours.ink;
  const isBeside = shown.selected !== null && scene.linksAt(shown.selected).has(link);
  return { colour, width: isBeside ? 3.5 : 2, dashed: false };
}

/** Between neighbours that only caches join: live, and only where something goes. */
function paintNear(painting: Painting): void {
  const { scene, shown, colours } = painting;
  const { live } = shown;
  if (live === null || painting.camera.scale < 0.3) return;
  for (const [from, to, rate] of live.nearRates) {
    const share = shareOfRate(rate, live.most);
    const [one, other] = [scene.data.cores[from]?.box, scene.data.cores[to]?.box];
    if (share === 0 || one === undefined || other === undefined) continue;
    const points = [one[0] + one[2] / 2, one[1] + one[3] / 2, other[0] + other[2] / 2, other[1] + other[3] / 2];
    stroke(painting, { colour: heatOf(share - 0.001, colours), width: 1 + Math.round(3 * share), dashed: false }, [
      { points, bounds: [0, 0, 0, 0] },
    ]);
  }
}
