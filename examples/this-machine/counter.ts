/** Counts words. It keeps nothing between two calls, so that there can be one on every core. */
import type { Counter } from "~skerry/wordcount";

/** Bytes of UTF-8 that the interface has room for in a longest word. */
const longestWord = 64;

export const program: Counter = ({ core, log }) => {
  log(`counting on ${core}`);
  return {
    count(text) {
      const words = text.split(/\s+/u).filter((word) => word !== "");
      const longest = words.reduce((best, word) => (word.length > best.length ? word : best), "");
      return { words: words.length, longest: cut(longest, longestWord) };
    },
  };
};

/** The longest beginning of a text that fits into so many bytes of UTF-8; no character is cut in two. */
function cut(text: string, bytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
}
