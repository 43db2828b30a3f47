import { counted } from "../../algorithms/counted.ts";
import { listPaths } from "../../algorithms/list-paths.ts";
import { printTime } from "../../algorithms/print-quantity.ts";
import type { Machine } from "../../model/machine.ts";
import type { Call } from "../call.ts";
import type { Compiled } from "../compile-files.ts";
import { printJson } from "../print-json.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import type { Explanation } from "./explanation.ts";
import { allFailing, domainsOf, pluggableOf, together } from "./failing.ts";
import type { FailingObject } from "./failing-objects.ts";
import type { Cause, Deprivation, FailingProgram } from "./failing-programs.ts";
import { answerFor, type FailureAnswer } from "./failure-answer.ts";
import { faultsOf } from "./faults.ts";
import { refuseUnknown } from "./find-element.ts";
import { plannedMachine } from "./initiators.ts";
import { formatSize } from "./quantities.ts";
import { renderTable } from "./text-table.ts";

/** What the loss of parts, links or domains does, of all that are named at once; without an operand, that of every domain and pluggable thing in short. */
export const explainFailure: Explanation = (call, compiled, paths, json) => {
  const machine = plannedMachine(compiled);
  if ("exitCode" in machine) return machine;
  if (paths.length === 0) return explainAll(call, machine, compiled, json);
  const known = new Map(allFailing(machine).map((failing) => [failing.path, failing]));
  const unknown = paths.find((path) => !known.has(path));
  if (unknown !== undefined) {
    return refuseUnknown(unknown, [...known.keys()], "part, core, memory, port, device, controller, link or domain");
  }
  const failing = [...new Set(paths)].flatMap((path) => known.get(path) ?? []);
  const answer = answerFor(together(failing), machine, compiled);
  if (json) printJson(call.terminal, { ok: true, ...faultsOf(compiled), machine: machine.name, ...answer });
  else call.terminal.print(print(answer));
  return null;
};

function explainAll(call: Call, machine: Machine, compiled: Compiled, json: boolean): Refusal | null {
  const known = [...domainsOf(machine), ...pluggableOf(machine)];
  if (known.length === 0) {
    return refuseCall("the machine has no domain and nothing pluggable", "Name what fails: a part, a core, a link.");
  }
  const answers = known.map((failing) => answerFor(failing, machine, compiled));
  if (json) printJson(call.terminal, { ok: true, ...faultsOf(compiled), machine: machine.name, failures: answers });
  else call.terminal.print(printAll(answers));
  return null;
}

// ───────────────────────────── text ─────────────────────────────

const left = (text: string) => ({ head: [text], align: "left" as const });
const right = (text: string) => ({ head: [text], align: "right" as const });

function printAll(answers: readonly FailureAnswer[]): string {
  const columns = [
    left("without"),
    left("which is a"),
    right("cores"),
    right("memory"),
    right("devices"),
    left("then"),
  ];
  const rows = answers.map((answer) => [
    answer.fails,
    answer.kind,
    String(answer.lost.cores.length),
    formatSize(BigInt(answer.lost.bytes)),
    String(answer.lost.devices.length),
    consequences(answer).join(", ") || "all goes on",
  ]);
  return renderTable(columns, rows);
}

