/** What stands in cores: their names, what runs on them, how full their rings are. */
import { heatOf, stateColour } from "./colours.ts";
import { lastStep, text } from "./paint-text.ts";
import type { Painting } from "./painting.ts";

const programHeight = 17;
const mostRows = 4;

/** Of a core that is too small to be read: whether something runs there. */
export function programColour(core: number, { scene, colours, programs }: Painting): string | null {
  if (!programs.has(core)) return null;
  const serves = scene.data.programs.some(
    ({ kind, instances }) => kind === "service" && instances.some((instance) => instance.core === core),
  );
  return serves ? colours.service : colours["client-small"];
}

export function paintCoreTexts(painting: Painting, cores: readonly number[]): void {
  const { scene, camera, context, colours, shown } = painting;
  for (const core of cores) {
    const { box, path, label, caches } = scene.data.cores[core] ?? {};
    if (box === undefined || path === undefined) continue;
    paintDepth(painting, core);
    if (camera.scale < 0.45) continue;
    const [x, y, width] = box;
    const state = shown.live?.kernels.get(core)?.state;
    const isFilled = state === "lost" || state === "offline" || shown.distancesFrom !== null;
    const ink = state === "lost" ? "#ffffff" : colours.ink;
    const quiet = state === "lost" ? "#ffffff" : isFilled ? colours.ink : colours.quiet;
    text(context, lastStep(path), x + 7, y + 13, "600 11px", ink, width * 0.5);
    const used = context.measureText(lastStep(path)).width;
    const beside = state === undefined || state === "running" ? shortLabel(label ?? "") : state;
    text(context, beside, x + width - 6, y + 13, "9px", quiet, width - used - 18, "right");
    text(context, caches ?? "", x + 7, y + 26, "8.5px", quiet, width - 12);
    paintPrograms(painting, core);
  }
}

/** `2 GHz` of `amd64 2 GHz`: which kind of core it is, the details tell. */
function shortLabel(label: string): string {
  const space = label.indexOf(" ");
  return space === -1 ? label : label.slice(space + 1);
}

function paintPrograms(painting: Painting, core: number): void {
  const { scene, context, colours, programs, shown } = painting;
  const [x, y, width, height] = scene.data.cores[core]?.box ?? [0, 0, 0, 0];
  const kernel = shown.live?.kernels.get(core);
  const all = kernel === undefined ? (programs.get(core) ?? []) : [...kernel.services, ...kernel.clients];
  const room = Math.min(mostRows, Math.floor((height - 34) / programHeight));
  for (const [row, name] of all.slice(0, room).entries()) {
    const isLast = row === room - 1 && all.length > room;
    const isService = isServiceName(painting, name);
    const top = y + 32 + row * programHeight;
    context.beginPath();
    context.roundRect(x + 6, top, width - 12, programHeight - 3, 7);
    context.fillStyle = isService ? colours.service : colours.client;
    context.fill();
    context.strokeStyle = isService ? colours.service : colours["client-line"];
    context.lineWidth = 1;
    context.stroke();
    const words = isLast ? `${name} +${all.length - room}` : name;
    text(
      context,
      words,
      x + width / 2,
      top + 10.5,
      "600 9px",
      isService ? colours["on-service"] : colours["client-line"],
      width - 20,
      "center",
    );
  }
}

function isServiceName({ scene }: Painting, name: string): boolean {
  const plain = name.replace(/\[\d+\]$/, "");
  return scene.data.programs.some((program) => program.kind === "service" && program.name === plain);
}

/** How full the fullest ring is that comes in: a bar at the foot of the core. */
function paintDepth({ scene, shown, context, colours }: Painting, core: number): void {
  const kernel = shown.live?.kernels.get(core);
  const [x, y, width, height] = scene.data.cores[core]?.box ?? [0, 0, 0, 0];
  if (kernel === undefined || kernel.deepest === null || kernel.deepest.slots === 0) return;
  const share = kernel.deepest.used / kernel.deepest.slots;
  const sent = (kernel.rates?.received ?? 0) + (kernel.rates?.forwarded ?? 0) > 0;
  context.fillStyle = sent || share > 0 ? heatOf(share, colours) : stateColour("absent", colours);
  context.fillRect(x + 4, y + height - 4, (width - 8) * Math.max(share, sent ? 0.04 : 0), 3);
}
