/** SK6xxx: what the analyses and the plan find. */
import { define } from "../diagnostic.ts";

export const planDiagnostics = Object.freeze({
  severalSystems: define<{ readonly names: readonly string[] }>({
    code: "SK6001",
    severity: "error",
    title: "several systems to choose from",
    explanation:
      "A plan is made for one system. This description holds several, and nothing says which one is meant. Name it: " +
      "`--system NAME`.",
    message: ({ names }) =>
      `The description holds ${names.length} systems: ${listNames(names)}; say which one to plan.`,
  }),
  unknownSystem: define<{ readonly name: string; readonly names: readonly string[]; readonly meant: string | null }>({
    code: "SK6002",
    severity: "error",
    title: "no system of that name",
    explanation:
      "The system asked for is not in the description. Names are case-sensitive; systems count only when their file is " +
      "among those given or used by them.",
    message: ({ name, names, meant }) =>
      names.length === 0
        ? `There is no system ${name}: the description holds none.`
        : `There is no system ${name} among ${listNames(names)}${meant === null ? "" : `; did you mean ${meant}?`}`,
  }),
  severalMachines: define<{ readonly names: readonly string[] }>({
    code: "SK6003",
    severity: "error",
    title: "several machines to choose from",
    explanation:
      "Without a system, the plan is that of the machine described. This description holds several machines and no " +
      "system that would run on one of them. Write a system, or give the file of one machine alone.",
    message: ({ names }) =>
      `The description holds ${names.length} machines, ${listNames(names)}, and no system on one of them.`,
  }),
  noCoreOnline: define<{ readonly machine: string }>({
    code: "SK6004",
    severity: "error",
    title: "no core is online",
    explanation: "A multikernel boots one kernel on each core that is online. This machine has none.",
    message: ({ machine }) => `Machine ${machine} has no core that is online: nothing could boot.`,
  }),
  cutOff: define<{ readonly from: string; readonly to: string; readonly pairs: number }>({
    code: "SK6005",
    severity: "error",
    title: "cores that no message can reach",
    explanation:
      "Kernels reach each other over coherence domains and links, forwarding for one another. Between these two cores " +
      "there is no such way in this direction. Join them by a link, or by coherence, or take one of them offline.",
    message: ({ from, to, pairs }) =>
      `No message can get from ${from} to ${to}${pairs > 1 ? ` (and between ${count(pairs - 1, "other pair")} of cores)` : ""}: ` +
      "neither links nor coherence lead there.",
  }),
  wishesConflict: define<{
    readonly program: string;
    readonly first: string;
    readonly second: string;
    readonly why: string;
  }>({
    code: "SK6006",
    severity: "error",
    title: "wishes that cannot both be granted",
    explanation:
      "Every wish of a program must be granted. `on` names its cores, `every` wants one instance in each part of a kind, " +
      "`near` wants the core from which its target is quickest to reach. These two leave no core that satisfies both; " +
      "change one of them.",
    message: ({ program, first, second, why }) => `${program} is wished both ${first} and ${second}, but ${why}.`,
  }),
  offlineCore: define<{ readonly program: string; readonly core: string }>({
    code: "SK6007",
    severity: "error",
    title: "a program on a core that is offline",
    explanation:
      "A core that is offline boots no kernel, so nothing can run there. Choose another core, or take it online.",
    message: ({ program, core }) => `${program} is wished on ${core}, which is offline.`,
  }),
  nothingOfLevel: define<{ readonly program: string; readonly level: string; readonly machine: string }>({
    code: "SK6008",
    severity: "error",
    title: "one in every part of a kind the machine lacks",
    explanation:
      "`every LEVEL` puts an instance into each part of that level that has a core online. There is no such part.",
    message: ({ program, level, machine }) =>
      `${program} is wished once for every ${level}, but machine ${machine} has no ${level} with a core online.`,
  }),
});

/** `a`, `a and b`, `a, b and c`. */
function listNames(names: readonly string[]): string {
  const last = names.at(-1) ?? "nothing";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
