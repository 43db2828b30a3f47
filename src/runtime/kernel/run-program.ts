import { ShutdownError } from "../errors.ts";
import { InPlaceService } from "../in-place/server.ts";
import type { ProgramContext, ProgramEntry, Programs } from "../program.ts";
import { openStates } from "../state/open-states.ts";
import type { BootProgram } from "./boot-configuration.ts";
import type { ClientBinding } from "./clients/client-binding.ts";
import { locatedTextOf } from "./error-text.ts";
import type { ProgramPlace } from "./events.ts";
import type { ProgramHost } from "./host.ts";
import type { Kernel } from "./kernel.ts";
import { onAbort } from "./on-abort.ts";
import { EventPublisher } from "./services/publisher.ts";
import { type Legacy, ServiceLife } from "./services/service-life.ts";

type Run = Awaited<ReturnType<ProgramEntry["load"]>>;

/** A program whose module was read, or why it could not be. */
export type LoadedProgram =
  | { readonly kind: "loaded"; readonly entry: ProgramEntry; readonly run: Run }
  | { readonly kind: "failed"; readonly text: string };

/** Reads a program's module. Never rejects. */
export async function loadProgram(programs: Programs, { name, kind }: BootProgram): Promise<LoadedProgram> {
  const entry = programs[name];
  if (entry === undefined) return { kind: "failed", text: "no program of that name was given to the host" };
  if ((entry.serves !== null) !== (kind === "service")) {
    return { kind: "failed", text: `the program given to the host is no ${kind}` };
  }
  try {
    const run = await entry.load();
    if (typeof run !== "function") return { kind: "failed", text: "its module does not export `program`" };
    return { kind: "loaded", entry, run };
  } catch (error) {
    return { kind: "failed", text: locatedTextOf(error) };
  }
}

/** Runs one program of this kernel to its end; a service ends when it is up. Never rejects. */
export async function runProgram(
  kernel: Kernel,
  host: ProgramHost,
  program: BootProgram,
  loaded: LoadedProgram,
): Promise<void> {
  const place = placeOf(program);
  if (loaded.kind === "failed") reportFailure(kernel, program, place, loaded.text);
  else if (program.kind === "client") await runClient(kernel, host, program, place, loaded);
  else {
    const failure = await runService(kernel, host, program, place, loaded, null);
    if (failure !== null) reportFailure(kernel, program, place, failure);
  }
}

/** Runs a service that has run elsewhere; why it did not come up, or null. Never rejects. */
export async function resumeProgram(
  kernel: Kernel,
  host: ProgramHost,
  program: BootProgram,
  loaded: LoadedProgram,
  legacy: Legacy,
): Promise<string | null> {
  if (loaded.kind === "failed") return loaded.text;
  return runService(kernel, host, program, placeOf(program), loaded, legacy);
}

/** Milliseconds until events do not wait any more for those who had subscribed before. */
const lateSubscription = 1000;

function placeOf({ name, core, instance, instances }: BootProgram): ProgramPlace {
  return { core, program: name, instance, instances };
}

type Loaded = Extract<LoadedProgram, { kind: "loaded" }>;

async function runService(
  kernel: Kernel,
  host: ProgramHost,
  program: BootProgram,
  place: ProgramPlace,
  { entry, run }: Loaded,
  legacy: Legacy | null,
): Promise<string | null> {
  const { serves, allow } = entry;
  if (serves === null) return "it serves nothing";
  const publisher = new EventPublisher(legacy?.subscriptions ?? 0);
  if (legacy !== null) host.timer(lateSubscription, () => publisher.open());
  const life = new ServiceLife(kernel.signal);
  try {
    const { services } = connect(kernel, host, program, place, entry);
    const states = await statesOf(kernel, host, place, entry);
    const server = await run({
      ...contextOf(kernel, host, place, services, states, life.signal),
      events: serves.events(publisher),
      resumed: legacy?.state ?? null,
      onSuspend: (suspend) => life.onSuspend(suspend),
      self: (descriptor) =>
        kernel.clients.bindLater(place, { service: place.program, instance: place.instance }, descriptor, null),
    });
    const stub = server instanceof InPlaceService ? server.stub : serves.serve(server);
    kernel.services.serve(place, serves, publisher, stub, allow);
    const end = (reason: unknown): void => {
      life.end(reason);
      kernel.leases.releaseAll(place);
    };
    kernel.handover.runs(place, { suspend: () => life.suspend(), end });
    return null;
  } catch (error) {
    life.end(error);
    return locatedTextOf(error);
  }
}

