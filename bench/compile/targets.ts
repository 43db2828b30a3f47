/** Boot input of other systems, each of the largest example that the system takes, in a process that has planned it already. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { BootTarget } from "../../src/emit/boot/target.ts";
import { bootTargets } from "../../src/emit/boot/targets.ts";
import { compile } from "../../src/pipeline.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { BenchRow } from "../row.ts";

const examples = "examples";
const rounds = 5;

interface Task {
  readonly target: BootTarget;
  /** Null for a target that takes no example. */
  readonly plan: Plan | null;
}

/** The quickest of the rounds. */
export function timeTargets(): BenchRow {
  const tasks = chooseTasks();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    for (const { target, plan } of tasks) {
      if (plan === null) continue;
      target.judge(plan);
      target.emit(plan);
    }
    return performance.now() - start;
  });
  const chosen = tasks.map(({ target, plan }) => `${target.name} of ${plan?.machine?.name ?? "none"}`).join(", ");
  return {
    what: `all boot targets, each of the largest example that it takes (${chosen}): judged and emitted, the quickest of ${rounds}`,
    unit: "ms",
    skerry: Number(Math.min(...times).toFixed(2)),
    limit: null,
    peers: {},
    ratioToLimit: null,
  };
}

function chooseTasks(): readonly Task[] {
  const plans = readdirSync(examples)
    .flatMap((name) => planOf(path.join(examples, name)) ?? [])
    .sort((one, other) => coresOf(other) - coresOf(one));
  return bootTargets.map((target) => {
    const isTaken = (plan: Plan): boolean => !target.judge(plan).some(({ kind }) => kind.severity === "error");
    return { target, plan: plans.find(isTaken) ?? null };
  });
}

const coresOf = ({ machine }: Plan): number => machine?.cores.length ?? 0;

/** Null for what has no machine. */
function planOf(folder: string): Plan | null {
  const files = readdirSync(folder).filter((file) => file.endsWith(".skerry"));
  const { plan } = compile(files, {
    read: (file) => {
      const place = file.startsWith("prelude/") ? path.join("dsl", file) : path.join(folder, file);
      return { kind: "text", text: readFileSync(place, "utf8") };
    },
  }).product;
  return plan?.machine == null ? null : plan;
}
