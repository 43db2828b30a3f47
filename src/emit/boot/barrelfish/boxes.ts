/** A range for each part of an address, both ends included. */
export type Box = readonly (readonly [from: bigint, to: bigint])[];

/** Addresses of several parts are counted through, the last part fastest: what a box holds lies in one piece so. */
export interface BoxedRange {
  readonly from: bigint;
  readonly to: bigint;
  readonly box: Box;
}

/** The fewest boxes that are a range of addresses, in order; `widths` are the bits of each part. */
export function boxesOf(from: bigint, to: bigint, widths: readonly number[]): readonly BoxedRange[] {
  const [, ...rest] = widths;
  if (rest.length === 0) return [{ from, to, box: [[from, to]] }];
  const step = 2n ** BigInt(rest.reduce((sum, width) => sum + width, 0));
  const [first, last] = [from / step, to / step];
  if (first === last) return within(first, from, to, { rest, step });
  const isWhole = from % step === 0n;
  const endsWhole = to % step === step - 1n;
  const [wholeFrom, wholeTo] = [isWhole ? first : first + 1n, endsWhole ? last : last - 1n];
  const all = rest.map((width) => [0n, 2n ** BigInt(width) - 1n] as const);
  return [
    ...(isWhole ? [] : within(first, from, (first + 1n) * step - 1n, { rest, step })),
    ...(wholeFrom > wholeTo
      ? []
      : [{ from: wholeFrom * step, to: (wholeTo + 1n) * step - 1n, box: [[wholeFrom, wholeTo] as const, ...all] }]),
    ...(endsWhole ? [] : within(last, last * step, to, { rest, step })),
  ];
}

/** Addresses that have their first part in common. */
function within(
  part: bigint,
  from: bigint,
  to: bigint,
  { rest, step }: { readonly rest: readonly number[]; readonly step: bigint },
): readonly BoxedRange[] {
  const base = part * step;
  return boxesOf(from - base, to - base, rest).map((inner) => ({
    from: inner.from + base,
    to: inner.to + base,
    box: [[part, part], ...inner.box],
  }));
}

/** `(0x0 to 0xff; 0x3 to 0x3)` */
export function printBox(box: Box): string {
  return `(${box.map(([from, to]) => `0x${from.toString(16)} to 0x${to.toString(16)}`).join("; ")})`;
}
