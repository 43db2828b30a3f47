/** A strip of pixels and what is sent of it. */
import { at, type Block, transform, transformBack } from "./cosine.ts";

const side = 8;
/** Stands behind the last run of a block; no run is that long. */
const end = 0xff;

/** The places of a block along its diagonals: the waves that matter most come first. */
const diagonals = Array.from({ length: side * side }, (_, index) => index).sort(
  (left, right) => rank(left) - rank(right),
);

function rank(index: number): number {
  const [row, column] = [Math.floor(index / side), index % side];
  const diagonal = row + column;
  return diagonal * side + (diagonal % 2 === 0 ? column : row);
}

/** `width` is a multiple of eight; the strip has eight lines of it. */
export function codeStrip(strip: Uint8Array, width: number, step: number): Uint8Array {
  const coded: number[] = [];
  for (let left = 0; left < width; left += side) codeBlock(transform(cut(strip, width, left)), step, coded);
  return Uint8Array.from(coded);
}

export function decodeStrip(coded: Uint8Array, width: number, step: number): Uint8Array {
  const strip = new Uint8Array(side * width);
  let from = 0;
  for (let left = 0; left < width; left += side) {
    const waves = new Int32Array(side * side);
    from = decodeBlock(coded, from, step, waves);
    paste(transformBack(waves), strip, width, left);
  }
  return strip;
}

/** Runs of zeros, each with the number behind it. */
function codeBlock(waves: Block, step: number, coded: number[]): void {
  let zeros = 0;
  for (const index of diagonals) {
    const value = Math.round(at(waves, index) / step);
    if (value === 0) zeros++;
    else {
      coded.push(zeros);
      codeNumber(value, coded);
      zeros = 0;
    }
  }
  coded.push(end);
}

/** Returns where the next block begins. */
function decodeBlock(coded: Uint8Array, from: number, step: number, waves: Block): number {
  let place = 0;
  let next = from;
  while (next < coded.length && coded[next] !== end) {
    place += at(coded, next++);
    const low = at(coded, next++);
    const zigzag = low < 0x80 ? low : (low & 0x7f) | (at(coded, next++) << 7);
    waves[at(diagonals, place++)] = ((zigzag >> 1) ^ -(zigzag & 1)) * step;
  }
  return next + 1;
}

/** Small numbers of either sign in one byte, others in two. */
function codeNumber(value: number, coded: number[]): void {
  const zigzag = (value << 1) ^ (value >> 31);
  if (zigzag < 0x80) coded.push(zigzag);
  else coded.push((zigzag & 0x7f) | 0x80, zigzag >> 7);
}

function cut(strip: Uint8Array, width: number, left: number): Block {
  return Int32Array.from({ length: side * side }, (_, index) => {
    return at(strip, Math.floor(index / side) * width + left + (index % side)) - 128;
  });
}

function paste(block: Block, strip: Uint8Array, width: number, left: number): void {
  for (const [index, value] of block.entries()) {
    const pixel = Math.min(255, Math.max(0, value + 128));
    strip[Math.floor(index / side) * width + left + (index % side)] = pixel;
  }
}
