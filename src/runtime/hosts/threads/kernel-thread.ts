/**
 * What the thread of a kernel runs, built to one script, `dist/kernel-thread.cjs`: compiled once for all threads of a boot.
 * Programs have the runtime that is in it, so that errors thrown here are instances of the classes that they import.
 */
import type { MessagePort } from "node:worker_threads";
import { Segment } from "../../channel/ring.ts";
import { ShutdownError } from "../../errors.ts";
import * as runtime from "../../index.ts";
import { locatedTextOf } from "../../kernel/error-text.ts";
import type { HostEvent, KernelEvent } from "../../kernel/events.ts";
import { loopback, type ProgramHost } from "../../kernel/host.ts";
import { Kernel } from "../../kernel/kernel.ts";
import { RouteTable } from "../../kernel/routes/route-table.ts";
import { loadProgram, resumeProgram, runProgram } from "../../kernel/run-program.ts";
import type { ServiceName } from "../../kernel/service-name.ts";
import type { Legacy } from "../../kernel/services/service-life.ts";
import { wire } from "../../kernel/wiring.ts";
import { doStep, type StartService } from "../../orderly/steps.ts";
import type { Programs } from "../../program.ts";
import { Doorbells } from "./doorbells.ts";
import { drive, type ThreadHost } from "./drive.ts";
import type { Import } from "./import-module.ts";
import type { WorkerAcknowledgement, WorkerAnswer, WorkerOrder, WorkerReport, WorkerSetup } from "./messages.ts";
import { pinThread } from "./pin.ts";

/** `setTimeout` takes no more. */
const longestTimer = 2 ** 31 - 1;

export async function runKernel(setup: WorkerSetup, main: MessagePort, importModule: Import): Promise<void> {
  Reflect.set(globalThis, Symbol.for("skerry.runtime"), runtime);
  const { configuration, core } = setup;
  const doorbells = new Doorbells(setup.doorbells);
  const report = (event: KernelEvent | HostEvent): void => {
    const message: WorkerReport = { event, at: performance.timeOrigin + performance.now() - setup.epoch };
    main.postMessage(message);
  };
  if (setup.pin !== null) report(await pin(core, setup.pin, importModule));
  const host = hostOf(setup, doorbells, report, () => kernel);
  const wiring = wire(configuration, core, new Segment(setup.segment));
  const kernel: Kernel = new Kernel(
    configuration,
    core,
    new RouteTable(new Uint8Array(setup.routes)),
    wiring,
    host,
    setup.incarnation,
  );
  obey(kernel, doorbells, main, (name, legacy) => startService(setup, importModule, kernel, host, name, legacy));
  kernel.start();
  void kernel.bound.then(() => startPrograms(setup, importModule, kernel, host));
  await drive(kernel, host, doorbells, setup);
  report({ kind: "kernelStopped", core, statistics: kernel.statistics });
  // Nothing of ours keeps the thread any more: it ends when its programs have cleaned up.
  main.close();
}

async function startPrograms(
  setup: WorkerSetup,
  importModule: Import,
  kernel: Kernel,
  host: ProgramHost,
): Promise<void> {
  const own = kernel.directory.own.flatMap(([, program]) =>
    setup.over.includes(`${program.name}#${program.instance}`) ? [] : [program],
  );
  if (own.length === 0 || setup.programs === null) return;
  const programs = await importPrograms(setup.programs, importModule);
  for (const program of own) {
    const loaded =
      typeof programs === "string"
        ? ({ kind: "failed", text: programs } as const)
        : await loadProgram(programs, program);
    void runProgram(kernel, host, program, loaded);
  }
}

