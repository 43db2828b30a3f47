/** All boot input of other systems for the largest example, in a process that has planned it already. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { bootTargets } from "../../src/emit/boot/targets.ts";
import { compile } from "../../src/pipeline.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { BenchRow } from "../row.ts";

const example = "examples/torus";
const rounds = 5;

/** The quickest of the rounds: what a target refuses is judged, all others are emitted too. */
export function timeTargets(): BenchRow {
  const plan = planOf(example);
  let taken = 0;
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    taken = emitAll(plan);
    return performance.now() - start;
  });
  return {
    what: `all ${bootTargets.length} targets of ${example}, which ${taken} of them take: judged and emitted, the quickest of ${rounds}`,
    unit: "ms",
    skerry: Number(Math.min(...times).toFixed(2)),
    limit: null,
    peers: {},
    ratioToLimit: null,
  };
}

function emitAll(plan: Plan): number {
  const taking = bootTargets.filter((target) => !target.judge(plan).some(({ kind }) => kind.severity === "error"));
  for (const target of taking) target.emit(plan);
  return taking.length;
}

function planOf(folder: string): Plan {
  const files = readdirSync(folder).filter((file) => file.endsWith(".skerry"));
  const { plan } = compile(files, {
    read: (file) => {
      const place = file.startsWith("prelude/") ? path.join("dsl", file) : path.join(folder, file);
      return { kind: "text", text: readFileSync(place, "utf8") };
    },
  }).product;
  if (plan === null) throw new Error(`${folder} cannot be planned`);
  return plan;
}