/** The worst first: who is cut off, what programs are gone, who hears nothing. */
function consequences({ islands, remain, stranded, programs, objects, unheard }: FailureAnswer): readonly string[] {
  const gone = programs.filter((program) => program.remain.length === 0).map(({ name }) => name);
  const unserved = programs.filter((program) => program.unserved.length > 0).map(({ name }) => name);
  const deprived = programs.filter((program) => program.deprived.length > 0).map(({ name }) => name);
  const stuck = objects.filter(({ goesOn }) => !goesOn).map(({ name }) => name);
  return [
    ...(remain === 0 ? ["no core remains"] : []),
    ...(remain > 0 && stranded.length > 0 ? [`${counted(stranded.length, "core")} without a kernel`] : []),
    ...(islands.length > 0 ? [`the others fall into ${counted(islands.length, "island")}`] : []),
    ...(gone.length > 0 ? [`no ${gone.join(", ")}`] : []),
    ...(stuck.length > 0 ? [`nothing is agreed on for ${stuck.join(", ")}`] : []),
    ...(unserved.length > 0 ? [`${unserved.join(", ")} without a service`] : []),
    ...(deprived.length > 0 ? [`${deprived.join(", ")} without a device`] : []),
    ...(unheard.length > 0 ? [`nobody hears ${listPaths(unheard)}`] : []),
  ];
}

function print(answer: FailureAnswer): string {
  const fates = printPrograms(answer.programs) + answer.objects.map(printObject).join("");
  const paragraphs = [printLost(answer), printRoutes(answer), printUnheard(answer), fates];
  return paragraphs.filter((text) => text !== "").join("\n");
}

function printLost({ fails, kind, lost, stranded, remain }: FailureAnswer): string {
  const rows = [
    ["domains", lost.domains],
    ["cores", lost.cores],
    ["memories", lost.memories],
    ["devices", lost.devices],
    ["controllers", lost.controllers],
    ["links", lost.links],
  ] as const;
  const named = rows.filter(([, paths]) => paths.length > 0);
  const lines = named.map(([noun, paths]) => {
    const size = noun === "memories" ? ` (${formatSize(BigInt(lost.bytes))})` : "";
    return `  ${noun.padEnd(11)}  ${listPaths(paths)}${size}\n`;
  });
  const nothing = lines.length === 0 ? "nothing more is lost" : "this is lost:";
  const cores = remain === 0 ? "no core remains" : `${counted(remain, "core remains", "cores remain")}`;
  const head = `Without ${fails} (${kind}) ${nothing}\n\n${lines.join("")}${lines.length === 0 ? "" : "\n"}`;
  return `${head}${printStranded(stranded, lost.memories)}${cores}${stranded.length > 0 ? " with a kernel" : ""}.\n`;
}

