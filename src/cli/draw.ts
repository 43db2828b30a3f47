import path from "node:path";
import { emitPicture } from "../emit/pictures/machine-picture.ts";
import type { Call, Ending } from "./call.ts";
import { type CompileOptions, compileFiles } from "./compile-files.ts";
import { exitCode } from "./exit-code.ts";
import { printJson } from "./print-json.ts";
import { refuseCall } from "./refusal.ts";
import { writeFile } from "./write-file.ts";

export interface DrawOptions extends CompileOptions {
  readonly out?: string;
}

/** Draws the machine of a description. */
export async function draw(call: Call, names: readonly string[], options: DrawOptions): Promise<Ending> {
  const compiled = await compileFiles(call, names, options);
  if (compiled.kind === "refused") return compiled;
  if (compiled.kind === "wrong") return exitCode.wrongDescription;
  if (compiled.plan.machine === null) return refuseCall("the description has no machine to draw");
  const { content } = await emitPicture(compiled.plan);
  const refusal =
    options.out === undefined ? null : writeFile(path.resolve(call.workingFolder, options.out), content, options.out);
  if (refusal !== null) return refusal;
  if (options.json === true) printJson(call.terminal, { ok: true, svg: String(content), out: options.out ?? null });
  else call.terminal.print(options.out === undefined ? String(content) : `${options.out}\n`);
  return exitCode.done;
}
