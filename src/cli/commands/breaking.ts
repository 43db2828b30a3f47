import { Command, InvalidArgumentError, Option } from "commander";
import { closestName } from "../../algorithms/closest-name.ts";
import { breakingCategories, type Category } from "../../diagnostics/change.ts";
import type { BreakingOptions } from "../breaking.ts";
import type { Run } from "../call.ts";
import { jsonOption, parsePath, systemOption } from "./options.ts";

export function breakingCommand(run: Run): Command {
  return new Command("breaking")
    .description("say what a new version of a description breaks of the old one, on the wire, in code and in behaviour")
    .argument("<old>", "a description or its folder; or a plan, as `skerry build` writes it", parsePath)
    .argument("<new>", "the same, later", parsePath)
    .addOption(
      new Option("--category <list>", "judge by these only, with commas between them")
        .choices(breakingCategories)
        .argParser(parseCategories),
    )
    .option("--all", "list compatible changes too")
    .option("--strict", "end with 1 for changes of behaviour too")
    .addOption(systemOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Ends with 1 when something breaks on the wire or in code. \`skerry explain SK9301\` says more about a finding.

Examples:
  skerry breaking generated/hotos09/plan.json examples/hotos09
  skerry breaking old/block.skerry block.skerry --category wire
  git show HEAD:block.skerry | skerry breaking - block.skerry
`,
    )
    .action((old: string, now: string, options: BreakingOptions) =>
      run(async (call) => (await import("../breaking.ts")).breaking(call, old, now, options), options),
    );
}

function parseCategories(text: string): readonly Category[] {
  return text.split(",").map((name) => {
    const category = breakingCategories.find((each) => each === name.trim());
    if (category !== undefined) return category;
    const near = closestName(name, breakingCategories);
    throw new InvalidArgumentError(
      near === null ? `Say some of ${breakingCategories.join(", ")}.` : `Did you mean ${near}?`,
    );
  });
}
