import { Command, InvalidArgumentError } from "commander";
import type { Run } from "../call.ts";
import type { SimulateOptions } from "../simulate/simulate.ts";
import type { SeedRange } from "../simulate/subject.ts";
import { jsonOption, parsePath, parseSeed, parseTime, systemOption } from "./options.ts";

export function simulateCommand(run: Run): Command {
  return new Command("simulate")
    .description("build in memory and run under virtual time, with faults made from a seed")
    .argument("[files...]", "descriptions, or folders of them; `-` for standard input")
    .option("--seed <number>", "of the faults and of all that is left to chance (default: 1)", parseSeed)
    .option("--seeds <range>", "many of them, in as many threads as there are CPUs: 1..2000", parseSeeds)
    .option("--faults <file>", "the faults themselves, as --json gives them", parsePath)
    .option("--trace [file]", "draw the run as a sequence diagram: here, or as an SVG file", parsePath)
    .option("--for <time>", "how long a system runs that no client ends, in virtual time (5s, 500ms, 2m)", parseTime)
    .addOption(systemOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Kernels die; links are cut, slow, or partitioned; those that are said to be unreliable or unordered lose and reorder;
cores are slow and clocks wrong. A seed fails when a client waits for ever, when a client or service fails that no
fault excuses, when a kernel drops what it should not, or when a replicated object is not linearisable. Of the first
twenty failing seeds the faults that they need are found and told. The same seed gives the same run.

Ends with 4 when a seed has failed. With --json each failing seed is one JSON object on a line of its own.

Examples:
  skerry simulate examples/hotos09 --seeds 1..200
  skerry simulate examples/hotos09 --seed 17 --trace
  skerry simulate examples/hotos09 --seed 17 --trace run.svg
`,
    )
    .action((files: string[], options: SimulateOptions) =>
      run(async (call) => (await import("../simulate/simulate.ts")).simulate(call, files, options), options),
    );
}

function parseSeeds(text: string): SeedRange {
  const [, first, last] = /^(\d+)\.\.(\d+)$/.exec(text) ?? [];
  if (first === undefined || last === undefined) throw new InvalidArgumentError("Say two whole numbers: 1..2000.");
  const range = { first: parseSeed(first), last: parseSeed(last) };
  if (range.last < range.first) throw new InvalidArgumentError("The second is less than the first.");
  return range;
}
