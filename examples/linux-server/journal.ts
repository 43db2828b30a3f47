/** The records, in the memory of the core that has the drive. Who asks for one that is to come waits for it. */
import type { Journal } from "~skerry/archive";

export const program: Journal = () => {
  const records: Uint8Array[] = [];
  const waiting = new Map<number, ((record: Uint8Array) => void)[]>();

  return {
    append(record) {
      const kept = record.slice();
      const number = records.push(kept) - 1;
      for (const tell of waiting.get(number) ?? []) tell(kept);
      waiting.delete(number);
      return { number };
    },

    async read(number) {
      const record = records[number];
      if (record !== undefined) return { record };
      const coming = new Promise<Uint8Array>((tell) => {
        waiting.set(number, [...(waiting.get(number) ?? []), tell]);
      });
      return { record: await coming };
    },
  };
};
