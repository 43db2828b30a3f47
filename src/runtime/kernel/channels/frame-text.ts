const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 of at most `bytes` bytes, cut at a character. */
export function encodeText(text: string, bytes: number): Uint8Array {
  const room = new Uint8Array(bytes);
  return room.subarray(0, encoder.encodeInto(text, room).written);
}

/** The text of a frame's payload; null when it is not UTF-8. */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    // A copy: TextDecoder refuses shared memory.
    return decoder.decode(bytes.slice());
  } catch {
    return null;
  }
}
