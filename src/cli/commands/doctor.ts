import { Command, Option } from "commander";
import type { Run } from "../call.ts";
import type { DoctorOptions } from "../doctor/doctor.ts";
import { jsonOption, systemOption } from "./options.ts";

export function doctorCommand(run: Run): Command {
  return new Command("doctor")
    .description("say what this machine lacks for which host: programs, packages, CPUs, and how to get them")
    .argument("[files...]", "descriptions to be booted, or folders of them: only what they need is looked for")
    .addOption(new Option("--host <host>", "for this host alone").choices(["threads", "simulation", "qemu"]))
    .addOption(systemOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Ends with 0 where nothing is missing for the hosts that are asked for (all, without --host), else with 3. What is
optional is told and not counted.

Examples:
  skerry doctor
  skerry doctor --host qemu
  skerry doctor examples/riscv-quad --host qemu
  skerry doctor --json
`,
    )
    .action((files: string[], options: DoctorOptions) =>
      run(async (call) => (await import("../doctor/doctor.ts")).doctor(call, files, options), options),
    );
}
