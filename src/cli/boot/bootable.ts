/** From descriptions to what hosts boot. */
import { environmentDiagnostics } from "../../diagnostics/catalogue/environment.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { viewThreads } from "../../emit/boot/threads/threads-view.ts";
import { isInC } from "../../emit/c/emit-c.ts";
import { emitModules } from "../../emit/emit.ts";
import { encodeRoutes } from "../../emit/tables/routes-binary.ts";
import type { Plan } from "../../plan/plan.ts";
import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";
import type { Call, Ending } from "../call.ts";
import { type Compiled, type CompileOptions, compileFiles } from "../compile-files.ts";
import { exitCode } from "../exit-code.ts";
import { refuseCall } from "../refusal.ts";
import { reportWrong } from "../report-diagnostics.ts";
import { preparePrograms, programsOf } from "./programs.ts";

/** A system as hosts boot it. */
export interface BootParts {
  readonly configuration: BootConfiguration;
  /** Bytes of `routes.bin`. */
  readonly routes: Uint8Array;
  /** A module that exports `programs`; null boots bare kernels. */
  readonly programs: URL | null;
}

/** Builds in memory and works with that; `remove` takes what was built from the disk, as does the end of the work. */
export async function withBootable(
  call: Call,
  names: readonly string[],
  options: CompileOptions,
  work: (parts: BootParts, remove: () => void, plan: Plan) => Promise<Ending>,
): Promise<Ending> {
  const compiled = await compileFiles(call, names, options);
  if (compiled.kind === "refused") return compiled;
  if (compiled.kind === "wrong") return exitCode.wrongDescription;
  const configuration = viewThreads(compiled.plan);
  const { routes, fabric } = compiled.plan;
  if (configuration === null || routes === null) return refuseCall("the description has no machine to boot");
  const inC = diagnoseInC(compiled, configuration);
  if (inC.length > 0) {
    reportWrong(call.terminal, inC, compiled.files, options.json === true);
    return exitCode.wrongCall;
  }
  const modules = await preparedModules(call, compiled, options);
  if (modules === null) return exitCode.wrongDescription;
  try {
    const parts = { configuration, routes: encodeRoutes(routes, fabric?.hops), programs: modules.module };
    return await work(parts, modules.remove, compiled.plan);
  } finally {
    modules.remove();
  }
}

/** Programs that only kernels on bare metal can run. */
function diagnoseInC(compiled: Compiled, { cores, programs }: BootConfiguration): readonly Diagnostic[] {
  return programsOf(compiled)
    .filter(({ module }) => isInC(module))
    .map(({ program, module }) => {
      const place = programs.find(({ name }) => name === program.name)?.core ?? -1;
      const facts = { program: program.name, module, core: cores[place]?.name ?? "its core" };
      return diagnose(environmentDiagnostics.programInC, program.moduleSpan, facts);
    });
}

interface Modules {
  readonly module: URL | null;
  readonly remove: () => void;
}

/** Null when they are wrong, and that has been said. */
async function preparedModules(call: Call, compiled: Compiled, options: CompileOptions): Promise<Modules | null> {
  if (compiled.plan.system === null) return { module: null, remove: () => {} };
  call.terminal.progress("bundling the programs …");
  const files = await emitModules(compiled.plan, { modulesFolder: compiled.files.folder, inPlace: true, isOpen: true });
  const prepared = await preparePrograms(compiled, files);
  if (prepared.kind === "ready") return prepared;
  reportWrong(call.terminal, prepared.diagnostics, compiled.files, options.json === true);
  return null;
}
