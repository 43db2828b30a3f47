/**
 * `import { compile } from "skerry"`: the compiler as a function. Texts go in, a plan, files and diagnostics come out; no
 * file is read or written, nothing is remembered beyond what {@link createCompiler} is asked to, and it runs in a browser as
 * it does on Node. Mistakes in a description are diagnostics; what is thrown is a bug in Skerry.
 */

export type { Severity } from "../diagnostics/diagnostic.ts";
export type { JsonDiagnostic, JsonPosition, JsonRange } from "../diagnostics/render-json.ts";
export type * from "../plan/plan.ts";
export type { OutputFile } from "../source/output-file.ts";
export { type Checked, check, type Explanation, explain, type Formatted, format } from "./ask.ts";
export { type CompileRequest, type CompileResult, type Compiler, compile, createCompiler } from "./compile.ts";
