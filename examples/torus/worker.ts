/** Integrates its piece of 4 / (1 + x²), hands it in, and one of them says what became of all. */
import type { Worker } from "~skerry/integral";

const steps = 1_000;

export const program: Worker = async ({ core, instance, instances, log, now, services: { total } }) => {
  const piece = integrate(instance / instances, (instance + 1) / instances);
  if (instance > 0) {
    await total.add(piece, instances);
    return;
  }
  const complete = total.complete();
  const sum = complete.next();
  const start = now();
  await total.add(piece, instances);
  const { value } = await sum;
  await complete.return?.();
  if (value === undefined || Math.abs(value.sum - Math.PI) > 1e-9) throw new Error(`π is not ${value?.sum}`);
  log(`${instances} cores say ${value.sum.toFixed(9)} to ${core} after ${((now() - start) * 1000).toFixed(1)} µs`);
};

/** By the midpoint rule. */
function integrate(from: number, to: number): number {
  const width = (to - from) / steps;
  let sum = 0;
  for (let step = 0; step < steps; step++) sum += 4 / (1 + (from + (step + 0.5) * width) ** 2);
  return sum * width;
}
