import type { LinearSolver } from "../algorithms/linear-program.ts";

let loading: Promise<LinearSolver | null> | null = null;

/** HiGHS, loaded once; null when it is not installed or cannot run here. Placements say so then. */
export function loadSolver(): Promise<LinearSolver | null> {
  loading ??= load();
  return loading;
}

async function load(): Promise<LinearSolver | null> {
  try {
    const { loadHighs } = await import("../algorithms/highs.ts");
    return await loadHighs();
  } catch {
    return null;
  }
}
