/** Builds a machine in QEMU with a kernel of its own on every core, and follows it to its end. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { environmentDiagnostics } from "../../../diagnostics/catalogue/environment.ts";
import { diagnose } from "../../../diagnostics/diagnostic.ts";
import { printArguments, type SharedNode } from "../../../emit/boot/qemu/command-line.ts";
import { blobOf } from "../../../emit/boot/qemu/emit-qemu.ts";
import { hostSideOf } from "../../../emit/boot/qemu/host-side.ts";
import { fitQemu, type QemuView } from "../../../emit/boot/qemu/qemu-view.ts";
import type { TargetFault } from "../../../emit/boot/target.ts";
import { viewThreads } from "../../../emit/boot/threads/threads-view.ts";
import { emitC, isInC } from "../../../emit/c/emit-c.ts";
import { encodeRoutes } from "../../../emit/tables/routes-binary.ts";
import type { OutputFile } from "../../../source/output-file.ts";
import type { Call, Ending } from "../../call.ts";
import { type Compiled, compileFiles } from "../../compile-files.ts";
import { adviceOn } from "../../doctor/need.ts";
import { exitCode } from "../../exit-code.ts";
import { endOnInterruption, onInterruption } from "../../interruption.ts";
import { type Refusal, refuseCall, refuseLacking } from "../../refusal.ts";
import { reportWrong, sayDiagnostics } from "../../report-diagnostics.ts";
import { diagnosticOf } from "../../target-diagnostics.ts";
import type { BootOptions } from "../boot-options.ts";
import { jsonReport, textReport } from "../boot-report.ts";
import { listenTo } from "../listen-to-control.ts";
import { placeOfControl } from "../place-of-control.ts";
import { preparePrograms, programsOf } from "../programs.ts";
import { buildImages, type ImageInput, type Images } from "./build-image.ts";
import { findProgram } from "./find-program.ts";
import { type HostPart, makeSharedMemory } from "./host-kernel.ts";
import { findPrebuilt } from "./prebuilt-kernels.ts";
import { runQemu } from "./run-qemu.ts";
import { findCompiler, type ImageRecipe, type Toolchain, toolchainFor } from "./toolchain.ts";

export async function bootQemu(call: Call, names: readonly string[], options: BootOptions): Promise<Ending> {
  const compiled = await compileFiles(call, names, options);
  if (compiled.kind === "refused") return compiled;
  if (compiled.kind === "wrong") return exitCode.wrongDescription;
  const { plan } = compiled;
  const fit = fitQemu(plan, options.hostLink);
  if (fit.kind === "refused") return reportMisfit(call, compiled, fit.faults, options.json === true);
  if (options.json !== true) {
    const warnings = fit.warnings.map((fault) => diagnosticOf(fault, compiled.files.host));
    sayDiagnostics(call.terminal, warnings, compiled.files.showPath);
  }
  if (options.hostLink !== undefined && hostSideOf(fit.view) === null)
    return refuseCall("no core of the host takes part in this board", "Leave out --host-link.");
  const modules = modulesInC(compiled);
  const tools = findTools(fit.view, modules.length > 0);
  if (tools.kind === "refused") return tools;
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-qemu-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  const calm = endOnInterruption(call.terminal.say, "anything was booted");
  const leave: (() => void)[] = [remove, calm];
  try {
    const host = await prepareHost(call, compiled, fit.view, options);
    if (host === "wrong") return exitCode.wrongDescription;
    leave.push(() => host?.remove());
    call.terminal.progress("compiling the kernels …");
    const images = await prepareImages(modules, emitC(plan, false), tools, folder);
    if (images.kind === "broken") return reportBroken(call, compiled, images, options.json === true);
    const blob = path.join(folder, "blob.bin");
    writeFileSync(blob, blobOf(plan, fit.view));
    calm();
    return await runToEnd(call, compiled, options, {
      ...{ program: tools.qemu, toolchain: tools.toolchain, view: fit.view, host: host?.part ?? null },
      arguments: printArguments(fit.view, images.files, blob, host?.shared ?? null),
    });
  } finally {
    for (const each of leave) each();
  }
}

interface Tools {
  readonly kind: "found";
  readonly toolchain: Toolchain;
  readonly qemu: string;
  readonly images: ImageInput["images"] | { readonly prebuilt: readonly string[] };
}

function reportMisfit(call: Call, { files }: Compiled, faults: readonly TargetFault[], json: boolean): Ending {
  const diagnostics = faults.map((fault) => diagnosticOf(fault, files.host));
  reportWrong(call.terminal, diagnostics, files, json);
  return exitCode.wrongDescription;
}

/** What is missing is said by name, with the Debian package that has it. */
function findTools({ platform }: QemuView, hasPrograms: boolean): Tools | Refusal {
  const toolchain = toolchainFor(platform.name);
  if (toolchain === null) return refuseCall(`Skerry has no kernel for ${platform.name}`);
  const qemu = findProgram([platform.program]);
  if (qemu === null) return refuseMissing(platform.program, toolchain.qemuPackage);
  const prebuilt = hasPrograms ? null : findPrebuilt(toolchain);
  if (prebuilt !== null) return { kind: "found", toolchain, qemu, images: { prebuilt } };
  const images: ImageInput["images"][number][] = [];
  for (const recipe of toolchain.images) {
    const compiler = findCompiler(recipe);
    if (compiler === null) return refuseWithoutCompiler(recipe);
    images.push({ recipe, compiler });
  }
  return { kind: "found", toolchain, qemu, images };
}

