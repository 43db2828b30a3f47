/** The ledger: on the computer beside the board, where there is a disk and a person. */
import type { Ledger } from "~skerry/accounting";
import { Problem, ProblemFailure } from "~skerry/ledger";

const mostEntries = 1000;

export const program: Ledger = ({ log }) => {
  const amounts: number[] = [];
  return {
    enter(what: string, amount: number) {
      if (amounts.length === mostEntries) throw new ProblemFailure(Problem.closed);
      const entry = amounts.push(amount) - 1;
      log(`${entry}: ${what}, ${amount}`);
      return { entry };
    },

    remark(entry: number, text: string) {
      log(`${entry}: ${text}`);
    },

    total() {
      return { entries: amounts.length, sum: BigInt(amounts.reduce((sum, amount) => sum + amount, 0)) };
    },
  };
};
