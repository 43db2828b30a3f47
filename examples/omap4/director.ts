/** Films a pattern that moves and a tone, then plays the film and measures what coding has done to both. */
import type { Director, DirectorServices } from "~skerry/camcorder";
import { type Entry, Track } from "~skerry/film";
import { side, width } from "~skerry/pictures";
import { most } from "~skerry/sound";
import { decodeSamples } from "./adpcm.ts";
import { decodeStrip } from "./strip.ts";

const frames = 4;
const stripsOfFrame = 6;
const blocksOfFrame = 4;
const step = 16;
/** Microseconds. */
const frameTime = 33_333;
const samplesPerSecond = 16_000;

export const program: Director = async ({ core, log, services }) => {
  for (let frame = 0; frame < frames; frame++) await shoot(services, frame);

  const pictures = new Noise();
  const sound = new Noise();
  let coded = 0;
  let original = 0;
  for await (const { entry } of services.film.play(0)) {
    coded += entry.data.length;
    original += entry.track === Track.picture ? comparePicture(entry, pictures) : compareSound(entry, sound);
  }
  if (original !== frames * (stripsOfFrame * side * width + blocksOfFrame * most * 2))
    throw new Error("entries are lost");
  if (pictures.decibels(255) < 30 || sound.decibels(32_767) < 30) throw new Error("the film is too bad");
  log(`${frames} frames with sound, directed from ${core}: ${original} bytes became ${coded}`);
  log(`pictures at ${pictures.decibels(255).toFixed(1)} dB, sound at ${sound.decibels(32_767).toFixed(1)} dB`);
};

/** All strips and blocks of a frame at once: two kinds of core code them side by side. */
async function shoot({ pictures, sound, film }: DirectorServices, frame: number): Promise<void> {
  const strips = Array.from({ length: stripsOfFrame }, async (_, strip) => {
    const { coded } = await pictures.code(step, pixelsOf(frame * stripsOfFrame + strip));
    return { at: timeOfStrip(frame * stripsOfFrame + strip), track: Track.picture, data: coded.slice() };
  });
  const blocks = Array.from({ length: blocksOfFrame }, async (_, block) => {
    const { coded } = await sound.code(samplesOf(frame * blocksOfFrame + block));
    return { at: timeOfBlock(frame * blocksOfFrame + block), track: Track.sound, data: coded.slice() };
  });
  for (const entry of await Promise.all([...strips, ...blocks])) await film.append(entry);
}

function timeOfStrip(strip: number): number {
  return Math.floor((strip * frameTime) / stripsOfFrame);
}

function timeOfBlock(block: number): number {
  return Math.floor((block * frameTime) / blocksOfFrame);
}

/** What the camera sees: rings that grow from frame to frame. */
function pixelsOf(strip: number): Uint8Array {
  const [frame, top] = [Math.floor(strip / stripsOfFrame), (strip % stripsOfFrame) * side];
  return Uint8Array.from({ length: side * width }, (_, index) => {
    const [x, y] = [index % width, top + Math.floor(index / width)];
    return 128 + 100 * Math.cos(Math.hypot(x - width / 2, y - 24) / 4 - frame);
  });
}

/** What the microphone hears: A above middle C. */
function samplesOf(block: number): number[] {
  return Array.from({ length: most }, (_, index) =>
    Math.round(12_000 * Math.sin((2 * Math.PI * 440 * (block * most + index)) / samplesPerSecond)),
  );
}

/** How far what was decoded lies from what was there. */
class Noise {
  #sum = 0;
  #count = 0;

  add(original: ArrayLike<number>, decoded: ArrayLike<number>): void {
    for (let index = 0; index < original.length; index++) {
      this.#sum += ((original[index] ?? 0) - (decoded[index] ?? 0)) ** 2;
    }
    this.#count += original.length;
  }

  /** Below the loudest or brightest there is. */
  decibels(peak: number): number {
    return 10 * Math.log10((peak * peak * this.#count) / this.#sum);
  }
}

/** Bytes that were there before. */
function comparePicture({ at, data }: Entry, noise: Noise): number {
  const original = pixelsOf(Math.round((at * stripsOfFrame) / frameTime));
  noise.add(original, decodeStrip(data, width, step));
  return original.length;
}

function compareSound({ at, data }: Entry, noise: Noise): number {
  const original = samplesOf(Math.round((at * blocksOfFrame) / frameTime));
  noise.add(original, decodeSamples(data));
  return original.length * 2;
}
