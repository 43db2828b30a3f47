/** The three messages in C, where there is a compiler. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import type { BenchRow } from "../row.ts";
import { messageNames } from "./contender.ts";

type Results = Readonly<Record<string, { readonly skerry: number; readonly limit: number }>>;

/** `folder` holds the compiled messages. */
export function rowsOfC(root: string, folder: string): readonly BenchRow[] {
  const program = buildRace(root, folder);
  if (program === null) return [];
  const { status, stdout } = spawnSync(program, { encoding: "utf8" });
  if (status !== 0) throw new Error(`the race in C ended with ${status}`);
  const results: Results = JSON.parse(stdout);
  return messageNames.flatMap((message) => [
    row(`${message} in C: encode, checked; limit: a person's own stores`, results[`${message} encode`]),
    row(`${message} in C: decode to a struct; limit: a person's own loads`, results[`${message} decode`]),
  ]);
}

/** The path of the program; null without a compiler. */
export function buildRace(root: string, folder: string): string | null {
  const program = path.join(folder, "race");
  const includes = [`-I${path.join(folder, "c")}`, "-DSKERRY_CODEC_ONLY"];
  const options = ["-std=gnu11", "-O2", "-Wall", "-Werror", ...includes, path.join(root, "bench/stubs/race.c")];
  const { error, status, stderr } = spawnSync("cc", [...options, "-o", program], { encoding: "utf8" });
  if (error !== undefined) return null;
  if (status !== 0) throw new Error(stderr);
  return program;
}

function row(what: string, result: Results[string] | undefined): BenchRow {
  const { skerry, limit } = result ?? { skerry: Number.NaN, limit: Number.NaN };
  return { what, unit: "ns", skerry, limit, peers: {}, ratioToLimit: skerry / limit };
}
