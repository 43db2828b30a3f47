/** SK6xxx: what the analyses and the plan find. */
import { define } from "../diagnostic.ts";

export const planDiagnostics = Object.freeze({
  severalSystems: define<{ readonly names: readonly string[] }>({
    code: "SK6001",
    severity: "error",
    title: "several systems to choose from",
    explanation:
      "A plan is made for one system. This description holds several, and nothing says which one is meant. Name it: `--system NAME`.",
    message: ({ names }) => `there are ${names.length} systems, ${list(names)}: say which one to plan`,
  }),
  unknownSystem: define<{
    readonly name: string;
    readonly names: readonly string[];
    readonly suggestion: string | null;
  }>({
    code: "SK6002",
    severity: "error",
    title: "no system of that name",
    explanation:
      "The system asked for is not in the description. Names are case-sensitive, and systems count only when their file is among those given or used by them.",
    message: ({ name, names, suggestion }) => {
      if (names.length === 0) return `there is no system \`${name}\`: the description holds none`;
      const known =
        suggestion === null
          ? `there ${names.length === 1 ? "is" : "are"} ${list(names)}`
          : `did you mean \`${suggestion}\`?`;
      return `there is no system \`${name}\`: ${known}`;
    },
  }),
  severalMachines: define<{ readonly names: readonly string[] }>({
    code: "SK6003",
    severity: "error",
    title: "several machines to choose from",
    explanation:
      "Without a system, the plan is that of the machine described. This description holds several machines and no system that would run on one of them. Write a system, or give the file of one machine alone.",
    message: ({ names }) =>
      `there are ${names.length} machines, ${list(names)}, and no system that runs on one of them`,
  }),
  noCoreOnline: define<{ readonly machine: string }>({
    code: "SK6004",
    severity: "error",
    title: "no core is online",
    explanation: "A multikernel boots one kernel on each core that is online. This machine has none.",
    message: ({ machine }) => `the machine \`${machine}\` has no core that is online: nothing could boot`,
  }),
  cutOff: define<{ readonly from: string; readonly to: string; readonly others: number }>({
    code: "SK6005",
    severity: "error",
    title: "cores that no message can reach",
    explanation:
      "Kernels reach each other over coherence domains and links, forwarding for one another. Between these two cores there is no such way in this direction. Join them by a link or by coherence, or take one of them offline.",
    message: ({ from, to, others }) =>
      `no message can get from \`${from}\` to \`${to}\`${others === 0 ? "" : `, nor between ${others} more pairs of cores`}: neither links nor coherence lead there`,
  }),
  regionUnshared: define<{
    readonly program: string;
    readonly service: string;
    readonly operation: string;
    readonly from: string;
    readonly to: string;
  }>({
    code: "SK6006",
    severity: "warning",
    title: "a region between cores without common memory",
    explanation:
      "A region is memory that both ends of a binding read and write where it lies. On the way between these two cores there is a link that carries messages only: it interrupts, loses, reorders or broadcasts what it transfers. The program can lease nothing there, and the operation cannot be called. Place the two where they share memory, or pass `bytes`, which are copied.",
    message: ({ program, service, operation, from, to }) =>
      `\`${program}\` on \`${from}\` cannot pass regions to \`${service}\` on \`${to}\`, as \`${operation}\` does: there is no memory that both reach`,
  }),
  noGrid: define<{
    readonly machine: string;
    readonly cores: number;
    readonly places: number;
    readonly largest: number;
    readonly most: number;
  }>({
    code: "SK6007",
    severity: "error",
    title: "a machine too large for its tables of routes",
    explanation:
      "Up to 4,096 cores have one table with an entry for each pair. More have a table for each dimension when they make a grid: nodes that look alike inside, joined core by core along dimensions, as in a torus. Any other machine has a row for each core, with an entry for each node (the cores that coherence joins) and one for each core of its own node. What needs more than 33,554,432 of those would not fit in memory. Join cores into fewer nodes by coherence, give the nodes the same number of cores and join them alike, or describe parts of the machine as machines of their own.",
    message: ({ machine, cores, places, largest, most }) =>
      `the machine \`${machine}\` is no grid, and ${cores} cores in ${places} nodes of up to ${largest} need ${cores * (places + largest)} entries in their table of routes: there may be ${most}`,
  }),
});

/** `a`, `a and b`, `a, b and c`, in backticks. */
function list(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.at(-1) ?? "none";
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(", ")} and ${last}`;
}
