import { Command } from "commander";
import type { Run } from "../call.ts";
import type { ControlRequest } from "../control/message.ts";
import type { CtlOptions } from "../ctl/ctl.ts";
import type { TopOptions } from "../ctl/top.ts";
import { jsonOption, parsePath, parsePause, parseTime } from "./options.ts";

interface ChangeFlags extends CtlOptions {
  readonly to?: string;
  readonly force?: boolean;
  readonly within?: number;
}

export function ctlCommand(run: Run): Command {
  const ask = (request: ControlRequest, options: CtlOptions) =>
    run(async (call) => (await import("../ctl/ctl.ts")).ctl(call, request, options), options);
  return new Command("ctl")
    .description("ask a running system how it is, and change it while it runs")
    .addCommand(
      withSystem(new Command("status").description("kernels, what runs on them, and links that are cut"))
        .addHelpText("after", "\nExamples:\n  skerry ctl status\n  skerry ctl status --system fileserver --json\n")
        .action((options: CtlOptions) => ask({ command: "status" }, options)),
    )
    .addCommand(topCommand(run))
    .addCommand(offlineCommand(ask))
    .addCommand(onCore("online", "start a kernel anew on a core whose kernel has left or was lost", ask))
    .addCommand(onCore("kill", "end a kernel at once, as a fault would: what it has in memory is lost", ask))
    .addCommand(onLink("cut", "cut a link: nothing goes over it any more, and messages go round it", ask))
    .addCommand(onLink("heal", "make a cut link whole again", ask))
    .addCommand(moveCommand(ask))
    .addHelpText(
      "after",
      `
A system that skerry boot runs listens on a socket that only its user can open. Where several run, --system says which
is meant, by name or process, or --socket by its path.

Examples:
  skerry ctl status
  skerry ctl top
  skerry ctl offline 'p[3].cpu[0]'
  skerry ctl move disk 'p[1].cpu[0]' --system fileserver
`,
    );
}

type Ask = (request: ControlRequest, options: CtlOptions) => Promise<void>;

function withSystem(command: Command): Command {
  return command
    .option("--system <name>", "the system meant: its name, its process, or both (fileserver-4711)")
    .option("--socket <path>", "the control socket, instead of looking for it", parsePath)
    .addOption(jsonOption());
}

function withInsistence(command: Command): Command {
  return withSystem(command)
    .option("--within <time>", "how long what is under way has to end (default: 2s)", parseTime)
    .option("--force", "end what is not done by then, and what cannot be moved, as a loss would");
}

function topCommand(run: Run): Command {
  return withSystem(
    new Command("top").description("messages, rings and agreement of every kernel, as they are now, again and again"),
  )
    .option("--once", "say it once")
    .option("--every <time>", "how often to look (default: 1s)", parsePause)
    .addHelpText(
      "after",
      "\nOn a terminal it is shown in place until q is pressed, in a pipe as lines with the time.\n\nExamples:\n  skerry ctl top\n  skerry ctl top --once --json\n  skerry ctl top --every 10s >> load.log\n",
    )
    .action((options: TopOptions) => run(async (call) => (await import("../ctl/top.ts")).top(call, options), options));
}

function offlineCommand(ask: Ask): Command {
  const command = new Command("offline")
    .description("have a kernel leave in order: its services move first, messages go round it, nothing is lost")
    .argument("<core>", "as the description has it: p[3].cpu[0]")
    .option("--to <core>", "where all of its services go; else each goes where the description would rather have it");
  return withInsistence(command)
    .addHelpText(
      "after",
      `
Calls that are under way are finished, new ones wait until all is done. When that takes too long, or something on the core
cannot be moved, nothing is changed (4 or 2).

Examples:
  skerry ctl offline 'p[3].cpu[0]'
  skerry ctl offline 'p[3].cpu[0]' --to 'p[3].cpu[1]' --within 10s
`,
    )
    .action((core: string, { to, ...options }: ChangeFlags) =>
      ask({ command: "offline", core, to: to ?? null, ...insistenceOf(options) }, options),
    );
}

function moveCommand(ask: Ask): Command {
  const command = new Command("move")
    .description("move one instance of a service to another core while it is called")
    .argument("<service>", "its name, with the instance where there are several: counter[1]")
    .argument("[core]", "where to; else the description chooses");
  return withInsistence(command)
    .addHelpText(
      "after",
      `
What the service has in memory goes along when it says what that is (context.onSuspend), and is lost when it does not.

Examples:
  skerry ctl move disk
  skerry ctl move 'counter[1]' 'p[1].cpu[2]'
`,
    )
    .action((service: string, core: string | undefined, options: ChangeFlags) =>
      ask({ command: "move", service, core: core ?? null, ...insistenceOf(options) }, options),
    );
}

function onCore(command: "online" | "kill", description: string, ask: Ask): Command {
  return withSystem(
    new Command(command).description(description).argument("<core>", "as the description has it: p[3].cpu[0]"),
  )
    .addHelpText("after", `\nExamples:\n  skerry ctl ${command} 'p[3].cpu[0]'\n`)
    .action((core: string, options: CtlOptions) => ask({ command, core }, options));
}

function onLink(command: "cut" | "heal", description: string, ask: Ask): Command {
  return withSystem(
    new Command(command)
      .description(description)
      .argument("<link>", "its name, one of its ends, or two neighbouring cores"),
  )
    .addHelpText(
      "after",
      `\nExamples:\n  skerry ctl ${command} 'p[0].ht[1]'\n  skerry ctl ${command} 'p[0].cpu[0] -- p[0].cpu[1]'\n`,
    )
    .action((link: string, options: CtlOptions) => ask({ command, link }, options));
}

function insistenceOf({ force, within }: ChangeFlags): { readonly force: boolean; readonly within: number | null } {
  return { force: force === true, within: within ?? null };
}
