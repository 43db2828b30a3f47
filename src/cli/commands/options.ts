/** Options that mean the same in every command that has them. */
import { InvalidArgumentError, Option } from "commander";

export function jsonOption(): Option {
  return new Option("--json", "answer in JSON on standard output");
}

export function systemOption(): Option {
  return new Option("--system <name>", "the system meant, when the description has several");
}

/** A path; the empty one would mean the current folder. */
export function parsePath(text: string): string {
  if (text === "") throw new InvalidArgumentError("It is empty.");
  return text;
}

/** Milliseconds that a timer can wait for: it takes a longer time for none at all. */
const longest = 2 ** 31 - 1;

/** Milliseconds. */
export function parseTime(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  const scale = { ms: 1, s: 1000, m: 60_000 }[unit ?? ""];
  if (scale === undefined) throw new InvalidArgumentError("Say a number and ms, s or m: 5s.");
  const time = Number(number) * scale;
  if (time > longest) throw new InvalidArgumentError(`Say at most ${Math.floor(longest / 60_000)}m, which is 24 days.`);
  return time;
}

/** Milliseconds, and more than none. */
export function parsePause(text: string): number {
  const time = parseTime(text);
  if (time < 1) throw new InvalidArgumentError("Say at least 1ms.");
  return time;
}

export function parseSeed(text: string): number {
  const seed = Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new InvalidArgumentError("Say a whole number from 0.");
  return seed;
}
