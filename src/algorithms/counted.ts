/** `1 core`, `32 cores`; `plural` where an s is not enough. */
export function counted(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