/** By the memory that their kernels lay in, and by whether another is left for new ones. */
function printStranded(stranded: FailureAnswer["stranded"], lost: readonly string[]): string {
  const groups = new Map<string, FailureAnswer["stranded"][number][]>();
  for (const each of stranded) {
    const key = `${each.hasOther} ${each.memory}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) => printGroup(group, lost)).join("");
}

function printGroup(group: FailureAnswer["stranded"], lost: readonly string[]): string {
  const { memory = "", hasOther = false } = group[0] ?? {};
  const [kernel, is, they] = group.length === 1 ? ["kernel", "is", "it reaches"] : ["kernels", "are", "they reach"];
  const fate = lost.includes(memory) ? `which lay in ${memory}` : `out of whose reach ${memory} is now`;
  const anew = hasOther ? "other memory is left for new ones" : `${they} no memory any more`;
  return `The ${kernel} of ${listPaths(group.map(({ core }) => core))} ${is} lost, ${fate}; ${anew}.\n`;
}

function printRoutes({ routes, remain, islands }: FailureAnswer): string {
  if (remain < 2) return "";
  const { senders, pairs, rerouted, foundAnew, cutOff, worst } = routes;
  const of = senders < remain ? `, from ${senders} of the ${remain} cores` : "";
  const head =
    rerouted === 0
      ? `All ${pairs} routes between them${of} stay as they are.\n`
      : `${rerouted} of ${pairs} routes between them${of} led over what is lost; ${fate(rerouted, cutOff)}${waysOf(rerouted - cutOff, foundAnew)}.\n`;
  return head + printIslands(islands) + printWorst(worst);
}

function fate(rerouted: number, cutOff: number): string {
  if (cutOff === 0) return "all of them lead round it";
  return cutOff === rerouted ? "no way is left for any" : `for ${cutOff} no way is left`;
}

/** Where the ways round it are from. */
function waysOf(led: number, foundAnew: number): string {
  if (led === 0) return "";
  if (foundAnew === 0) return ", as the routing tables say";
  const which = foundAnew === led ? "on detours" : `as the routing tables say, but ${foundAnew} on detours`;
  return `, ${which} that kernels work out then`;
}

function printIslands(islands: FailureAnswer["islands"]): string {
  if (islands.length === 0) return "";
  const lines = islands.slice(0, 8).map((cores) => `  ${listPaths(cores)}\n`);
  const rest = islands.length > 8 ? `  and ${islands.length - 8} more\n` : "";
  return `\nThese can no longer all reach each other, only within each line:\n\n${lines.join("")}${rest}`;
}

function printWorst(worst: FailureAnswer["routes"]["worst"]): string {
  if (worst.length === 0) return "";
  const columns = [left("from"), left("to"), right("before"), right("after")];
  const rows = worst.map(({ from, to, before, after }) => [from, to, printTime(before), printTime(after)]);
  return `\nThose that lose most time:\n\n${renderTable(columns, rows)}`;
}

function printUnheard({ unheard }: FailureAnswer): string {
  return unheard.length === 0 ? "" : `Nobody hears the interrupts of ${listPaths(unheard)} any more.\n`;
}

function printPrograms(programs: readonly FailingProgram[]): string {
  return programs.map(printProgram).join("");
}

function printProgram({ name, lost, remain, causes, rebound, unserved, deprived }: FailingProgram): string {
  const isWithCores = causes.every((cause) => cause.with === "core");
  const lines = [
    ...(isWithCores ? [] : causes.map((cause) => `  on ${cause.core}: ${printCause(cause)}\n`)),
    ...rebound.map(({ core, service, to, before, after }) => {
      const cost = before < 0 ? printTime(after) : `${printTime(before)} → ${printTime(after)}`;
      return `  on ${core}: ${service} is now served from ${to} (${cost})\n`;
    }),
    ...unserved.map(({ core, service }) => `  on ${core}: nobody is left in reach who serves ${service}\n`),
    ...deprived.map((deprivation) => `  on ${deprivation.core}: ${printDeprivation(deprivation)}\n`),
  ];
  const fate = !isWithCores && remain.length === 0 ? "is lost" : fateOf(lost, remain);
  return `${name} ${fate}\n${lines.join("")}`;
}

function printCause({ with: what, buffer, memory, isMemoryLost }: Cause): string {
  if (what === "core") return "lost with its core";
  const whose = what === "buffer" ? `its buffer ${buffer}` : "its kernel";
  return isMemoryLost ? `lost with ${whose} in ${memory}` : `lost, since ${memory} with ${whose} is out of reach`;
}

function printDeprivation({ lost, device, buffer, memory }: Deprivation): string {
  if (lost === "device") return `loses its device ${device}`;
  return lost === "near"
    ? `was to be near ${device}, which is lost`
    : `${device} no longer reaches the buffer ${buffer} in ${memory}`;
}

function printObject({ name, lost, remain, rebuilt, goesOn, isLeaderLost }: FailingObject): string {
  const fate = goesOn ? (isLeaderLost ? ", and goes on with another leader" : ", and goes on") : ", which are too few";
  const anew = rebuilt.length === 0 ? "" : `; rebuilt on ${listPaths(rebuilt)}`;
  return `${name} (replicated) ${fateOf(lost, remain)}${lost.length === 0 || remain.length === 0 ? "" : fate}${anew}\n`;
}

function fateOf(lost: readonly string[], remain: readonly string[]): string {
  if (lost.length === 0) return `stays on ${listPaths(remain)}`;
  if (remain.length === 0) return `is lost with ${listPaths(lost)}`;
  return `loses ${listPaths(lost)} and stays on ${listPaths(remain)}`;
}
