/** Has lines counted by the counter of its own core, notes the results, and reads them back. */
import type { Reader } from "~skerry/wordcount";

const lines = [
  "A computer is already a distributed system",
  "cores of several kinds, each with its own view of memory",
  "joined by links of very different latency",
  "every core is an island",
];

export const program: Reader = async ({ core, log, name, services: { counter, journal } }) => {
  const noted = journal.noted();
  const counted = Promise.all(
    lines.map(async (line) => {
      const { words, longest } = await counter.count(line);
      await journal.note(name, `${words} words, the longest is "${longest}"`);
    }),
  );
  for (let seen = 0; seen < lines.length; seen++) await noted.next();
  await noted.return?.();
  await counted;

  for await (const { entry } of journal.read(0)) log(`${entry.number}: ${entry.line}`);
  log(`${lines.length} lines counted from ${core}`);
};
