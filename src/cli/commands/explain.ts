import { Command } from "commander";
import type { Run } from "../call.ts";
import type { ExplainOptions } from "../explain/explain.ts";
import type { Subject } from "../explain/subjects.ts";
import { jsonOption, parsePath, systemOption } from "./options.ts";

export function explainCommand(run: Run): Command {
  const subject = (name: Subject, operands: string, description: string, examples: string) =>
    new Command(name)
      .description(description)
      .usage(`[options] [FILE] ${operands}`.trim())
      .argument("[operands...]", "FILE may be left out where one description lies in the current folder")
      .option("-f, --file <file>", "the description, instead of FILE", parsePath)
      .addOption(systemOption())
      .addOption(jsonOption())
      .addHelpText("after", `\nExamples:\n${examples}`)
      .action((operands: string[], options: ExplainOptions) =>
        run(async (call) => (await import("../explain/explain.ts")).explain(call, name, operands, options), options),
      );
  return (
    new Command("explain")
      .description("answer a question about a description, with the reasons; or explain a code of a diagnostic")
      .usage("[options] latency|route|placement|layout [FILE] …\n       skerry explain CODE")
      .argument("[code]", "the code of a diagnostic: SK3004")
      // A subject with a typo in it has operands too.
      .allowExcessArguments()
      .addOption(jsonOption())
      .addCommand(
        subject(
          "latency",
          "[FROM TO]",
          "what it costs to reach caches, cores and memories: derived, measured, the difference",
          "  skerry explain latency examples/hotos09\n  skerry explain latency examples/hotos09 'p[0].cpu[0]' 'p[4].cpu[1]'\n",
        ),
      )
      .addCommand(
        subject(
          "route",
          "FROM TO",
          "the way of a message from one core to another: each hop, its cost and why",
          "  skerry explain route examples/hotos09 'p[0].cpu[0]' 'p[4].cpu[1]'\n",
        ),
      )
      .addCommand(
        subject(
          "placement",
          "[PROGRAM]",
          "where services and clients lie, and why",
          "  skerry explain placement examples/hotos09 disk\n",
        ),
      )
      .addCommand(
        subject(
          "layout",
          "[INTERFACE[.OPERATION]]",
          "where every field of a message lies",
          "  skerry explain layout examples/hotos09 Block.read\n",
        ),
      )
      .addHelpText("after", "\nExamples:\n  skerry explain SK3004\n  skerry explain latency examples/hotos09\n")
      .action((code: string | undefined, options: { json?: boolean }, command: Command) =>
        run(async (call) => {
          if (code === undefined) command.help({ error: true });
          return (await import("../explain/code.ts")).explainCode(call, code, command.args.slice(1), options);
        }, options),
      )
  );
}
