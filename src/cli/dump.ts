import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hasErrors } from "../diagnostics/report.ts";
import { serialisePlan } from "../plan/serialise.ts";
import { positionAt, type SourceFile } from "../source/source-file.ts";
import { lex } from "../syntax/lex.ts";
import { parse } from "../syntax/parse.ts";
import type { Call, Ending } from "./call.ts";
import { type CompileOptions, compileFiles } from "./compile-files.ts";
import { type DescriptionFiles, findDescription, findDescriptionHere } from "./description-files.ts";
import { exitCode } from "./exit-code.ts";
import { type Refusal, refuseCall } from "./refusal.ts";
import { refuseUnwritable } from "./refuse-unwritable.ts";
import { reportWrong } from "./report-diagnostics.ts";

export type DumpSubject = "plan" | "ast" | "tokens" | "blob";

interface Dumped {
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/** Prints what a stage makes, as JSON with or without `--json`; a boot blob as text without. */
export async function dump(
  call: Call,
  subject: DumpSubject,
  names: readonly string[],
  options: CompileOptions,
): Promise<Ending> {
  if (subject === "plan") return dumpPlan(call, names, options);
  if (subject === "blob") {
    const { dumpBlob } = await import("./dump-blob.ts");
    return dumpBlob(call, names, options.json === true);
  }
  const files =
    names.length === 0 ? findDescriptionHere(call.workingFolder) : findDescription(names, call.workingFolder);
  if (files.kind === "refused") return files;
  const source = readOnly(files, subject);
  if ("exitCode" in source) return source;
  const { value, diagnostics } = subject === "ast" ? dumpTree(source) : dumpTokens(source);
  if (!hasErrors(diagnostics)) call.terminal.print(`${JSON.stringify(value, null, 2)}\n`);
  else reportWrong(call.terminal, diagnostics, files, options.json === true);
  return hasErrors(diagnostics) ? exitCode.wrongDescription : exitCode.done;
}

async function dumpPlan(call: Call, names: readonly string[], options: CompileOptions): Promise<Ending> {
  const compiled = await compileFiles(call, names, options);
  if (compiled.kind === "refused") return compiled;
  if (compiled.kind === "wrong") return exitCode.wrongDescription;
  const refusal = refuseUnwritable(compiled.plan);
  if (refusal !== null) return refusal;
  call.terminal.print(serialisePlan(compiled.plan));
  return exitCode.done;
}

function readOnly({ roots, host, showPath }: DescriptionFiles, subject: DumpSubject): SourceFile | Refusal {
  const [path, ...others] = roots;
  if (path === undefined || others.length > 0) {
    return refuseCall(`the ${subject} of one file can be dumped at a time`, "Name one of the files of the folder.");
  }
  const read = host.read(path);
  if (read.kind === "text") return { path, text: read.text };
  const reason = read.kind === "missing" ? "it is not there" : read.reason;
  return refuseCall(`${showPath(path)} cannot be read: ${reason}`);
}

/** Spans as offsets: the text itself is not repeated at every node. */
function dumpTree(source: SourceFile): Dumped {
  const { product, diagnostics } = parse(source);
  const value: unknown = JSON.parse(
    JSON.stringify(product, (key, part: unknown) => (key === "source" ? undefined : part)),
  );
  return { value, diagnostics };
}

function dumpTokens(source: SourceFile): Dumped {
  const { tokens, comments, diagnostics } = lex(source, Number.POSITIVE_INFINITY);
  const value = [...tokens, ...comments]
    .sort((a, b) => a.startOffset - b.startOffset)
    .map(({ tokenType, image, startOffset }) => {
      const { line, column } = positionAt(source, startOffset);
      return { type: tokenType.name, text: image, line, column, offset: startOffset };
    });
  return { value, diagnostics };
}
