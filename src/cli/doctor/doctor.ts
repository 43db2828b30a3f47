/** `skerry doctor`: what this machine lacks, by name, for which host. */
import { availableParallelism } from "node:os";
import { fitQemu } from "../../emit/boot/qemu/qemu-view.ts";
import { isInC } from "../../emit/c/emit-c.ts";
import { version } from "../../files/installation.ts";
import { programsOf } from "../boot/programs.ts";
import { listToolchains, type Toolchain } from "../boot/qemu/toolchain.ts";
import type { Call, Ending } from "../call.ts";
import { type Compiled, type CompileOptions, compileFiles } from "../compile-files.ts";
import { exitCode } from "../exit-code.ts";
import { printJson } from "../print-json.ts";
import { refuseCall } from "../refusal.ts";
import { type Examined, type Host, isReady } from "./examined.ts";
import type { Need } from "./need.ts";
import { needOfControlFolder, needOfCpus, needOfNode, needOfPackage, needOfSharedMemory } from "./needs-of-node.ts";
import { needsOfBoard } from "./needs-of-qemu.ts";
import { otherNeeds } from "./other-needs.ts";
import { renderExamined } from "./render-examined.ts";

export interface DoctorOptions extends CompileOptions {
  readonly host?: Host;
}

/** Ends with 3 where something is lacking that a host which was asked for, or any, cannot do without. */
export async function doctor(call: Call, names: readonly string[], options: DoctorOptions): Promise<Ending> {
  const compiled = names.length === 0 ? null : await compileFiles(call, names, options);
  if (compiled?.kind === "refused") return compiled;
  if (compiled?.kind === "wrong") return exitCode.wrongDescription;
  if (compiled !== null && compiled.machine === null) return refuseCall("the description has no machine to boot");
  const hosts = await examine(options.host ?? null, compiled);
  if (hosts.length === 0)
    return refuseCall(`no board in QEMU is like ${compiled?.machine?.name}`, "skerry boot --host qemu says why.");
  const others = options.host === undefined && compiled === null ? otherNeeds() : [];
  const ok = hosts.every(isReady);
  if (options.json === true) printJson(call.terminal, { ok, ...facts(), hosts: hosts.map(viewHost), others });
  else call.terminal.print(renderExamined(sentence(), hosts, others, call.terminal.colours.print));
  return ok ? exitCode.done : exitCode.lacking;
}

function facts() {
  const { platform, arch, versions } = process;
  return { version: version(), node: versions.node, platform, architecture: arch, cpus: availableParallelism() };
}

function sentence(): string {
  const { version: own, node, platform, architecture, cpus } = facts();
  return `Skerry ${own} on Node.js ${node}, ${platform} ${architecture}, ${cpus === 1 ? "1 CPU" : `${cpus} CPUs`}.`;
}

function viewHost(host: Examined) {
  return { ...host, ready: isReady(host) };
}

/** Boards that a description cannot be booted on are left out, unless it is asked for QEMU alone: then none is left. */
async function examine(host: Host | null, compiled: Compiled | null): Promise<readonly Examined[]> {
  const isAsked = (each: Host) => host === null || host === each;
  const inC = compiled === null ? null : programsOf(compiled).some(({ module }) => isInC(module));
  const inNode = inC !== true || host !== null;
  return [
    ...(isAsked("threads") && inNode ? [await examineThreads(compiled)] : []),
    ...(isAsked("simulation") && inNode ? [await examineSimulation()] : []),
    ...(isAsked("qemu") ? boardsFor(compiled).map((toolchain) => examineBoard(toolchain, inC)) : []),
  ];
}

const bundles = "bundles programs in TypeScript";

async function examineThreads(compiled: Compiled | null): Promise<Examined> {
  const cpus = needOfCpus(compiled?.machine?.cores.length ?? null);
  const needs: readonly Need[] = [
    needOfNode(),
    needOfSharedMemory(),
    await needOfPackage("esbuild", bundles, false),
    await needOfPackage("koffi", "pins kernels to CPUs; without it they run where the system likes", true),
    needOfControlFolder(),
    ...(cpus === null ? [] : [cpus]),
  ];
  return { host: "threads", board: null, needs };
}

async function examineSimulation(): Promise<Examined> {
  return { host: "simulation", board: null, needs: [needOfNode(), await needOfPackage("esbuild", bundles, false)] };
}

function examineBoard(toolchain: Toolchain, inC: boolean | null): Examined {
  return { host: "qemu", board: toolchain.board, needs: needsOfBoard(toolchain, inC) };
}

/** All of them, or the one that a description fits. */
function boardsFor(compiled: Compiled | null): readonly Toolchain[] {
  if (compiled === null) return listToolchains();
  const fit = fitQemu(compiled.plan);
  return fit.kind === "refused" ? [] : listToolchains().filter(({ board }) => board === fit.view.platform.name);
}
