import { Command } from "commander";
import type { Run } from "../call.ts";

export function languageServerCommand(run: Run): Command {
  return new Command("language-server")
    .description("serve an editor over standard input and output, by the Language Server Protocol")
    .option("--stdio", "over standard input and output, as always")
    .addHelpText(
      "after",
      `
An editor starts it; dsl/editor/README.md says how to tell yours. It ends when the editor does.

Examples:
  skerry language-server --stdio
`,
    )
    .action(() =>
      run(async () => {
        const { serveStandardInput } = await import("../../language-server/index.ts");
        return serveStandardInput();
      }, {}),
    );
}
