/**
 * Messages between kernels: boot-time only, so plain rather than fast. On the wire: three u32, then texts, each a u16
 * length and UTF-8.
 */
import { type Frame, longestText } from "./frame.ts";

export interface ControlMessage {
  readonly numbers: readonly [number, number, number];
  readonly texts: readonly string[];
}

/** First number of an answer. */
export const verdict = { yes: 0, failed: 1, lost: 2 } as const;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const textsAt = 12;

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

export function encodeControl(message: ControlMessage): { readonly words: Int32Array; readonly bytes: number } {
  const memory = new Uint8Array(longestText);
  const view = new DataView(memory.buffer);
  for (const [index, number] of message.numbers.entries()) view.setUint32(index * 4, number, true);
  let at = textsAt;
  for (const text of message.texts) {
    const encoded = encodeText(text, Math.max(0, Math.min(longestText - at - 2, 0xffff)));
    view.setUint16(at, encoded.length, true);
    memory.set(encoded, at + 2);
    at += 2 + encoded.length;
  }
  return { words: new Int32Array(memory.buffer), bytes: at };
}

/** Null for bytes that are no such message. */
export function decodeControl(frame: Frame): ControlMessage | null {
  if (frame.bytes < textsAt) return null;
  const memory = frame.store.bytes.slice(frame.at, frame.at + frame.bytes);
  const view = new DataView(memory.buffer);
  const texts: string[] = [];
  for (let at = textsAt; at < memory.length; ) {
    if (at + 2 > memory.length) return null;
    const end = at + 2 + view.getUint16(at, true);
    if (end > memory.length) return null;
    const text = decodeText(memory.subarray(at + 2, end));
    if (text === null) return null;
    texts.push(text);
    at = end;
  }
  return { numbers: [view.getUint32(0, true), view.getUint32(4, true), view.getUint32(8, true)], texts };
}
