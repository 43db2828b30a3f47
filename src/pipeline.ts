/** text → syntax → resolve → model → checks → analyses → plan: the compiler without its doors. */
import type { LinearSolver } from "./algorithms/linear-program.ts";
import { trafficSize } from "./analyses/contention/traffic-size.ts";
import { addressRules } from "./analyses/decoding/address-rules.ts";
import { interruptLost } from "./analyses/interrupts/interrupt-lost.ts";
import { messageTooLong } from "./analyses/message-layout/message-too-long.ts";
import { roomTooSmall } from "./analyses/message-layout/room-too-small.ts";
import { needsSolver } from "./analyses/placement/decide.ts";
import { wishesGranted } from "./analyses/placement/wishes-granted.ts";
import type { Check } from "./checks/check.ts";
import { allChecks, runChecks } from "./checks/run-checks.ts";
import type { Diagnostic, Outcome } from "./diagnostics/diagnostic.ts";
import { hasErrors, sortDiagnostics } from "./diagnostics/report.ts";
import type { Description } from "./model/description.ts";
import { buildPlan, judgePlans, type PlanOptions } from "./plan/build-plan.ts";
import type { Plan } from "./plan/plan.ts";
import { load } from "./resolve/load.ts";
import type { LoadedFile } from "./resolve/loaded-file.ts";
import { resolve } from "./resolve/resolve.ts";
import type { SourceHost } from "./source/source-host.ts";

/** Every rule; the last of them judge by what analyses derive. */
const rules: readonly Check[] = [
  ...allChecks,
  ...addressRules,
  messageTooLong,
  roomTooSmall,
  wishesGranted,
  trafficSize,
  interruptLost,
];

export interface Compilation {
  readonly description: Description;
  /** Null when there are errors. */
  readonly plan: Plan | null;
  /** Whether the description holds together: what is wrong, if anything, was found when it was planned. */
  readonly isSound: boolean;
}

/** Whether the machines of a description hold together, whatever is wrong with its systems and interfaces. */
export function areMachinesSound(description: Description): boolean {
  if (description.machines.some(({ incomplete }) => incomplete)) return false;
  return !hasErrors(runChecks({ ...description, systems: [], interfaces: [] }, rules));
}

/**
 * Compiles again and again. What has not changed since the last time is not made again, and what comes out is what a
 * first compilation of the same texts would give, object by object the same where it can be.
 */
export interface Compiler {
  /**
   * Compiles the files at `roots` and all they use. Mistakes in them come as diagnostics, sorted by place; the result
   * does not depend on the order of the roots.
   */
  compile(roots: readonly string[], options?: PlanOptions): Outcome<Compilation>;
  /** As `compile`; where a placement leaves a choice, it is made by the solver, which is loaded then. */
  compileWithSolver(
    roots: readonly string[],
    options: PlanOptions,
    load: () => Promise<LinearSolver | null>,
  ): Promise<Outcome<Compilation>>;
  /** What the files at `roots` say and what is wrong with it, as far as that can be told without planning anything. */
  describe(roots: readonly string[]): Outcome<Description>;
  /** Says all that is wrong with the files: as `compile` does, for every system and machine that they describe. */
  judge(roots: readonly string[]): Outcome<Description>;
  /** Says what is wrong with the syntax of the files, and with the names of those they use; they are not read again to be judged. */
  read(roots: readonly string[]): readonly Diagnostic[];
  /** The files of the last time with their trees, by path. */
  files(): readonly LoadedFile[];
}

function plan({ product, diagnostics }: Outcome<Description>, options: PlanOptions): Outcome<Compilation> {
  const isSound = !hasErrors(diagnostics);
  const planned = isSound ? buildPlan(product, options) : { product: null, diagnostics: [] };
  return {
    product: { description: product, plan: planned.product, isSound },
    diagnostics: sortDiagnostics([...diagnostics, ...planned.diagnostics]),
  };
}

export function createCompiler(host: SourceHost): Compiler {
  /** Of the last time: what is gone from it is forgotten, and so is all that was made of it. */
  let files: readonly LoadedFile[] = [];

  function read(roots: readonly string[]): readonly Diagnostic[] {
    const loaded = load(roots, host, files);
    files = loaded.product;
    return loaded.diagnostics;
  }

  function describe(roots: readonly string[]): Outcome<Description> {
    const faults = read(roots);
    const description = resolve(files);
    const found = [...faults, ...description.diagnostics, ...runChecks(description.product, rules)];
    return { product: description.product, diagnostics: found };
  }

  return {
    compile: (roots, options = {}) => plan(describe(roots), options),
    compileWithSolver: async (roots, options, load) => {
      const described = describe(roots);
      const isSure = hasErrors(described.diagnostics) || !described.product.systems.some(needsSolver);
      return plan(described, isSure ? options : { ...options, solver: await load() });
    },
    describe: (roots) => {
      const { product, diagnostics } = describe(roots);
      return { product, diagnostics: sortDiagnostics(diagnostics) };
    },
    judge: (roots) => {
      const { product: description, diagnostics } = describe(roots);
      const plans = hasErrors(diagnostics) ? [] : judgePlans(description);
      return { product: description, diagnostics: sortDiagnostics([...diagnostics, ...plans]) };
    },
    read,
    files: () => files,
  };
}

/** {@link Compiler.compile}, once. */
export function compile(roots: readonly string[], host: SourceHost, options: PlanOptions = {}): Outcome<Compilation> {
  return createCompiler(host).compile(roots, options);
}

/** {@link Compiler.judge}, once. */
export function judge(roots: readonly string[], host: SourceHost): Outcome<Description> {
  return createCompiler(host).judge(roots);
}