function refuseWithoutCompiler({ name, compilers }: ImageRecipe): Refusal {
  return refuseLacking(
    `there is no C compiler for ${name} here (${compilers.map(({ program }) => program).join(", ")})`,
    adviceOn(compilers.map(({ packages }) => packages)),
  );
}

function refuseMissing(program: string, debianPackage: string): Refusal {
  return refuseLacking(`${program} is not here`, adviceOn([debianPackage]));
}

interface PreparedHost {
  readonly part: HostPart;
  readonly shared: SharedNode | null;
  readonly remove: () => void;
}

/** Null for a board without a core of the host; "wrong" when its programs are, and that has been said. */
async function prepareHost(
  call: Call,
  compiled: Compiled,
  view: QemuView,
  options: BootOptions,
): Promise<PreparedHost | "wrong" | null> {
  const side = hostSideOf(view);
  const { routes, fabric } = compiled.plan;
  if (side === null || routes === null) return null;
  const prepared = await preparePrograms(compiled, await emitForHost(compiled));
  if (prepared.kind === "wrong") {
    reportWrong(call.terminal, prepared.diagnostics, compiled.files, options.json === true);
    return "wrong";
  }
  const memory = side.link === "memory" ? makeSharedMemory(view.nodes[side.node]?.bytes ?? 0) : null;
  return {
    part: { side, memory, routes: encodeRoutes(routes, fabric?.hops), programs: prepared.module },
    shared: memory === null ? null : { node: side.node, file: memory.path },
    remove: () => {
      memory?.remove();
      prepared.remove();
    },
  };
}

/** Programs in TypeScript need all that is generated for them: only who has any pays for it. */
async function emitForHost({ plan, files }: Compiled): Promise<readonly OutputFile[]> {
  const { emitModules } = await import("../../../emit/emit.ts");
  return emitModules(plan, { modulesFolder: files.folder, inPlace: true, isOpen: true });
}

/** Files of the programs in C, each once. */
function modulesInC(compiled: Compiled): readonly string[] {
  const inC = programsOf(compiled).filter(({ module }) => isInC(module));
  return [...new Set(inC.map(({ module }) => path.resolve(compiled.files.folder, module)))];
}

/** Programs in C are compiled together with their kernel. */
async function prepareImages(
  modules: readonly string[],
  files: readonly OutputFile[],
  { images }: Tools,
  folder: string,
): Promise<Images> {
  if ("prebuilt" in images) return { kind: "built", files: images.prebuilt };
  return buildImages({ images, files, folder, modules });
}

function reportBroken(call: Call, compiled: Compiled, image: Images & { kind: "broken" }, json: boolean): Ending {
  const programs = programsOf(compiled);
  const { folder } = compiled.files;
  const blamed = programs.find(({ module }) => path.resolve(folder, module) === image.module) ?? programs[0];
  if (blamed === undefined) throw new Error(`the kernel does not compile: ${image.text}`);
  const facts = { program: blamed.program.name, module: blamed.module, reason: image.text };
  const diagnostic = diagnose(environmentDiagnostics.moduleBroken, blamed.program.moduleSpan, facts);
  reportWrong(call.terminal, [diagnostic], compiled.files, json);
  return exitCode.wrongDescription;
}

interface Prepared {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly toolchain: Toolchain;
  readonly view: QemuView;
  readonly host: HostPart | null;
}

async function runToEnd(call: Call, { plan }: Compiled, options: BootOptions, prepared: Prepared): Promise<Ending> {
  const configuration = viewThreads(plan);
  if (configuration === null) return refuseCall("the description has no machine to boot");
  const host = `in QEMU, as ${prepared.view.platform.name}`;
  const control = await placeOfControl(call, configuration.name, options);
  const report = (options.json === true ? jsonReport : textReport)(call.terminal, configuration, host, control);
  const { system, abort } = await runQemu({
    ...prepared,
    configuration,
    decodeExit: prepared.toolchain.decodeExit,
    ...(options.for === undefined ? {} : { limit: options.for }),
    onEvent: report.event,
  });
  const calm = onInterruption((signal) => void system.stop(`asked to by ${signal}`), abort);
  if (control !== null) await listenTo(control, configuration, system);
  const outcome = await system.done;
  calm();
  report.end(outcome);
  return outcome.kind === "failed" ? exitCode.failedRunning : exitCode.done;
}