/** A service that has run on another core; why it did not come up, or null. */
async function startService(
  setup: WorkerSetup,
  importModule: Import,
  kernel: Kernel,
  host: ProgramHost,
  { service, instance }: ServiceName,
  legacy: Legacy,
): Promise<string | null> {
  const program = setup.configuration.programs.find((each) => each.name === service && each.instance === instance);
  if (program === undefined || setup.programs === null) return "the system has no such program";
  const programs = await importPrograms(setup.programs, importModule);
  if (typeof programs === "string") return programs;
  const here = { ...program, core: setup.core };
  return resumeProgram(kernel, host, here, await loadProgram(programs, here), legacy);
}

/** The programs, or why there are none. */
async function importPrograms(href: string, importModule: Import): Promise<Programs | string> {
  try {
    process.setSourceMapsEnabled(true);
    const module = (await importModule(href)) as { readonly programs?: Programs };
    return module.programs ?? "the module of programs does not export `programs`";
  } catch (error) {
    return locatedTextOf(error);
  }
}

function hostOf(
  { configuration, core, bindingTimeout, membership }: WorkerSetup,
  doorbells: Doorbells,
  report: (event: KernelEvent) => void,
  kernel: () => Kernel,
): ThreadHost {
  const consumers = configuration.channels.map(({ to }) => to);
  const producers = configuration.channels.map(({ from }) => from);
  let alarm: NodeJS.Timeout | undefined;
  return {
    now: () => performance.now(),
    ticking: false,
    bindingTimeout,
    membership,
    // What is left of it is of no use: its thread ends, and the main thread hears of that.
    excluded: () => process.exit(1),
    published: (channel) => doorbells.ring(channel === loopback ? core : (consumers[channel] as number)),
    credited: (channel) => doorbells.ring(producers[channel] as number),
    alarm: (at) => {
      clearTimeout(alarm);
      alarm = setTimeout(() => kernel().expire(), Math.min(longestTimer, Math.ceil(at - performance.now())));
      alarm.unref();
    },
    log: report,
    timer: (milliseconds, callback) => {
      const timer = setTimeout(callback, Math.min(longestTimer, milliseconds));
      return () => clearTimeout(timer);
    },
  };
}

function obey(kernel: Kernel, doorbells: Doorbells, main: MessagePort, start: StartService): void {
  main.on("message", (order: WorkerOrder) => {
    if (order.order === "step") void answer(kernel, main, start, order);
    else follow(kernel, main, order);
    doorbells.ring(kernel.core);
  });
}

type StepOrder = Extract<WorkerOrder, { order: "step" }>;

async function answer(
  kernel: Kernel,
  main: MessagePort,
  start: StartService,
  { number, step }: StepOrder,
): Promise<void> {
  // A service that has moved may have somebody wait who does not look after it.
  if (step.step === "suspend") process.on("unhandledRejection", ignoreShutdown);
  const message: WorkerAnswer = { number, answer: await doStep(kernel, start, step) };
  main.postMessage(message);
}

function follow(kernel: Kernel, main: MessagePort, order: Exclude<WorkerOrder, StepOrder>): void {
  switch (order.order) {
    case "coreLost":
      kernel.coreLost(order.core, order.incarnation);
      return;
    case "expect": {
      const { core: expected, incarnation } = order;
      kernel.expect(expected, incarnation);
      const done: WorkerAcknowledgement = { expected, incarnation };
      main.postMessage(done);
      return;
    }
    case "cut":
      kernel.cut(order.neighbour, order.isCut);
      return;
    case "measure": {
      const load: WorkerAnswer = { number: order.number, answer: kernel.load };
      main.postMessage(load);
      return;
    }
    default:
      // Nobody need be there any more for what is rejected now.
      process.on("unhandledRejection", ignoreShutdown);
      if (order.order === "leave") kernel.leave();
      else kernel.shutdown();
  }
}

function ignoreShutdown(reason: unknown): void {
  if (!(reason instanceof ShutdownError)) throw reason;
}

async function pin(core: number, cpu: number, importModule: Import): Promise<HostEvent> {
  const text = await pinThread(cpu, importModule);
  return text === null ? { kind: "pinned", core, osIndex: cpu } : { kind: "notPinned", core, text };
}
