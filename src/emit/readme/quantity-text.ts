/** Shares and counts as people write them. */

/** `8.46 %` */
export function printShare(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}

/** `1 channel`, `2 channels` */
export function printCount(count: number, thing: string, things = `${thing}s`): string {
  return `${count} ${count === 1 ? thing : things}`;
}
