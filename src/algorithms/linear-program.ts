/** Linear programs, some of whose columns are whole numbers: what is to be minimised, under which rows. */
export interface LinearProgram {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export interface Column {
  /** What one of it costs. */
  readonly cost: number;
  /** It is at least 0 and at most this. */
  readonly most: number;
  readonly isWhole: boolean;
}

/** `least ≤ sum of factor × column ≤ most` */
export interface Row {
  readonly least: number;
  readonly most: number;
  readonly entries: readonly Entry[];
}

export type Entry = readonly [column: number, factor: number];

export type Answer =
  /** `isProven`: nothing costs less, up to rounding. Else `bound` is what every solution costs at least. */
  | { readonly kind: "solved"; readonly values: Float64Array; readonly bound: number; readonly isProven: boolean }
  | { readonly kind: "infeasible" }
  /** Given up before one was found. */
  | { readonly kind: "unknown"; readonly bound: number };

/** Solves linear programs, the same way each time. */
export interface LinearSolver {
  /**
   * `start` has values for some columns, of a solution that is known; `effort` limits the steps of the simplex method,
   * since a limit of time would make results depend on the machine.
   */
  solve(program: LinearProgram, start: ReadonlyMap<number, number>, effort: number): Answer;
}

/** Puts a linear program together. */
export class LinearProgramBuilder implements LinearProgram {
  readonly columns: Column[] = [];
  readonly rows: Row[] = [];

  /** Returns the number of the new column. */
  addColumn(column: Column): number {
    return this.columns.push(column) - 1;
  }

  /** Rows that say nothing are left out. */
  addRow(least: number, entries: readonly Entry[], most: number): void {
    if (entries.length > 0) this.rows.push({ least, most, entries });
  }
}
