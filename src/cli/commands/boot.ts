import { Command, Option } from "commander";
import type { BootOptions } from "../boot/boot-options.ts";
import type { Run } from "../call.ts";
import { jsonOption, parsePause, parseSeed, parseTime, systemOption } from "./options.ts";

export function bootCommand(run: Run): Command {
  return new Command("boot")
    .description("build in memory and boot: one kernel a core")
    .argument(
      "[files...]",
      "descriptions, or folders of them; `-` for standard input; or a bundle of `skerry build --bundle`",
    )
    .addOption(
      new Option("--host <host>", "what runs the kernels")
        .choices(["threads", "simulation", "qemu"])
        .default("threads"),
    )
    .option(
      "--for <time>",
      "shut down after this long (5s, 500ms, 2m), or when all clients have ended before",
      parseTime,
    )
    .option("--seed <number>", "of the simulation's random choices", parseSeed)
    .option(
      "--watch <time>",
      "take a kernel for lost that says nothing for this long, though its thread lives",
      parsePause,
    )
    .addOption(
      new Option("--host-link <link>", "how a core of the host is linked to a board in QEMU").choices([
        "memory",
        "serial",
      ]),
    )
    .option("--no-control", "without a control socket; a simulation has none")
    .addOption(systemOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Ctrl-C and SIGTERM shut down in order; a second one ends at once. Ends with 4 when a service or client failed or a
kernel died. With --json every event is one JSON object on a line of its own.

While it runs, skerry ctl asks it how it is, moves services, and takes kernels off and back, over a control socket that
only you can open. On Windows there is none: other users could open it. A simulation is over before anyone could ask it
anything; skerry simulate has faults at given times.

Examples:
  skerry boot examples/hotos09
  skerry boot examples/hotos09 --host simulation
  skerry boot examples/hotos09 --for 5s --json
  skerry boot hotos09.zip
`,
    )
    .action((files: string[], options: BootOptions) =>
      run(async (call) => (await import("../boot/boot.ts")).boot(call, files, options), options),
    );
}