async function runClient(
  kernel: Kernel,
  host: ProgramHost,
  program: BootProgram,
  place: ProgramPlace,
  { entry, run }: Loaded,
): Promise<void> {
  const bindings: ClientBinding[] = [];
  let failure: string | null = null;
  try {
    const connections = connect(kernel, host, program, place, entry);
    bindings.push(...connections.bindings);
    await connections.settled;
    const states = await statesOf(kernel, host, place, entry);
    const context = contextOf(kernel, host, place, connections.services, states, kernel.signal);
    kernel.log({ kind: "clientStarted", ...place });
    await run({ ...context, events: undefined, self: noService, resumed: null, onSuspend: noService });
  } catch (error) {
    failure = locatedTextOf(error);
  }
  for (const binding of bindings) binding.connection.release();
  kernel.leases.releaseAll(place);
  if (failure !== null) reportFailure(kernel, program, place, failure);
  else if (!kernel.signal.aborted) kernel.log({ kind: "clientDone", ...place });
}

function noService(): never {
  throw new TypeError("a client serves nothing");
}

/** Nothing that ends because the system stops has failed. */
function reportFailure(kernel: Kernel, program: BootProgram, place: ProgramPlace, text: string): void {
  if (kernel.signal.aborted) return;
  if (program.kind === "service") kernel.services.failed(place, text);
  else kernel.log({ kind: "clientFailed", ...place, text });
}

interface Connections {
  readonly services: Readonly<Record<string, unknown>>;
  readonly bindings: readonly ClientBinding[];
  readonly settled: Promise<unknown>;
}

function connect(
  kernel: Kernel,
  host: ProgramHost,
  program: BootProgram,
  place: ProgramPlace,
  entry: ProgramEntry,
): Connections {
  const services: Record<string, unknown> = {};
  const made = program.uses.map(({ service, instance }) => {
    const descriptor = entry.uses[service];
    if (descriptor === undefined) throw new Error(`it uses ${service}, but was not built for it`);
    const making = kernel.clients.bind(place, { service, instance }, descriptor, host.bindingTimeout);
    const passable = { service, place, descriptor, ...making, opcodes: null };
    services[service] = kernel.clients.connect(descriptor, passable);
    return making;
  });
  return {
    services,
    bindings: made.map(({ binding }) => binding),
    settled: Promise.all(made.map(({ settled }) => settled)),
  };
}

/** A program begins when it can read what it reads in place. */
async function statesOf(
  kernel: Kernel,
  host: ProgramHost,
  place: ProgramPlace,
  entry: ProgramEntry,
): Promise<Readonly<Record<string, unknown>>> {
  const awaited = Object.keys(entry.state ?? {}).flatMap((name) => kernel.states.find(name)?.replica?.known ?? []);
  if (awaited.length > 0) await Promise.all(awaited);
  return openStates(entry, (name) => {
    const object = kernel.states.find(name);
    return object === null ? null : (host.observed?.(name, object, place) ?? object);
  });
}

function contextOf(
  kernel: Kernel,
  host: ProgramHost,
  place: ProgramPlace,
  services: unknown,
  state: unknown,
  signal: AbortSignal,
): ProgramContext<unknown, unknown> {
  const context: ProgramContext<unknown, unknown> = {
    name: place.program,
    core: kernel.directory.nameOf(place.core),
    instance: place.instance,
    instances: place.instances,
    services,
    state,
    signal,
    log: (text) => kernel.log({ kind: "log", ...place, text: String(text) }),
    limited: (descriptor, client, operations) =>
      kernel.clients.connect(descriptor, kernel.grants.limit(client, descriptor, operations)),
    revoke: (client) => kernel.grants.revoke(client),
    lease: (bytes) => kernel.leases.lease(bytes, place),
    now: () => host.now(),
    sleep: (milliseconds) => sleep(host, signal, milliseconds),
  };
  return context;
}

/** `Infinity` sleeps until the program is to end; what is no number of milliseconds does not sleep. */
function sleep(host: ProgramHost, signal: AbortSignal, milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new ShutdownError());
    let callOff = (): void => {};
    const ignoreAbort = onAbort(signal, () => {
      callOff();
      reject(signal.reason);
    });
    if (milliseconds === Number.POSITIVE_INFINITY) return;
    callOff = host.timer(Number.isNaN(milliseconds) ? 0 : Math.max(0, milliseconds), () => {
      ignoreAbort();
      resolve();
    });
  });
}
