import { Argument, Command, InvalidArgumentError } from "commander";
import { closestName } from "../../algorithms/closest-name.ts";
import type { Run } from "../call.ts";
import type { CompileOptions } from "../compile-files.ts";
import type { DumpSubject } from "../dump.ts";
import { jsonOption, systemOption } from "./options.ts";

const subjects: readonly DumpSubject[] = ["plan", "ast", "tokens", "blob"];

export function dumpCommand(run: Run): Command {
  return new Command("dump")
    .description("print what a stage of the compiler makes, as JSON; a boot blob as text too")
    .addArgument(
      new Argument("<what>", "the plan, the tokens or syntax tree of one file, or a boot blob")
        .choices(subjects)
        .argParser(parseSubject),
    )
    .argument("[files...]", "descriptions, or folders of them; `-` for standard input; of a blob its file")
    .addOption(systemOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  skerry dump plan examples/hotos09 | jq .boot.order
  skerry dump ast examples/hotos09/block.skerry
  skerry dump blob generated/riscv-quad/boot/qemu/blob.bin
`,
    )
    .action((what: DumpSubject, files: string[], options: CompileOptions) =>
      run(async (call) => (await import("../dump.ts")).dump(call, what, files, options), options),
    );
}

function parseSubject(text: string): DumpSubject {
  const subject = subjects.find((each) => each === text);
  if (subject !== undefined) return subject;
  const near = closestName(text, subjects);
  throw new InvalidArgumentError(near === null ? `Say one of ${subjects.join(", ")}.` : `Did you mean ${near}?`);
}
