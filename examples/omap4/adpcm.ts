/**
 * Adaptive differential coding of sound, four bits a sample: IMA Digital Audio Focus and Technical Working Groups,
 * "Recommended Practices for Enhancing Digital Audio Compatibility in Multimedia Systems", revision 3.00, 1992.
 */

/** Each step is about 1.1 times the one before. */
const steps: readonly number[] = [
  7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107, 118,
  130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963, 1060,
  1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484,
  7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767,
];
/** How far a code moves along the steps. */
const moves: readonly number[] = [-1, -1, -1, -1, 2, 4, 6, 8];
const headerBytes = 4;

/** What coder and decoder both know of the sample before. */
export interface Predictor {
  sample: number;
  step: number;
}

/** The first sample and the step stand at the beginning, so that a block can be decoded by itself. */
export function codeSamples(samples: readonly number[], predictor: Predictor): Uint8Array {
  const coded = new Uint8Array(headerBytes + Math.ceil((samples.length - 1) / 2));
  predictor.sample = samples[0] ?? 0;
  new DataView(coded.buffer).setInt16(0, predictor.sample, true);
  coded[2] = predictor.step;
  for (const [index, sample] of samples.slice(1).entries()) {
    const code = codeOf(sample, predictor);
    follow(code, predictor);
    const byte = headerBytes + (index >> 1);
    coded[byte] = (coded[byte] ?? 0) | (code << (4 * (index & 1)));
  }
  return coded;
}

/** All samples that the block has room for: one more than were coded, when these were even in number. */
export function decodeSamples(coded: Uint8Array): number[] {
  const view = new DataView(coded.buffer, coded.byteOffset, coded.length);
  const predictor = { sample: view.getInt16(0, true), step: view.getUint8(2) };
  const samples = [predictor.sample];
  for (const byte of coded.subarray(headerBytes)) {
    for (const code of [byte & 0xf, byte >> 4]) samples.push(follow(code, predictor));
  }
  return samples;
}

/** The sign and three bits of the difference in steps. */
function codeOf(sample: number, predictor: Predictor): number {
  const difference = sample - predictor.sample;
  const size = Math.min(7, Math.floor((4 * Math.abs(difference)) / stepOf(predictor)));
  return difference < 0 ? size | 8 : size;
}

function follow(code: number, predictor: Predictor): number {
  const difference = ((2 * (code & 7) + 1) * stepOf(predictor)) >> 3;
  const sample = predictor.sample + (code & 8 ? -difference : difference);
  predictor.sample = Math.min(32767, Math.max(-32768, sample));
  predictor.step = Math.min(steps.length - 1, Math.max(0, predictor.step + (moves[code & 7] ?? 0)));
  return predictor.sample;
}

function stepOf({ step }: Predictor): number {
  return steps[step] ?? 1;
}
