import { targetDiagnostics as faults } from "../../../diagnostics/catalogue/targets.ts";
import { invariant } from "../../../diagnostics/invariant.ts";
import type { Plan } from "../../../plan/plan.ts";
import { judgeForeign } from "../foreign-cores.ts";
import { type BootTarget, faultOf, type TargetFault } from "../target.ts";
import { type Command, type Menu, menuOf, platforms, printMenu } from "./menu.ts";
import { printSockeye } from "./sockeye.ts";

const target = "barrelfish";
/** What the reader of a menu keeps of a line behind the path. */
const longestArguments = 255;

/** Barrelfish: what its loader starts where, and the machine in its own words. */
export const barrelfish: BootTarget = {
  name: target,
  meaning: "Barrelfish's menu, and the machine in Sockeye 2",
  judge,
  emit: (plan) => {
    const menu = menuOf(plan);
    invariant(menu !== null && plan.machine !== null, "a target emits what it has judged");
    return [
      { path: `boot/${target}/menu.lst`, content: printMenu(menu) },
      { path: `boot/${target}/${plan.machine.name}.soc`, content: printSockeye(plan.machine) },
    ];
  },
};

function judge(plan: Plan): readonly TargetFault[] {
  const menu = menuOf(plan);
  if (menu === null) return [faultOf(faults.targetNeedsSystem, plan.machine?.at ?? "", { target })];
  const { host, platform } = menu;
  if (platform === null) {
    const facts = { target, core: host.path, isa: host.isa.name, known: Object.keys(platforms) };
    return [faultOf(faults.targetUnknownIsa, host.at, facts)];
  }
  return [
    ...judgeForeign(target, host, menu.foreign),
    ...menu.programs.flatMap(judgeLine),
    ...judgeNames(menu),
    ...judgeMemories(menu),
  ];
}

/** No program is called as what every system starts. */
function judgeNames({ own, programs }: Menu): readonly TargetFault[] {
  const taken = new Set(own.map(({ path }) => path));
  return programs.flatMap(({ path, at }) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    return taken.has(path) ? [faultOf(faults.targetReservedName, at, { target, name })] : [];
  });
}

function judgeLine({ path, arguments: words, at }: Command): readonly TargetFault[] {
  const count = words.join(" ").length;
  if (count <= longestArguments) return [];
  const what = `bytes of arguments, as \`${path}\` has`;
  return [faultOf(faults.targetTooMany, at, { target, what, count, most: longestArguments })];
}

function judgeMemories({ memories }: Menu): readonly TargetFault[] {
  return memories.flatMap(({ path, pieces, at }) =>
    pieces.length === 0 ? [faultOf(faults.targetNeedsAddress, at, { target, memory: path })] : [],
  );
}
