/** Asks the board to add up, and knows better. Its calls cross all four harts. */
import type { Auditor } from "~skerry/accounting";
import { Problem, ProblemFailure } from "~skerry/sums";

const rounds = 32;
const largest = 0xffff_ffff;

export const program: Auditor = async ({ services: { summer }, log }) => {
  for (let count = 8; count <= 8 * rounds; count += 8) {
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const { sum } = await summer.add(numbers);
    if (sum !== (count * (count + 1)) / 2) throw new Error(`the sum of 1 to ${count} is not ${sum}`);
  }
  const tooMuch = await summer.add([largest, 1]).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(tooMuch instanceof ProblemFailure) || tooMuch.detail !== Problem.overflow) {
    throw new Error("a sum that is too large was none");
  }
  log(`sums that were right: ${rounds}`);
};
