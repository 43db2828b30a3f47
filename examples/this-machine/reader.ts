/**
 * Has lines counted by the counter of its own core, notes the results, and reads them back. Then lets the counter review all
 * of them at once: it lends it the memory they lie in, and the right to note what it finds.
 */
import { Journal } from "~skerry/journal";
import type { Reader } from "~skerry/wordcount";

const lines = [
  "A computer is already a distributed system",
  "cores of several kinds, each with its own view of memory",
  "joined by links of very different latency",
  "every core is an island",
];

export const program: Reader = async ({ core, lease, limited, log, name, services: { counter, journal } }) => {
  const noted = journal.noted();
  const counted = Promise.all(
    lines.map(async (line) => {
      const { words, longest } = await counter.count(line);
      await journal.note(name, `${words} words, the longest is "${longest}"`);
    }),
  );
  for (let seen = 0; seen < lines.length; seen++) await noted.next();
  await counted;

  const bytes = new TextEncoder().encode(lines.join("\n"));
  const text = lease(bytes.length);
  text.bytes.set(bytes);
  // Whoever gets this can note lines, and read none.
  const reviewed = await counter.review(text, limited(Journal, journal, ["note"]), `${name}'s counter`);
  text.release();
  for (let seen = 0; seen < reviewed.lines; seen++) await noted.next();
  await noted.return?.();

  for await (const { entry } of journal.read(0)) log(`${entry.number}: ${entry.author} noted: ${entry.line}`);
  log(`${lines.length} lines counted from ${core}`);
};
