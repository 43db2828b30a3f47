/** The program `skerry`. */
import { runCommandLine } from "./command-line.ts";
import { exitCode } from "./exit-code.ts";
import { processTerminal } from "./terminal.ts";

process.on("uncaughtException", endAsBug);

try {
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    terminal: processTerminal(),
    workingFolder: process.cwd(),
  });
} catch (error) {
  endAsBug(error);
}

function endAsBug(error: unknown): void {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  process.stderr.write(
    `skerry: this is a bug in Skerry: ${message}\nPlease report it with what you ran and the description it happened with. ` +
      "SKERRY_DEBUG=1 shows where it happened.\n",
  );
  if (process.env["SKERRY_DEBUG"] === "1" && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exit(exitCode.bug);
}
