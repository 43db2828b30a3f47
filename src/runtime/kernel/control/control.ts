/**
 * Messages between kernels: boot-time only, so plain rather than fast. On the wire: four u32, then texts, each a u16
 * length and UTF-8.
 */

import { decodeText, encodeText } from "../channels/frame-text.ts";
import type { Frame } from "../frame.ts";

export interface ControlMessage {
  readonly numbers: readonly [number, number, number, number];
  readonly texts: readonly string[];
}

/**
 * First number of an answer. `differs`: ask again with the operations' signatures. `moving`: ask again where it is next.
 * `unvouched`: whoever gave the right may have to be bound again first.
 */
export const verdict = { yes: 0, failed: 1, lost: 2, differs: 3, moving: 4, unvouched: 5 } as const;

/** Most bytes of a message between kernels: the signatures of 255 operations, and some names. */
export const longestControl = 4096;

const textsAt = 16;

export function encodeControl(message: ControlMessage): { readonly words: Int32Array; readonly bytes: number } {
  const memory = new Uint8Array(longestControl);
  const view = new DataView(memory.buffer);
  for (const [index, number] of message.numbers.entries()) view.setUint32(index * 4, number, true);
  let at = textsAt;
  for (const text of message.texts) {
    if (at + 2 > longestControl) break;
    const encoded = encodeText(text, Math.max(0, longestControl - at - 2));
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
  const number = (index: number): number => view.getUint32(index * 4, true);
  return { numbers: [number(0), number(1), number(2), number(3)], texts };
}
