import { Command } from "commander";
import type { Run } from "../call.ts";
import { refuseCall } from "../refusal.ts";
import { jsonOption } from "./options.ts";

/** What Skerry will do and does not yet: whoever asks for it is told so. */
export const plannedCommands: readonly ((run: Run) => Command)[] = ["language-server"].map(
  (name) => (run) =>
    new Command(name)
      .argument("[operands...]")
      .allowUnknownOption()
      .addOption(jsonOption())
      .action((_operands: string[], options: { json?: boolean }) =>
        run(async () => refuseCall(`this release of Skerry has no command ${name} yet`), options),
      ),
);
