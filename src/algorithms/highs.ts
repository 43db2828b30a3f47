/** HiGHS (Huangfu and Hall, "Parallelizing the dual revised simplex method", Math. Prog. Comp. 2018) in WebAssembly. */
import type { Highs, Model } from "highs";
import type { Answer, LinearProgram, LinearSolver } from "./linear-program.ts";

/** Loads the solver; that takes some ten milliseconds. Rejects when the package `highs` is not installed. */
export async function loadHighs(): Promise<LinearSolver> {
  const { default: load } = await import("highs");
  const highs = await load();
  return { solve: (program, start, effort) => highs.withModel(modelOf(program), solveModel(highs, start, effort)) };
}

/** Whoever asks has a good solution already: the solver is to prove, not to search for others. */
const options = {
  output_flag: false,
  random_seed: 0,
  mip_rel_gap: 1e-9,
  mip_abs_gap: 1e-6,
  mip_heuristic_effort: 0,
  mip_heuristic_run_rins: false,
  mip_heuristic_run_rens: false,
  mip_heuristic_run_root_reduced_cost: false,
  mip_allow_restart: false,
};

type ModelData = Parameters<Model["passModel"]>[0];

function modelOf({ columns, rows }: LinearProgram): ModelData {
  const starts = [0];
  for (const { entries } of rows) starts.push((starts.at(-1) ?? 0) + entries.length);
  return {
    numCols: columns.length,
    numRows: rows.length,
    colCost: columns.map(({ cost }) => cost),
    colLower: columns.map(() => 0),
    colUpper: columns.map(({ most }) => most),
    rowLower: rows.map(({ least }) => least),
    rowUpper: rows.map(({ most }) => most),
    matrix: {
      format: "csr",
      numRows: rows.length,
      numCols: columns.length,
      starts,
      indices: rows.flatMap(({ entries }) => entries.map(([column]) => column)),
      values: rows.flatMap(({ entries }) => entries.map(([, factor]) => factor)),
    },
    integrality: columns.map(({ isWhole }) => (isWhole ? 1 : 0)),
  };
}

function solveModel({ constants }: Highs, start: ReadonlyMap<number, number>, effort: number) {
  const { modelStatus, callbackType } = constants;
  return (model: Model): Answer => {
    model.options.set(options);
    if (start.size > 0) model.setSolution({ indices: [...start.keys()], values: [...start.values()] });
    const result = model.run({
      [callbackType.mipInterrupt]: (event) => {
        if (Number(event.data.mip_total_lp_iterations ?? 0n) > effort) event.interrupt();
        return undefined;
      },
    });
    if (result.modelStatus === modelStatus.infeasible) return { kind: "infeasible" };
    const isProven = result.modelStatus === modelStatus.optimal;
    const bound = isProven ? model.getObjectiveValue() : Number(model.info.get("mip_dual_bound"));
    const hasSolution = model.info.get("primal_solution_status") === constants.solutionStatus.feasible;
    if (!hasSolution) return { kind: "unknown", bound };
    return { kind: "solved", values: model.getSolution().colValue, bound, isProven };
  };
}
