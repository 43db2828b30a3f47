/**
 * Counts words where they lie: the text is read out of the message, the answer is written into the next one, and no string is
 * made of either. A long text lies in memory of its caller and is not sent at all; what becomes of it goes to the journal that
 * the caller has given the right to call. It keeps nothing between two calls, so that there can be one on every core.
 */
import type { Counter } from "~skerry/wordcount";
import { serveWordsInPlace } from "~skerry/words-in-place";

/** Bytes of UTF-8 that the interface has room for in a longest word. */
const longestWord = 64;

export const program: Counter = ({ core, log }) => {
  log(`counting on ${core}`);
  return serveWordsInPlace({
    count(request, reply) {
      const text = request.textBytes;
      let words = 0;
      let [longestFrom, longestTo] = [0, 0];
      for (let from = 0, to = 0; from < text.length; from = to + 1) {
        to = endOfWord(text, from);
        if (to > from) words++;
        if (to - from > longestTo - longestFrom) [longestFrom, longestTo] = [from, to];
      }
      reply.words = words;
      reply.longestBytes = text.subarray(longestFrom, cut(text, longestFrom, longestTo));
    },

    // Regions and endpoints are passed to functions that work with objects.
    async review(text, into, author) {
      // A copy: its owner may change the region while it is read.
      const lines = new TextDecoder().decode(text.slice()).trimEnd().split("\n");
      for (const [index, line] of lines.entries()) {
        await into.note(author, `line ${index + 1} has ${line.split(/\s+/).filter(Boolean).length} words`);
      }
      return { lines: lines.length };
    },
  });
};

/** Where the next white space is, from a place on. */
function endOfWord(text: Uint8Array, from: number): number {
  const space = text.subarray(from).findIndex((byte) => byte <= 0x20);
  return space < 0 ? text.length : from + space;
}

/** Where a word ends that is too long for the answer; no character is cut in two. */
function cut(text: Uint8Array, from: number, to: number): number {
  if (to - from <= longestWord) return to;
  let end = from + longestWord;
  while (((text[end] ?? 0) & 0xc0) === 0x80) end--;
  return end;
}
