import type { LinearSolver } from "../algorithms/linear-program.ts";
import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import { type JsonDiagnostic, renderJson } from "../diagnostics/render-json.ts";
import { renderText } from "../diagnostics/render-text.ts";
import { withPlace } from "../diagnostics/report.ts";
import { type Compilation, createCompiler as createPipeline, type Compiler as Pipeline } from "../pipeline.ts";
import type { Plan } from "../plan/plan.ts";
import type { OutputFile } from "../source/output-file.ts";
import type { SourceHost } from "../source/source-host.ts";
import { memoryHost } from "./memory-host.ts";

export interface CompileRequest {
  /** Texts by path: `/`-separated, relative to the folder of the description. `prelude/…` is built in. */
  readonly files: Readonly<Record<string, string>>;
  /** Which of them are meant, with all that they use; by default every one. */
  readonly roots?: readonly string[];
  /** Which system to plan, where the description has several. */
  readonly system?: string;
  /** False: a plan is enough, no files are wanted. By default they are. */
  readonly emit?: boolean;
  /** Path from the folder of the files to that of the description: generated code imports services from there. By default `..`. */
  readonly modulesFolder?: string;
  /** Whether views and writers are wanted too, which read and write messages where they lie. */
  readonly inPlace?: boolean;
  /** Whether models for SPIN are wanted too. */
  readonly promela?: boolean;
  /** Whether headers for C are wanted of every interface. */
  readonly c?: boolean;
}

export interface CompileResult {
  /** Whether there are no errors. */
  readonly ok: boolean;
  /** Null when there are errors. Deeply frozen by agreement, not by force: a compiler may give parts of it again. */
  readonly plan: Plan | null;
  /** What `skerry build` would write, sorted by path; empty when there are errors. */
  readonly files: readonly OutputFile[];
  /** Sorted by place. */
  readonly diagnostics: readonly JsonDiagnostic[];
  /** The diagnostics for a person to read, with the lines that they are about; empty when there are none. */
  readonly report: string;
}

/** Compiles again and again: what has not changed since the last time is not made again. The result is the same. */
export interface Compiler {
  readonly compile: (request: CompileRequest) => Promise<CompileResult>;
}

/** Compiles texts. Rejects only when Skerry is at fault. */
export function compile(request: CompileRequest): Promise<CompileResult> {
  return createCompiler().compile(request);
}

export function createCompiler(): Compiler {
  let host = memoryHost({});
  const pipeline = createPipeline({ read: (path): ReturnType<SourceHost["read"]> => host.read(path) });
  return {
    compile: async (request) => {
      // Of this request until it is answered: the pipeline reads before it waits for anything.
      host = memoryHost(request.files);
      return answer(request, await plan(pipeline, request));
    },
  };
}

function plan(pipeline: Pipeline, { files, roots, system }: CompileRequest): Promise<Outcome<Compilation>> {
  const options = system === undefined ? {} : { system };
  return pipeline.compileWithSolver(roots ?? Object.keys(files), options, loadSolver);
}

async function answer(request: CompileRequest, { product, diagnostics }: Outcome<Compilation>): Promise<CompileResult> {
  return {
    ok: product.plan !== null,
    plan: product.plan,
    files: product.plan === null || request.emit === false ? [] : await emitFiles(product.plan, diagnostics, request),
    ...tell(diagnostics),
  };
}

/** Diagnostics for programs and for people. */
export function tell(diagnostics: readonly Diagnostic[]): Pick<CompileResult, "diagnostics" | "report"> {
  return { diagnostics: renderJson(diagnostics), report: renderText(diagnostics, { colours: false }) };
}

async function emitFiles(
  plan: Plan,
  diagnostics: readonly Diagnostic[],
  request: CompileRequest,
): Promise<readonly OutputFile[]> {
  const { modulesFolder = "..", inPlace = false, promela = false, c = false } = request;
  const { emit } = await import("../emit/emit.ts");
  return emit(plan, { modulesFolder, inPlace, promela, c, report: { warnings: diagnostics.map(withPlace) } });
}

/** Null where the package `highs` is not at hand: then the heuristic decides, and a warning says so. */
async function loadSolver(): Promise<LinearSolver | null> {
  try {
    const { loadHighs } = await import("../algorithms/highs.ts");
    return await loadHighs();
  } catch {
    return null;
  }
}
