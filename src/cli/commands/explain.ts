import { Command } from "commander";
import type { Run } from "../call.ts";
import type { ExplainOptions } from "../explain/explain.ts";
import { operandsOf, type Subject } from "../explain/subjects.ts";
import { jsonOption, parsePath, systemOption } from "./options.ts";

export function explainCommand(run: Run): Command {
  const subject = (name: Subject, description: string, examples: string) =>
    new Command(name)
      .description(description)
      .usage(`[options] [FILE] ${operandsOf[name]}`.trim())
      .argument("[operands...]", "FILE may be left out where one description lies in the current folder")
      .option("-f, --file <description>", "the description, instead of FILE", parsePath)
      .addOption(systemOption())
      .addOption(jsonOption())
      .addHelpText("after", `\nExamples:\n${examples}`)
      .action((operands: string[], options: ExplainOptions) =>
        run(async (call) => (await import("../explain/explain.ts")).explain(call, name, operands, options), options),
      );
  return (
    new Command("explain")
      .description("answer a question about a description, with the reasons; or explain a code of a diagnostic")
      .usage(
        "[options] latency|route|placement|layout|address|reach|traffic|tree|interrupt|failure|agreement [FILE] …\n       skerry explain CODE",
      )
      .argument("[code]", "the code of a diagnostic: SK3004")
      // A subject with a typo in it has operands too.
      .allowExcessArguments()
      .addOption(jsonOption())
      .addCommand(
        subject(
          "latency",
          "what it costs to reach caches, cores and memories: derived, measured, the difference",
          "  skerry explain latency examples/hotos09\n  skerry explain latency examples/hotos09 'p[0].cpu[0]' 'p[4].cpu[1]'\n",
        ),
      )
      .addCommand(
        subject(
          "route",
          "the way of a message from one core to another: each hop, its cost and why; also once a link or core is lost",
          "  skerry explain route examples/hotos09 'p[0].cpu[0]' 'p[4].cpu[1]'\n  skerry explain route examples/hotos09 'p[0].cpu[0]' 'p[4].cpu[1]' without 'p[2].ht[2]'\n",
        ),
      )
      .addCommand(
        subject(
          "placement",
          "where services and clients lie, and why",
          "  skerry explain placement examples/hotos09 disk\n",
        ),
      )
      .addCommand(
        subject(
          "layout",
          "where every field of a message lies",
          "  skerry explain layout examples/hotos09 Block.read\n",
        ),
      )
      .addCommand(
        subject(
          "address",
          "what answers when a core or device accesses an address, map by map, or where it ends",
          "  skerry explain address examples/omap4 'ipu.m3[0]' 0x5002_0000\n",
        ),
      )
      .addCommand(
        subject(
          "reach",
          "what a core or device can read and write, and through which spaces and IOMMUs",
          "  skerry explain reach examples/omap4 sdma\n",
        ),
      )
      .addCommand(
        subject(
          "traffic",
          "what the declared traffic puts on every link, who fills the hottest, and how long messages wait",
          "  skerry explain traffic examples/hotos09\n",
        ),
      )
      .addCommand(
        subject(
          "interrupt",
          "the way of a device's interrupts, from controller to controller, to the cores that may take them",
          "  skerry explain interrupt examples/hotos09 nic\n",
        ),
      )
      .addCommand(
        subject(
          "failure",
          "what is lost with a part, a link or a domain, what goes round it, and which programs remain",
          "  skerry explain failure examples/hotos09 'p[3]'\n  skerry explain failure examples/hotos09 'p[2].ht[1] -- p[3].ht[0]'\n",
        ),
      )
      .addCommand(
        subject(
          "tree",
          "a message from one core to others, or to all: along which tree it is quickest, and what others take",
          "  skerry explain tree examples/hotos09 'p[0].cpu[0]'\n  skerry explain tree examples/hotos09 'p[0].cpu[0]' 'p[3]' 'p[*].cpu[1]'\n",
        ),
      )
      .addCommand(
        subject(
          "agreement",
          "what a change of replicated state costs, phase by phase, what reads cost, and which losses it survives",
          "  skerry explain agreement examples/hotos09\n  skerry explain agreement examples/hotos09 names\n",
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
