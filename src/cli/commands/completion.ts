import { Argument, Command } from "commander";
import type { Run } from "../call.ts";
import { type Shell, shells } from "../completion/shell.ts";
import { jsonOption } from "./options.ts";

export function completionCommand(run: Run): Command {
  return new Command("completion")
    .description("print what a shell needs to complete calls of skerry: commands, options, files, names")
    .addArgument(new Argument("<shell>", "the shell").choices(shells))
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
The shell asks skerry itself for what fits, so that it always knows all commands and options of the version that runs,
the cores and programs of the description that lies here, and those of a system that runs.

Examples:
  source <(skerry completion bash)        in bash: now, or for good in ~/.bashrc
  source <(skerry completion zsh)         in zsh: in ~/.zshrc, behind compinit
  skerry completion fish | source         in fish: in ~/.config/fish/config.fish
`,
    )
    .action((shell: Shell, options: { json?: boolean }) =>
      run(async (call) => (await import("../completion/completion.ts")).completion(call, shell, options), options),
    );
}

/** What the scripts of `skerry completion` call; no person does. */
export function completeCommand(run: Run): Command {
  const command: Command = new Command("complete")
    .description("say what may stand in place of the last word of a call")
    .addArgument(new Argument("<shell>", "the shell that asks").choices(shells))
    .argument("[words...]", "those of the call behind the program's name, up to the cursor")
    .addHelpText("after", "\nExamples:\n  skerry complete fish -- explain ro\n")
    .action((shell: Shell, words: readonly string[]) =>
      run(
        async (call) =>
          (await import("../completion/complete.ts")).complete(call, command.parent ?? command, shell, words),
        {},
      ),
    );
  return command;
}
