// One process of the bench: prints the median nanoseconds of every step as JSON.
import { peers } from "~peers";
import { type Contender, messageNames } from "./contender.ts";
import { copies } from "./copies.ts";
import * as own from "./own.ts";
import { race } from "./race.ts";
import { slots } from "./values.ts";
import { views } from "./views.ts";

const contenders: readonly Contender[] = [...Object.values(own), ...peers];
const results: Record<string, Readonly<Record<string, number>>> = {};

for (const message of messageNames) {
  for (const way of ["encode", "decode"] as const) {
    for (const { [message]: codec } of contenders) for (let index = 0; index < slots; index++) codec.encode(index);
    results[`${message} ${way}`] = race(
      Object.fromEntries(contenders.map(({ name, [message]: codec }) => [name, codec[way]])),
    );
  }
}
for (const message of messageNames) {
  for (let index = 0; index < slots; index++) own.unchecked[message].encode(index);
  results[`${message} view`] = race({ object: own.unchecked[message].decode, ...views[message] });
}
results["copy"] = race(copies);

process.stdout.write(JSON.stringify(results));
