/** What kernels on bare metal print, line by line, as the events of a boot. */
import type { BootConfiguration, BootProgram } from "../../../runtime/kernel/boot-configuration.ts";
import type { BootEvent, DropReason, HostEvent, KernelEvent, ProgramPlace } from "../../../runtime/kernel/events.ts";

type Told = KernelEvent | HostEvent;

/** `<core>: <fact>`, `<core>: <program>: <fact>` and `<core>: <program>> <text>`; null for what is no such line. */
export function readSerialLine(configuration: BootConfiguration, line: string, at: number): BootEvent | null {
  const end = line.indexOf(": ");
  const name = line.slice(0, end);
  const core = end < 0 ? -1 : configuration.cores.findIndex((each) => each.name === name);
  if (core < 0) return null;
  const said = line.slice(end + 2);
  const event =
    readFact(core, said) ?? readView(configuration, core, said) ?? readProgramLine(configuration.programs, core, said);
  return event === null ? null : { ...event, at, coreName: name };
}

function readFact(core: number, said: string): Told | null {
  if (said === "kernel up") return { kind: "kernelUp", core };
  const bound = /^channels bound: (\d+)$/.exec(said);
  if (bound !== null) return { kind: "channelsBound", core, channels: Number(bound[1]), neighbours: 0 };
  const died = /^died: (.*)$/.exec(said);
  if (died !== null) return { kind: "kernelLost", core, text: died[1] ?? "" };
  const object = /^state lost: (.*)$/.exec(said)?.[1];
  if (object !== undefined) return { kind: "objectLost", core, object };
  const rebuilt = /^replica rebuilt: (.*)$/.exec(said)?.[1];
  if (rebuilt !== undefined) return { kind: "replicaRebuilt", core, object: rebuilt };
  const dropped = /^(\d+) frames? dropped \((\w+)\), the last from core (\d+)$/.exec(said);
  if (dropped !== null) {
    const [, count, reason, from] = dropped;
    return { kind: "frameDropped", core, reason: reason as DropReason, from: Number(from), count: Number(count) };
  }
  const stopped = /^stopped: delivered (\d+), forwarded (\d+), sent (\d+), dropped (\d+)$/.exec(said);
  if (stopped === null) return null;
  const [delivered = 0, forwarded = 0, sent = 0, lost = 0] = stopped.slice(1).map(Number);
  const statistics = { delivered, forwarded, sent, dropped: lost === 0 ? {} : { lost } };
  return { kind: "kernelStopped", core, statistics };
}

/** What is agreed of who takes part. */
function readView({ cores }: BootConfiguration, core: number, said: string): Told | null {
  if (said === "quorum lost") return { kind: "quorumLost", core };
  if (said === "quorum found") return { kind: "quorumFound", core };
  const view = /^view (\d+): (\d+) members$/.exec(said);
  if (view !== null) return { kind: "viewChanged", core, epoch: Number(view[1]), members: Number(view[2]) };
  const name = /^lost (.*)$/.exec(said)?.[1];
  const lost = name === undefined ? -1 : cores.findIndex((each) => each.name === name);
  return lost < 0 ? null : { kind: "coreLost", core, lost };
}

function readProgramLine(programs: readonly BootProgram[], core: number, said: string): Told | null {
  const match = /^([\p{L}\p{N}_]+)(?:\[(\d+)\])?(: |> )(.*)$/u.exec(said);
  if (match === null) return null;
  const [, name = "", instance = "0", mark, text = ""] = match;
  const program = programs.find(
    (each) => each.name === name && each.core === core && each.instance === Number(instance),
  );
  if (program === undefined) return null;
  const place = { core, program: name, instance: program.instance, instances: program.instances };
  return mark === "> " ? { kind: "log", ...place, text } : readProgramFact(program, place, text);
}

function readProgramFact({ uses }: BootProgram, place: ProgramPlace, text: string): Told {
  if (text === "started") return { kind: "clientStarted", ...place };
  if (text === "done") return { kind: "clientDone", ...place };
  const ready = /^ready, serves (.*) @ (\d+)$/.exec(text);
  if (ready !== null) {
    return { kind: "serviceReady", ...place, interface: ready[1] ?? "", version: Number(ready[2]) };
  }
  const failed = /^failed: (.*)$/.exec(text);
  if (failed !== null) return { kind: "clientFailed", ...place, text: failed[1] ?? "" };
  const unbound = /^could not bind to ([^:]+): (.*)$/.exec(text);
  if (unbound === null) return { kind: "log", ...place, text };
  const [, service = "", why = ""] = unbound;
  const serviceInstance = uses.find((use) => use.service === service)?.instance ?? 0;
  return { kind: "bindingFailed", ...place, service, serviceInstance, text: why };
}
